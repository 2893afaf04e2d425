"""Exact lookup of requests that many have sent before, by a hash of their text."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from suffice.learned.predictor import Fields, Guess, Parts, Predictor

VERSION = 2


def fingerprint(fields: Fields) -> str:
    """A 128-bit hash of the slots' texts, whatever their case and spaces."""
    plain = "\x1f".join(" ".join(text.casefold().split()) for text in fields.values())
    return blake2b(plain.encode("utf-8", "replace"), digest_size=16).hexdigest()


def verbatim(fields: Fields) -> str:
    """A 128-bit hash of the slots' texts as they are, space at their ends aside: case may matter to the answer."""
    texts = "\x1f".join(text.replace("\r\n", "\n").strip() for text in fields.values())
    return blake2b(texts.encode("utf-8", "replace"), digest_size=16, person=b"verbatim").hexdigest()


def mark(fields: Fields) -> int:
    """Half of that hash, for sets of requests."""
    return int(fingerprint(fields)[:16], 16)


class Lookup(Predictor):
    """``answers``: the hash of a request to the place of a value in ``values`` and the share that agreed."""

    kind = "lookup"

    def __init__(self, values: list[str], answers: Mapping[str, tuple[int, float]]) -> None:
        self._values, self._answers = values, dict(answers)

    def guess(self, fields: Fields) -> Guess | None:
        found = self._answers.get(verbatim(fields))
        return None if found is None else Guess(self._values[found[0]], found[1], "asked before")

    def parts(self) -> Parts:
        return Parts({"version": VERSION, "values": self._values, "answers": self._answers})

    @classmethod
    def of(cls, parts: Parts) -> Lookup:
        header = parts.header
        if header.get("version") != VERSION:
            raise ValueError("no lookup of this version")
        answers = {key: (int(place), float(share)) for key, (place, share) in header["answers"].items()}
        if any(not 0 <= place < len(header["values"]) for place, _ in answers.values()):
            raise ValueError("an answer is missing")
        return cls(list(header["values"]), answers)
