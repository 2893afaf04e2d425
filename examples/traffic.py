"""Makes a month of logged traffic for one small shop, and fresh requests of the same kinds: python traffic.py FOLDER.

    FOLDER/log.jsonl    2,600 answered requests of five applications; three answers in a hundred are wrong
    FOLDER/fresh.jsonl  120 requests that nobody has answered, with what is right

Everything is made up by the phrases below. ``gold`` is what a person found right; ``answer`` is what the model said.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

WRONG = 0.03
SEED = 20260301
Made = tuple[str, str]  # request, right answer

TOPICS = {
    "refund": (
        "i want my money back", "please refund this order", "you charged me twice", "when will i be reimbursed",
        "returning the item for a refund", "the refund has not arrived", "cancel it and pay me back",
    ),
    "delivery": (
        "where is my parcel", "the courier never came", "tracking shows nothing new", "it was left with a neighbour",
        "can you deliver to the office instead", "the package arrived open", "how long does shipping take",
    ),
    "account": (
        "i cannot log in", "reset my password please", "change the e-mail address of my account",
        "delete my profile", "the code for signing in never arrives", "my account is locked", "merge my two accounts",
    ),
    "invoice": (
        "send me the invoice", "the vat number on the bill is missing", "i need a receipt for my taxes",
        "wrong company name on the invoice", "can you split the bill", "is there a statement for the whole year",
    ),
    "product": (
        "does it come in blue", "what is the battery life", "is the lamp safe for children",
        "which size fits a tall man", "how do i descale the kettle", "is there a spare lid",
        "will the cable reach two metres",
    ),
}  # fmt: skip
BEFORE = (
    "hello,",
    "hi,",
    "good morning,",
    "dear team,",
    "hey there,",
    "quick question:",
    "sorry to bother you,",
    "",
    "",
)
AFTER = (
    "thanks a lot", "as soon as you can", "it is for my sister", "this is the third time i write", "kind regards",
    "i bought it in the spring", "it was a present", "please answer by e-mail", "", "",
)  # fmt: skip
NAMES = ("Ada Brandt", "Luis Ortega", "Mei Tanaka", "Noor Haddad", "Piotr Zielinski", "Grace Otieno", "Ivar Lund")
GOODS = ("kettle", "desk lamp", "rain jacket", "travel mug", "bread knife", "wall clock", "yoga mat", "phone case")
ADVICE = (
    "We are sorry to hear that; a colleague will call you about the {goods} tomorrow.",
    "Thank you for writing about the {goods}. Could you send us a photograph of it?",
    "The {goods} you describe is out of stock, and we suggest waiting until the next delivery.",
)


def triage(rng: random.Random) -> Made:
    topic = rng.choice(sorted(TOPICS))
    words = [rng.choice(BEFORE), rng.choice(TOPICS[topic]), rng.choice(AFTER), f"order {rng.randint(10_000, 99_999)}"]
    text = " ".join(word for word in words if word)
    return f"You sort the mail of a shop. Answer with one word: {', '.join(TOPICS)}.\n\nMail: {text}", topic


def order(rng: random.Random) -> Made:
    name, goods, number = rng.choice(NAMES), rng.choice(GOODS), f"{rng.choice('AKMX')}-{rng.randint(100_000, 999_999)}"
    said = rng.choice((
        f"Order {number}\nCustomer: {name}\nItem: {goods}\nNote: {rng.choice(AFTER) or 'none'}",
        f"Customer: {name}\nOrder {number}\nThey want one {goods}. {rng.choice(AFTER)}",
        f"Thank you for your order {number}!\nCustomer: {name}\nWe pack your {goods} today.",
    ))  # fmt: skip
    wanted = json.dumps({"order": number, "customer": name})
    return f"Copy the order number and the customer's name as JSON with the keys order and customer.\n\n{said}", wanted


def due(rng: random.Random) -> Made:
    day = date(2026, 1, 1) + timedelta(days=rng.randrange(700))
    return f"Write this date in ISO form: {day.day} {day:%B %Y}", day.isoformat()


def price(rng: random.Random) -> Made:
    dollars, percent = rng.randrange(20, 2_000, 20), rng.choice((5, 10, 15, 20, 25, 40))
    asked = f"A {rng.choice(GOODS)} costs ${dollars} and is {percent}% off. What is the sale price?"
    return asked, f"${dollars * (100 - percent) // 100}"


def reply(rng: random.Random) -> Made:
    goods = rng.choice(GOODS)
    told = f"My {goods} broke after {rng.randint(2, 90)} days. {rng.choice(AFTER)}"
    return f"Write a friendly reply to this customer.\n\n{told}", rng.choice(ADVICE).format(goods=goods)


KINDS: tuple[tuple[Callable[[random.Random], Made], int], ...] = (
    (triage, 1100), (order, 500), (due, 400), (price, 300), (reply, 300),
)  # fmt: skip


def made(seed: int, counts: dict[str, int], wrong: float) -> list[dict]:
    rng, rows = random.Random(seed), []
    for make, _ in KINDS:
        others = [make(rng)[1] for _ in range(50)]
        for _ in range(counts[make.__name__]):
            asked, right = make(rng)
            said = rng.choice(others) if rng.random() < wrong else right
            rows.append({"input": asked, "answer": said, "gold": right, "model": "big-model-1"})
    rng.shuffle(rows)
    return rows


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    start = date(2026, 2, 1)
    with (folder / "log.jsonl").open("w", encoding="utf-8") as file:
        for number, row in enumerate(made(SEED, {make.__name__: count for make, count in KINDS}, WRONG)):
            when = f"{start + timedelta(days=number // 95)}T09:{number % 60:02d}:00Z"
            file.write(json.dumps({"id": f"log-{number}", **row, "time": when}) + "\n")
    with (folder / "fresh.jsonl").open("w", encoding="utf-8") as file:
        for number, row in enumerate(made(SEED + 1, {make.__name__: 24 for make, _ in KINDS}, 0.0)):
            gold = {} if row["input"].startswith("Write a friendly") else {"gold": row["gold"]}
            file.write(json.dumps({"id": f"fresh-{number}", "input": row["input"], **gold}) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python traffic.py FOLDER")
    main(Path(sys.argv[1]))
