"""Stories of arithmetic about bare numbers and equations."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

from suffice.bench.perturb.story import Story, draw, exact, tell


def equation(rng: Random) -> Story:
    a, x, b = rng.randrange(2, 12), rng.randrange(-9, 30), rng.randrange(1, 40)
    sign = rng.choice("+-")
    c = a * x + b if sign == "+" else a * x - b
    letter = rng.choice("xyznk")
    slots = {"a": str(a), "b": str(b), "c": str(c), "v": letter, "sign": sign}
    return tell(
        rng,
        "equation",
        (
            "? Solve {a}{v} {sign} {b} = {c} for {v}.",
            "? Solve for {v}: {a}{v} {sign} {b} = {c}.",
            "? What is {v} if {a}{v} {sign} {b} = {c}?",
            "? If {a}{v} {sign} {b} = {c}, what is {v}?",
            "? Find {v}: {a}*{v} {sign} {b} = {c}.",
        ),
        str(x),
        slots,
        prose=False,
    )


def expression(rng: Random) -> Story:
    a, b, c, d = (rng.randrange(2, 40) for _ in range(4))
    text, value = rng.choice(
        (
            (f"{a} + {b} * {c}", a + b * c),
            (f"({a} + {b}) * {c}", (a + b) * c),
            (f"{a * b} / {b} - {d}", a - d),
            (f"{a} - {b} - {c}", a - b - c),
            (f"{a} * {b} - {c * d}", a * b - c * d),
            (f"-{a} + {b}", b - a),
            (f"{a}^2 + {b}", a * a + b),
            (f"2 * ({a} - {b}) + {c}", 2 * (a - b) + c),
        )
    )
    return tell(
        rng,
        "expression",
        (
            "? What is {e}?",
            "? Calculate {e}.",
            "? {e} = ?",
            "? {e}.",
            "? Compute {e} please.",
            "? what's {e}?",
        ),
        str(value),
        {"e": text},
        prose=False,
    )


def words(rng: Random) -> Story:
    a, b = rng.randrange(3, 90), rng.randrange(2, 40)
    word, value = rng.choice((("plus", a + b), ("minus", a - b), ("times", a * b), ("multiplied by", a * b)))
    slots = {"a": str(a), "b": str(b), "op": word}
    return tell(
        rng,
        "spoken sum",
        (
            "? What is {a} {op} {b}?",
            "? what's {a} {op} {b}?",
            "? How much is {a} {op} {b}?",
            "? {a} {op} {b}?",
        ),
        str(value),
        slots,
    )


def rounding(rng: Random) -> Story:
    value = Fraction(rng.randrange(1000, 999999), 1000)
    places, words_ = rng.choice(((2, "two decimal places"), (1, "one decimal place"), (0, "the nearest whole number")))
    scaled = value * 10**places
    halves = (scaled * 2).denominator == 1
    gold = Fraction(math.floor(scaled + Fraction(1, 2)), 10**places)
    slots = {"x": exact(value), "places": words_}
    return tell(
        rng,
        "rounding",
        (
            "? Round {x} to {places}.",
            "? What is {x} rounded to {places}?",
            "? Please round {x} to {places}.",
        ),
        (exact(gold), exact(value)) if halves else exact(gold),
        slots,
    )


def compare(rng: Random) -> Story:
    a, b = draw(
        rng,
        lambda: (Fraction(rng.randrange(1, 30), rng.choice((4, 5, 8, 10))), Fraction(rng.randrange(1, 60), 10)),
        lambda a, b: a != b,
    )
    slots = {"a": f"{a.numerator}/{a.denominator}" if a.denominator > 1 else exact(a), "b": exact(b)}
    return tell(
        rng,
        "comparison",
        (
            "? Which is bigger, {a} or {b}?",
            "? Which is larger: {a} or {b}?",
            "? Which number is greater, {a} or {b}?",
        ),
        (slots["a"] if a > b else slots["b"], exact(max(a, b))),
        slots,
        prose=False,
        others=(
            ("Which is smaller, {a} or {b}?", (slots["a"] if a < b else slots["b"], exact(min(a, b)))),
            ("Is {a} greater than {b}?", "Yes" if a > b else "No"),
            ("Is {a} less than {b}?", "Yes" if a < b else "No"),
        ),
    )


def divisors(rng: Random) -> Story:
    a, b = rng.randrange(6, 120), rng.randrange(6, 120)
    name, value = rng.choice((("greatest common divisor", math.gcd(a, b)), ("least common multiple", math.lcm(a, b))))
    slots = {"a": str(a), "b": str(b), "name": name}
    return tell(
        rng,
        "divisors",
        (
            "? What is the {name} of {a} and {b}?",
            "? Find the {name} of {a} and {b}.",
            "? {name} of {a} and {b}?",
        ),
        str(value),
        slots,
    )


def remainder(rng: Random) -> Story:
    a, b = rng.randrange(30, 999), rng.randrange(3, 25)
    slots = {"a": str(a), "b": str(b)}
    return tell(
        rng,
        "remainder",
        (
            "? What is the remainder when {a} is divided by {b}?",
            "? What is {a} mod {b}?",
            "? What remains when {a} is divided by {b}?",
        ),
        str(a % b),
        slots,
        others=(("What is {a} divided by {b}?", exact(Fraction(a, b))),),
    )


TELLERS = (
    equation,
    expression,
    words,
    rounding,
    compare,
    divisors,
    remainder,
)
