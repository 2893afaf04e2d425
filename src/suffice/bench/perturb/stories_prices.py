"""Stories of arithmetic about prices, taxes, bills and baskets."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from suffice.bench.perturb.story import Story, cents, draw, exact, money, tell

ITEMS = ("shirt", "jacket", "lamp", "chair", "book", "phone", "keyboard", "bag", "bike", "table")
GOODS = (
    ("notebook", "notebooks"),
    ("pen", "pens"),
    ("mug", "mugs"),
    ("ticket", "tickets"),
    ("apple", "apples"),
    ("chair", "chairs"),
    ("cable", "cables"),
)
SIGNS = "$$$£€"


def discount(rng: Random) -> Story:
    price, rate = draw(
        rng,
        lambda: (
            Fraction(rng.randrange(10, 400) * rng.choice((1, 1, 2)), 2),
            rng.choice((5, 10, 15, 20, 25, 30, 40, 50, 60)),
        ),
        lambda p, r: cents(p * r / 100),
    )
    sign, item = rng.choice(SIGNS), rng.choice(ITEMS)
    final = price * (100 - rate) / 100
    slots = {"price": money(sign, price), "rate": exact(rate), "item": item}
    return tell(
        rng,
        "discount",
        (
            "A {item} costs {price}. | It is {rate}% off. | ? What is the final price?",
            "The {item} costs {price}. | It's {rate}% off. | ? How much do I pay?",
            "A {item} is priced at {price}. | There is a {rate}% discount. | ? What's the sale price?",
            "A {item} costs {price} and is {rate}% off. | ? What is the final price?",
            "? What is the final price of a {price} {item} after a {rate}% discount?",
            "? If a {item} costs {price} and it is {rate}% off, how much do I pay?",
        ),
        money(sign, final),
        slots,
        item=item,
        fewer=money(sign, price),
        others=(
            ("How much do I save?", money(sign, price - final)),
            ("How much do two of them cost?", money(sign, 2 * final)),
            ("What was the price before the discount?", money(sign, price)),
            ("How much is it with 10% tax?", exact(final * Fraction(11, 10))),
        ),
        extras=(
            ("Shipping is $5.", exact(final + 5) if sign == "$" else ()),
            ("Members get another 10% off the sale price.", ()),
            ("I have a voucher for 10.", ()),
            ("The discount only applies to members.", ()),
            ("I buy two of them.", money(sign, 2 * final)),
            ("A 10% tax is added.", exact(final * Fraction(11, 10))),
            ("The discount ended yesterday.", money(sign, price)),
        ),
    )


def two_discounts(rng: Random) -> Story:
    price, a, b = draw(
        rng,
        lambda: (rng.randrange(10, 60) * 10, rng.choice((10, 20, 25, 30)), rng.choice((5, 10, 20))),
        lambda p, a, b: cents(p * (100 - a) * (100 - b) / 10000),
    )
    item = rng.choice(ITEMS)
    slots = {"price": money("$", price), "a": exact(a), "b": exact(b), "item": item}
    return tell(
        rng,
        "two discounts",
        (
            "A {item} costs {price}. | It is {a}% off, and then another {b}% off the reduced price. | ? "
            "What is the final price?",
            "The {item} costs {price}. | There's a {a}% discount and then a further {b}% off the sale "
            "price. | ? What do I pay?",
            "A {price} {item} is {a}% off. | Then an extra {b}% off the discounted price. | ? What is the final price?",
        ),
        money("$", price * (100 - a) * (100 - b) / 10000),
        slots,
        item=item,
        fewer=tuple(money("$", price * (100 - off) / 100) for off in (0, a, b)),
        others=(("How much do I save?", money("$", price - price * (100 - a) * (100 - b) / 10000)),),
        extras=(("Only one discount may be used.", ()),),
    )


def tax(rng: Random) -> Story:
    price, rate = draw(
        rng, lambda: (rng.randrange(10, 900), rng.choice((5, 6, 8, 10, 19, 20))), lambda p, r: cents(p * r / 100)
    )
    item, sign = rng.choice(ITEMS), rng.choice(SIGNS)
    gross = price * (100 + rate) / 100
    slots = {"price": money(sign, price), "rate": exact(rate), "item": item}
    return tell(
        rng,
        "tax",
        (
            "A {item} costs {price} before tax. | Sales tax is {rate}%. | ? What is the total price with tax?",
            "The {item} is {price} plus tax. | The tax rate is {rate}%. | ? How much do I pay in total?",
            "? What is {price} plus {rate}% VAT?",
            "? Add {rate}% tax to {price}.",
        ),
        money(sign, gross),
        slots,
        item=item,
        others=(
            ("How much tax is that?", money(sign, gross - price)),
            ("What is the price without tax?", money(sign, price)),
        ),
        extras=(("Children pay no tax.", ()), ("I also pay a fee of 3.", ())),
    )


def tax_included(rng: Random) -> Story:
    net, rate = draw(
        rng, lambda: (rng.randrange(10, 900), rng.choice((5, 10, 19, 20))), lambda n, r: cents(n * r / 100)
    )
    sign = rng.choice("£€")
    slots = {"gross": money(sign, net * (100 + rate) / 100), "rate": exact(rate)}
    return tell(
        rng,
        "tax included",
        (
            "An invoice is {gross} including {rate}% VAT. | ? What is the net amount?",
            "The price is {gross} incl. {rate}% VAT. | ? What is the price without VAT?",
            "The total is {gross} including {rate}% VAT. | ? What is the net price?",
        ),
        money(sign, net),
        slots,
        others=(("How much VAT is included?", money(sign, net * rate / 100)),),
    )


def bill(rng: Random) -> Story:
    total, tip, people = draw(
        rng,
        lambda: (rng.randrange(20, 400), rng.choice((10, 15, 18, 20, 25)), rng.randrange(2, 8)),
        lambda t, r, n: cents(t * (100 + r) / 100 / n) and cents(t / n),
    )
    slots = {"bill": money("$", total), "tip": exact(tip), "n": exact(people)}
    return tell(
        rng,
        "tip and split",
        (
            "The bill is {bill}. | We want to leave a {tip}% tip. | There are {n} of us. | ? How much "
            "does each person pay?",
            "Dinner was {bill}. | We'd like to tip {tip}%. | We split it evenly between {n} people. | ? "
            "How much does each pay?",
            "{n} of us had dinner, the bill came to {bill} and we want to leave a {tip}% tip. | ? How "
            "much does everyone pay?",
            "The bill came to {bill}, with a {tip}% tip, split {n} ways. | ? How much does each person owe?",
        ),
        money("$", total * (100 + tip) / 100 / people),
        slots,
        fewer=money("$", total / people),
        others=(
            ("How much is the tip?", money("$", total * tip / 100)),
            ("How much do we pay altogether?", money("$", total * (100 + tip) / 100)),
            ("How much tip does each person pay?", money("$", total * tip / 100 / people)),
        ),
        extras=(
            ("One of us does not pay.", exact(total * (100 + tip) / 100 / (people - 1)) if people > 1 else ()),
            ("Tom only had a coffee.", ()),
            ("The tip is already included.", exact(total / people)),
            ("I pay twice as much as the others.", ()),
        ),
    )


def split(rng: Random) -> Story:
    total, people = draw(rng, lambda: (rng.randrange(20, 900), rng.randrange(2, 9)), lambda t, n: cents(t / n))
    slots = {"bill": money("$", total), "n": exact(people)}
    return tell(
        rng,
        "even split",
        (
            "? Split a {bill} bill evenly between {n} people.",
            "We split a {bill} bill {n} ways. | ? How much is it each?",
            "The bill is {bill}. | We split it equally between {n} people. | ? How much does each person pay?",
        ),
        money("$", total / people),
        slots,
        extras=(("One of them pays nothing.", ()), ("We also tip 10%.", exact(total / people * Fraction(11, 10)))),
    )


def items(rng: Random) -> Story:
    (one, many), sign = rng.choice(GOODS), rng.choice(SIGNS)
    n, price = rng.randrange(2, 30), Fraction(rng.randrange(2, 60), rng.choice((1, 2, 4)))
    slots = {"n": str(n), "price": money(sign, price), "one": one, "many": many}
    return tell(
        rng,
        "items at a price",
        (
            "I buy {n} {many} at {price} each. | ? How much do I pay in total?",
            "A {one} costs {price}. | ? How much do {n} {many} cost?",
            "{n} {many} at {price} each. | ? What is the total?",
            "Each {one} costs {price}. | I need {n} {many}. | ? What is the total cost?",
            "? How much are {n} {many} at {price} each?",
            "? What is the total cost of {n} {many} at {price} each?",
        ),
        money(sign, n * price),
        slots,
        item=many,
        listed=True,
        others=(
            ("How much does one {one} cost?", money(sign, price)),
            ("How much do {n} {many} weigh?", ()),
            ("How many {many} can I buy with {price}?", "1"),
        ),
        extras=(
            ("For every two you get one free.", ()),
            ("Delivery is 5 extra.", ()),
            ("One of them is broken and I return it.", ()),
            ("The last one is half price.", exact(n * price - price / 2)),
        ),
    )


def basket(rng: Random) -> Story:
    (_, a), (_, b) = rng.sample(GOODS, 2)
    m, n, p, q = (
        rng.randrange(2, 9),
        rng.randrange(2, 9),
        Fraction(rng.randrange(2, 40), 2),
        Fraction(rng.randrange(2, 40), 4),
    )
    slots = {"m": str(m), "n": str(n), "a": a, "b": b, "p": money("$", p), "q": money("$", q)}
    return tell(
        rng,
        "mixed basket",
        (
            "I buy {m} {a} at {p} each and {n} {b} at {q} each. | ? What is the total?",
            "I bought {m} {a} at {p} each. | I bought {n} {b} at {q} each. | ? How much did I spend in total?",
            "{m} {a} at {p} each, {n} {b} at {q} each. | ? How much is that in total?",
            "{m} x {a} at {p}\n{n} x {b} at {q}\n| ? What is the total?",
        ),
        money("$", m * p + n * q),
        slots,
        item=a,
        listed=True,
        others=(
            ("How much do the {a} cost?", money("$", m * p)),
            ("How many things did I buy?", str(m + n)),
            ("How much more did the {a} cost than the {b}?", exact(m * p - n * q)),
        ),
        extras=(
            ("I returned one of the {a}.", exact((m - 1) * p + n * q)),
            ("The {b} were free.", exact(m * p)),
            ("There is 10% off everything.", exact((m * p + n * q) * Fraction(9, 10))),
        ),
    )


def change(rng: Random) -> Story:
    (_, many) = rng.choice(GOODS)
    n, price, note = draw(
        rng,
        lambda: (rng.randrange(2, 9), Fraction(rng.randrange(2, 40), 4), rng.choice((20, 50, 100))),
        lambda n, p, note: n * p < note,
    )
    slots = {"n": exact(n), "price": money("$", price), "note": money("$", note), "many": many}
    return tell(
        rng,
        "change from a note",
        (
            "I buy {n} {many} at {price} each and pay with a {note} note. | ? How much change do I get?",
            "I bought {n} {many} at {price} each. | I paid with a {note} bill. | ? How much change should I get?",
            "{n} {many} at {price} each. | I pay with {note}. | ? What is my change?",
        ),
        money("$", note - n * price),
        slots,
        item=many,
        others=(("How much did I spend?", money("$", n * price)),),
        extras=(("I also leave a tip of $1.", exact(note - n * price - 1)), ("My friend pays half of it.", ())),
    )


TELLERS = (
    discount,
    two_discounts,
    tax,
    tax_included,
    bill,
    split,
    items,
    basket,
    change,
)
