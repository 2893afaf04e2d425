"""Makes a law firm's log of reviewed contract clauses, and clauses yet to be reviewed: python make.py FOLDER.

    FOLDER/log.jsonl    1,800 clauses of 225 contracts with a model's answer; two thirds have a lawyer's too (gold)
    FOLDER/fresh.jsonl  150 clauses of 25 other contracts, with what is right

Everything is made up from the phrases of clauses.toml. The model errs in eight answers of a hundred, towards the type
that is easily taken for the right one; one clause in five ends in a sentence of that type. ``user`` names the contract:
its clauses were written by the same hand.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path

SEED, WRONG, GOLD = 20260417, 0.08, 0.67
MIXED, BOILERPLATE = 0.2, 0.35
PROMPT = (
    "You review contracts. Say of which type the clause below is. Answer with one of these types and nothing else:\n"
    "{types}\n\nClause: {clause}"
)
PARTIES = (
    "the Supplier",
    "the Customer",
    "the Licensor",
    "the Contractor",
    "the Company",
    "the Consultant",
    "the Vendor",
)
PLACES = ("Delaware", "England and Wales", "New York", "Ontario", "Singapore", "the Netherlands", "Bavaria", "Victoria")
PHRASES = tomllib.loads(Path(__file__).with_name("clauses.toml").read_text(encoding="utf-8"))
ANYWHERE = PHRASES.pop("anywhere")


class Contract:
    """One hand writes all clauses of a contract: the same parties, place and word for the contract itself."""

    def __init__(self, rng: random.Random) -> None:
        self._rng, (self._party, self._other) = rng, rng.sample(PARTIES, 2)
        self._place, self._agreement = rng.choice(PLACES), rng.choice(("Agreement", "Contract", "Deed"))

    def clause(self, kind: str) -> str:
        rng, own = self._rng, PHRASES[kind]
        said = [rng.choice(own["opens"]), *rng.sample(own["follows"], rng.randint(0, 2))]
        if rng.random() < MIXED:
            said.append(rng.choice(PHRASES[own["taken_for"]]["follows"]))
        if rng.random() < BOILERPLATE:
            said.insert(rng.randint(0, len(said)), rng.choice(ANYWHERE))
        filled = (self._filled(sentence) for sentence in said)
        text = " ".join(sentence[:1].upper() + sentence[1:] for sentence in filled)
        return f"{rng.randint(1, 24)}.{rng.randint(1, 9)} {text}"

    def _filled(self, sentence: str) -> str:
        rng, day = self._rng, date(2024, 1, 1) + timedelta(days=self._rng.randrange(900))
        return sentence.format(
            party=self._party,
            other=self._other,
            agreement=self._agreement,
            place=self._place,
            Neither=rng.choice(("Neither party", "Neither side", "No party")),
            days=rng.choice((5, 10, 14, 30, 45, 60, 90)),
            years=rng.randint(1, 7),
            few=rng.randint(2, 12),
            percent=rng.choice((1, 1.5, 2)),
            day=f"{day.day} {day:%B %Y}",
            money=f"${rng.randrange(1_000, 900_000, 500):,}",
        )


def clauses(seed: int, contracts: int, each: int, name: str) -> list[dict]:
    """Requests with what is right; the clauses of a contract follow one another."""
    rng, found, kinds = random.Random(seed), [], sorted(PHRASES)
    types = "\n".join(f"- {kind}" for kind in kinds)
    for number in range(contracts):
        contract = Contract(rng)
        for place, kind in enumerate(rng.sample(kinds, each)):
            asked = PROMPT.format(types=types, clause=contract.clause(kind))
            found.append({"id": f"{name}-{number}-{place}", "input": asked, "gold": kind, "user": f"{name}-{number}"})
    return found


def logged(rows: list[dict], seed: int) -> list[dict]:
    """The same as a model answered them; a lawyer's answer stands beside some."""
    rng, found, start = random.Random(seed), [], date(2026, 3, 2)
    for number, row in enumerate(rows):
        said = PHRASES[row["gold"]]["taken_for"] if rng.random() < WRONG else row["gold"]
        usage = {"prompt_tokens": len(row["input"]) // 4, "completion_tokens": rng.randint(60, 260)}  # it thinks first
        when = f"{start + timedelta(days=number // 90)}T10:00:00Z"
        kept = row if rng.random() < GOLD else {name: value for name, value in row.items() if name != "gold"}
        found.append({**kept, "answer": said, "model": "counsel-large", "time": when, "usage": usage})
    return found


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    fresh = [{name: row[name] for name in ("id", "input", "gold")} for row in clauses(SEED + 1, 25, 6, "fresh")]
    for name, rows in (("log", logged(clauses(SEED, 225, 8, "contract"), SEED)), ("fresh", fresh)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python make.py FOLDER")
    main(Path(sys.argv[1]))
