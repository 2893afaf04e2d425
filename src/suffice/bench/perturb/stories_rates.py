"""Stories of arithmetic about journeys, interest, packs, unit prices and other rates."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

from suffice.bench.perturb.stories_prices import GOODS
from suffice.bench.perturb.story import Story, draw, exact, money, tell


def journey(rng: Random) -> Story:
    speed, hours = rng.randrange(10, 130), rng.choice((1, 2, 3, 4, 5, 6))
    unit = rng.choice(("km", "miles"))
    per = "km/h" if unit == "km" else "mph"
    slots = {
        "d": str(speed * hours),
        "v": str(speed),
        "t": str(hours),
        "unit": unit,
        "per": per,
        "hours": "hour" if hours == 1 else "hours",
    }
    which = rng.randrange(3)
    if which == 0:
        return tell(
            rng,
            "average speed",
            (
                "I drove {d} {unit} in {t} {hours}. | ? What was my average speed?",
                "A train travels {d} {unit} in {t} {hours}. | ? How fast does it go?",
                "A car covers {d} {unit} in {t} {hours}. | ? What is its average speed?",
            ),
            (f"{speed} {per}", f"{speed} {unit}/h", f"{speed} {unit} per hour"),
            slots,
            others=(
                ("How far would I get in 2 days?", ()),
                ("How long did it take?", f"{hours} {slots['hours']}"),
            ),
            extras=(("I stopped for half an hour on the way.", ()), ("The second half was slower.", ())),
        )
    if which == 1:
        return tell(
            rng,
            "distance",
            (
                "I drive at {v} {per} for {t} {hours}. | ? How far do I get?",
                "A train travels at {v} {per}. | ? How far does it travel in {t} {hours}?",
                "? How far does a car go in {t} {hours} at {v} {per}?",
            ),
            f"{speed * hours} {unit}",
            slots,
            extras=(("Then I slow down to half that speed.", ()), ("I started 10 minutes late.", ())),
        )
    return tell(
        rng,
        "travel time",
        (
            "I drive at {v} {per}. | ? How long does it take to drive {d} {unit}?",
            "The trip is {d} {unit}. | I drive at {v} {per}. | ? How long does it take?",
            "? How long does it take to travel {d} {unit} at {v} {per}?",
        ),
        (f"{hours} hours", f"{hours} hour", f"{hours * 60} minutes", f"{hours} h"),
        slots,
        extras=(
            (
                "I also take a break of 30 minutes.",
                (f"{hours * 60 + 30} minutes", f"{exact(hours + Fraction(1, 2))} hours"),
            ),
        ),
    )


def interest(rng: Random) -> Story:
    principal, rate, years = rng.randrange(2, 80) * 100, rng.choice((2, 3, 4, 5, 8, 10)), rng.randrange(2, 6)
    earned = Fraction(principal * rate * years, 100)
    grown = principal * (1 + Fraction(rate, 100)) ** years
    slots = {"p": money("$", principal), "r": str(rate), "t": str(years)}
    if rng.random() < 0.5:
        return tell(
            rng,
            "simple interest",
            (
                "? What is the simple interest on {p} at {r}% per year for {t} years?",
                "I invest {p} at {r}% simple interest per year for {t} years. | ? How much interest do I earn?",
                "? How much simple interest is earned on {p} at {r}% for {t} years?",
            ),
            money("$", earned),
            slots,
            others=(("What is the final balance?", money("$", principal + earned)),),
            extras=(
                ("The bank keeps 10% of the interest.", exact(earned * Fraction(9, 10))),
                ("After a year I add another $100.", ()),
            ),
        )
    return tell(
        rng,
        "compound interest",
        (
            "I invest {p} at {r}% per year, compounded annually, for {t} years. | ? What is the final "
            "balance? Round to the nearest cent.",
            "I put {p} in an account at {r}% a year compounded yearly. | ? How much will I have after {t} "
            "years? Two decimals.",
        ),
        money("$", Fraction(math.floor(grown * 100 + Fraction(1, 2)), 100)),
        slots,
        extras=(
            ("Every year I withdraw $50.", ()),
            ("The rate doubles after the first year.", ()),
        ),
    )


def packs(rng: Random) -> Story:
    need, size = rng.randrange(15, 400), rng.choice((4, 6, 8, 10, 12, 24))
    (_, many) = rng.choice(GOODS)
    slots = {"need": str(need), "size": str(size), "many": many}
    return tell(
        rng,
        "packs",
        (
            "I need {need} {many}. | They come in packs of {size}. | ? How many packs do I need?",
            "I need {need} {many}. | Each box holds {size} {many}. | ? How many boxes do I need?",
            "We need {need} {many}. | They are sold in boxes of {size}. | ? How many boxes should we buy?",
        ),
        str(math.ceil(need / size)),
        slots,
        item=many,
        others=(
            ("How many full packs can I fill?", str(need // size)),
            ("How many {many} are left over?", ()),
        ),
        extras=(("I already have 10 of them.", str(math.ceil((need - 10) / size))), ("One in five is broken.", ())),
    )


def prorata(rng: Random) -> Story:
    days, used = rng.choice((30, 30, 28)), rng.randrange(2, 27)
    rate = Fraction(rng.randrange(2, 30), 2)
    slots = {"full": money("$", rate * days), "days": str(days), "used": str(used)}
    return tell(
        rng,
        "pro rata",
        (
            "A plan costs {full} for {days} days. | I used it for {used} days. | ? How much do I owe pro rata?",
            "The rent is {full} for {days} days. | ? How much is it for {used} days?",
            "? What is the pro-rata charge for {used} of {days} days of a {full} subscription?",
        ),
        money("$", rate * used),
        slots,
        others=(("How much is refunded for the unused days?", money("$", rate * (days - used))),),
    )


def unit_price(rng: Random) -> Story:
    kilos, each = rng.choice((2, 4, 5, 8, 10)), Fraction(rng.randrange(4, 60), 4)
    what = rng.choice(("rice", "flour", "apples", "cheese", "coffee"))
    slots = {"kg": str(kilos), "price": money("$", kilos * each), "what": what}
    return tell(
        rng,
        "unit price",
        (
            "{kg} kg of {what} cost {price}. | ? How much is it per kg?",
            "{kg} kg of {what} costs {price}. | ? What is the price per kg?",
            "? What is the price per kg if {kg} kg of {what} cost {price}?",
        ),
        (money("$", each), f"{money('$', each)}/kg", f"{exact(each)} USD/kg"),
        slots,
        item=what,
        others=(("How much do 3 kg cost?", money("$", 3 * each)), ("How many kg do I get for {price}?", f"{kilos} kg")),
    )


def cheaper(rng: Random) -> Story:
    a, b, p, q = draw(
        rng,
        lambda: (rng.randrange(2, 12), rng.randrange(2, 12), rng.randrange(3, 40), rng.randrange(3, 40)),
        lambda a, b, p, q: a != b and p * b != q * a,
    )
    slots = {"a": exact(a), "b": exact(b), "p": money("$", p), "q": money("$", q)}
    first = p / a < q / b
    return tell(
        rng,
        "better offer",
        (
            "Pack A has {a} rolls for {p}. | Pack B has {b} rolls for {q}. | ? Which is cheaper per roll?",
            "Brand A: {a} kg for {p}. | Brand B: {b} kg for {q}. | ? Which is cheaper per kg?",
            "Offer A is {a} liters for {p}. | Offer B is {b} liters for {q}. | ? Which one is the better deal?",
        ),
        tuple(f"{name}{'A' if first else 'B'}" for name in ("", "Pack ", "Brand ", "Offer ")),
        slots,
        others=(
            (
                "Which is more expensive per unit?",
                tuple(f"{name}{'B' if first else 'A'}" for name in ("", "Pack ", "Brand ", "Offer ")),
            ),
        ),
        extras=(("B is half price today.", ()),),
    )


def currency(rng: Random) -> Story:
    amount, rate = draw(
        rng, lambda: (rng.randrange(2, 90) * 10, Fraction(rng.randrange(60, 190), 100)), lambda a, r: r != 1
    )
    slots = {"x": exact(amount), "r": f"{float(rate):.2f}"}
    return tell(
        rng,
        "currency with a rate",
        (
            "The exchange rate is 1 EUR = {r} USD. | ? Convert {x} EUR to USD.",
            "1 EUR = {r} USD. | ? How many dollars are {x} euros?",
            "The rate is €1 = ${r}. | ? How much is €{x} in dollars?",
            "? Convert {x} euros to dollars at a rate of 1 EUR = {r} USD.",
        ),
        (f"${exact(amount * rate)}", f"{exact(amount * rate)} USD"),
        slots,
        others=(
            ("Convert {x} USD to EUR.", (f"€{exact(amount / rate)}", f"{exact(amount / rate)} EUR")),
            ("Convert {x} GBP to USD.", ()),
        ),
        extras=(
            ("The bank charges a fee of 2%.", exact(amount * rate * Fraction(98, 100))),
            ("Yesterday 1 EUR was 1.05 USD.", f"{exact(amount * rate)} USD"),
        ),
    )


def wage(rng: Random) -> Story:
    hours, pay = rng.randrange(3, 45), Fraction(rng.randrange(20, 90), 2)
    slots = {"h": str(hours), "p": money("$", pay)}
    return tell(
        rng,
        "wage",
        (
            "I earn {p} an hour. | I worked {h} hours. | ? How much did I earn?",
            "I make {p} per hour and work {h} hours. | ? How much do I earn?",
            "? How much do I earn in {h} hours at {p} an hour?",
        ),
        money("$", hours * pay),
        slots,
        extras=(
            ("Overtime is paid double.", ()),
            ("20% tax is deducted.", exact(hours * pay * Fraction(4, 5))),
            ("An hour of it was unpaid.", exact((hours - 1) * pay)),
        ),
    )


def area(rng: Random) -> Story:
    a, b = draw(rng, lambda: (rng.randrange(3, 30), rng.randrange(3, 30)), lambda a, b: a != b)
    slots = {"a": exact(a), "b": exact(b)}
    return tell(
        rng,
        "area",
        (
            "A room is {a} m by {b} m. | ? What is its area?",
            "A garden is {a} m long and {b} m wide. | ? What is the area?",
            "? What is the area of a rectangle of {a} m by {b} m?",
        ),
        (f"{exact(a * b)} m²", f"{exact(a * b)} square meters", f"{exact(a * b)} m^2", f"{exact(a * b)} m2"),
        slots,
        others=(("What is the perimeter?", f"{exact(2 * (a + b))} m"),),
        extras=(("A corner of 2 m by 2 m is missing.", ()),),
    )


def per_rate(rng: Random) -> Story:
    n, each, m = rng.randrange(2, 8), rng.randrange(2, 30), rng.randrange(2, 30)
    slots = {"n": str(n), "all": str(n * each), "m": str(m)}
    return tell(
        rng,
        "proportion",
        (
            "A printer prints {all} pages in {n} minutes. | ? How many pages does it print in {m} minutes?",
            "{n} cups of flour make {all} cookies. | ? How many cookies do {m} cups of flour make?",
            "A machine makes {all} parts in {n} hours. | ? How many parts does it make in {m} hours?",
        ),
        str(each * m),
        slots,
        extras=(("It stops for a minute after each of them.", ()), ("Half of them are faulty.", ())),
    )


TELLERS = (
    journey,
    interest,
    packs,
    prorata,
    unit_price,
    cheaper,
    currency,
    wage,
    area,
    per_rate,
)
