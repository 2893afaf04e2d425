"""Stories of arithmetic about shares, lists, ratios and units."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from suffice.bench.perturb.story import Story, draw, exact, tell

# unit -> (other unit, how many of the other unit in one), by definition (NIST SP 811, appendix B)
_UNITS = (
    ("miles", "km", Fraction("1.609344")),
    ("feet", "inches", Fraction(12)),
    ("kg", "grams", Fraction(1000)),
    ("hours", "minutes", Fraction(60)),
    ("inches", "cm", Fraction("2.54")),
    ("liters", "milliliters", Fraction(1000)),
    ("meters", "centimeters", Fraction(100)),
    ("days", "hours", Fraction(24)),
    ("weeks", "days", Fraction(7)),
    ("yards", "feet", Fraction(3)),
    ("pounds", "ounces", Fraction(16)),
    ("km", "meters", Fraction(1000)),
)


def percent_of(rng: Random) -> Story:
    rate, whole = rng.randrange(2, 96), rng.randrange(20, 3000)
    slots = {"rate": str(rate), "whole": str(whole)}
    return tell(
        rng,
        "percent of",
        (
            "? What is {rate}% of {whole}?",
            "? what's {rate}% of {whole}?",
            "? How much is {rate} percent of {whole}?",
            "? Calculate {rate}% of {whole}.",
            "? Could you tell me what {rate}% of {whole} is?",
            "? I need {rate}% of {whole}.",
        ),
        exact(Fraction(rate * whole, 100)),
        slots,
        others=(
            ("What is {rate}% off {whole}?", exact(whole - Fraction(rate * whole, 100))),
            ("{rate}% of what number is {whole}?", exact(Fraction(100 * whole, rate))),
            ("{whole} increased by {rate}%?", exact(whole + Fraction(rate * whole, 100))),
        ),
    )


def share(rng: Random) -> Story:
    part, whole = draw(
        rng, lambda: (rng.randrange(2, 90), rng.choice((20, 25, 40, 50, 80, 125, 160, 200))), lambda p, w: p < w
    )
    slots = {"part": exact(part), "whole": exact(whole)}
    return tell(
        rng,
        "share in percent",
        (
            "? What percent of {whole} is {part}?",
            "? {part} is what percent of {whole}?",
            "? What percentage of {whole} is {part}?",
            "? What is {part} out of {whole} as a percentage?",
            "I got {part} out of {whole} on the test. | ? What percentage is that?",
        ),
        exact(100 * part / whole) + "%",
        slots,
        others=(("What percent of {part} is {whole}?", exact(100 * whole / part) + "%"),),
    )


def change(rng: Random) -> Story:
    old, new = draw(
        rng, lambda: (rng.choice((20, 25, 40, 50, 80, 200, 250)), rng.randrange(10, 400)), lambda o, n: o != n
    )
    up = new > old
    slots = {
        "old": exact(old),
        "new": exact(new),
        "item": rng.choice(("rent", "price", "fee", "bill")),
        "rose": rng.choice(("rose", "went up", "increased")) if up else rng.choice(("fell", "went down", "dropped")),
        "rise": "increase" if up else "decrease",
    }
    size = exact(abs(100 * (new - old) / old)) + "%"
    return tell(
        rng,
        "percent change",
        (
            "The {item} {rose} from {old} to {new}. | ? What is the percentage {rise}?",
            "My {item} {rose} from {old} to {new}. | ? What percent {rise} is that?",
            "The {item} {rose} from ${old} to ${new}. | ? By what percentage did it change?",
            "? What is the percentage change from {old} to {new}?",
            "? What is the percent {rise} from {old} to {new}?",
        ),
        (size, "-" + size) if not up else (size,),
        slots,
        item=slots["item"],
        others=(("What would it be if it went up again by the same amount?", exact(2 * new - old)),),
    )


def raised(rng: Random) -> Story:
    rate, whole = rng.randrange(2, 60), rng.randrange(20, 900)
    up = rng.random() < 0.5
    slots = {
        "rate": str(rate),
        "whole": str(whole),
        "raise": "Increase" if up else "Decrease",
        "raised": "increased" if up else "decreased",
        "rises": "rises" if up else "falls",
    }
    return tell(
        rng,
        "raised by percent",
        (
            "? {raise} {whole} by {rate}%.",
            "? What is {whole} {raised} by {rate}%?",
            "? If {whole} {rises} by {rate}%, what is the new value?",
            "The rent is {whole} dollars. | It {rises} by {rate}%. | ? What is the new rent?",
        ),
        exact(whole * Fraction(100 + (rate if up else -rate), 100)),
        slots,
        others=(("What is {rate}% of {whole}?", exact(Fraction(rate * whole, 100))),),
    )


def average(rng: Random) -> Story:
    xs = draw(
        rng, lambda: [rng.randrange(2, 100) for _ in range(rng.choice((2, 4, 5)))], lambda *x: len(set(x)) == len(x)
    )
    shown = [exact(x) for x in xs]
    slots = {"list": ", ".join(shown[:-1]) + " and " + shown[-1], "commas": ", ".join(shown)}
    return tell(
        rng,
        "average",
        (
            "? What is the average of {list}?",
            "? Find the mean of {commas}.",
            "? average of {commas}?",
            "My scores are {list}. | ? What is my average score?",
            "My scores: {commas}. | ? What's my average?",
            "I scored {list}. | ? What is my average?",
        ),
        exact(sum(xs, Fraction()) / len(xs)),
        slots,
        listed=True,
        others=(
            ("What is the sum of {list}?", exact(sum(xs))),
            ("What is the median of {commas}?", exact(_median(xs))),
            ("What is the largest of {commas}?", exact(max(xs))),
        ),
        extras=(
            ("One of them does not count.", ()),
            ("The last one counts double.", exact((sum(xs) + xs[-1]) / (len(xs) + 1))),
        ),
    )


def _median(xs: list[Fraction]) -> Fraction:
    xs, half = sorted(xs), len(xs) // 2
    return xs[half] if len(xs) % 2 else (xs[half - 1] + xs[half]) / 2


def ratio(rng: Random) -> Story:
    a, b = draw(rng, lambda: (rng.randrange(1, 8), rng.randrange(1, 8)), lambda a, b: a != b)
    whole = (a + b) * rng.randrange(3, 60)
    one, two = rng.sample(("Anna", "Ben", "Carla", "David", "Elena", "Farid"), 2)
    slots = {"a": exact(a), "b": exact(b), "whole": exact(whole), "one": one, "two": two}
    return tell(
        rng,
        "ratio",
        (
            "? Divide ${whole} between {one} and {two} in the ratio {a}:{b}. How much does {one} get?",
            "{one} and {two} share ${whole} in the ratio {a}:{b}. | ? How much does {one} get?",
            "{one} and {two} split ${whole} in a {a}:{b} ratio. | ? How much does {one} receive?",
            "${whole} is shared between {one} and {two} in the ratio {a} to {b}. | ? What is {one}'s share?",
        ),
        "$" + exact(whole * a / (a + b)),
        slots,
        item=one,
        others=(
            ("How much does {two} get?", exact(whole * b / (a + b))),
            ("How much more does {one} get than {two}?", exact(whole * (a - b) / (a + b))),
        ),
        extras=(("Before that, a third is given away.", ()),),
    )


def convert(rng: Random) -> Story:
    big, small, factor = rng.choice(_UNITS)
    value = Fraction(rng.randrange(2, 120)) / rng.choice((1, 1, 2))
    back = rng.random() < 0.3 and factor.denominator == 1 and factor in (1000, 100)
    one, two = (small, big) if back else (big, small)
    slots = {"value": exact(value), "one": one, "two": two}
    return tell(
        rng,
        "conversion",
        (
            "? Convert {value} {one} to {two}.",
            "? How many {two} are in {value} {one}?",
            "? What is {value} {one} in {two}?",
            "? {value} {one} in {two}?",
            "? How many {two} is {value} {one}?",
            "The rope is {value} {one} long. | ? How long is that in {two}?"
            if one in ("feet", "inches", "yards", "km", "meters", "cm")
            else "? {value} {one} is how many {two}?",
        ),
        f"{exact(value / factor if back else value * factor)} {two}",
        slots,
        others=(("Convert {value} {two} to {one}.", f"{exact(value * factor if back else value / factor)} {one}"),),
    )


def mixed_units(rng: Random) -> Story:
    big, small, factor = rng.choice(
        (
            ("feet", "inches", 12),
            ("hours", "minutes", 60),
            ("kg", "grams", 1000),
            ("meters", "centimeters", 100),
            ("pounds", "ounces", 16),
        )
    )
    a, b, c, d = rng.randrange(1, 9), rng.randrange(1, factor), rng.randrange(1, 9), rng.randrange(1, factor)
    slots = {"a": str(a), "b": str(b), "c": str(c), "d": str(d), "big": big, "small": small}
    return tell(
        rng,
        "mixed units",
        (
            "? How many {small} is {a} {big} and {b} {small}?",
            "? What is {a} {big} {b} {small} in {small}?",
            "? Convert {a} {big} {b} {small} to {small}.",
        ),
        f"{a * factor + b} {small}",
        slots,
        others=(
            (
                "What is {a} {big} {b} {small} plus {c} {big} {d} {small} in {small}?",
                f"{(a + c) * factor + b + d} {small}",
            ),
            ("What is {a} {big} minus {b} {small} in {small}?", f"{a * factor - b} {small}"),
        ),
    )


TELLERS = (
    percent_of,
    share,
    change,
    raised,
    average,
    ratio,
    convert,
    mixed_units,
)
