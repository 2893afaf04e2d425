"""Whether a request looks like those that were logged: known words, usual length. What does not is left to others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from suffice.learned.predictor import Fields, Parts

VERSION = 1
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Gate:
    """``known``: hashes of words that enough requests contain; ``most_unknown``: the largest share of others, 0..1;
    ``shortest``, ``longest``: characters of all slots together."""

    known: frozenset[int]
    most_unknown: float
    shortest: int
    longest: int

    def shut(self, fields: Fields) -> str | None:
        """Why a request is not let through; None if it is."""
        size = sum(map(len, fields.values()))
        if not self.shortest <= size <= self.longest:
            return f"{size} characters, outside the {self.shortest} to {self.longest} of what was learned from"
        share = unknown(fields, self.known)
        if share > self.most_unknown:
            return f"{share:.0%} of its words are unknown, more than the {self.most_unknown:.0%} of usual requests"
        return None

    def parts(self) -> Parts:
        import numpy as np

        header = {
            "version": VERSION,
            "most_unknown": self.most_unknown,
            "shortest": self.shortest,
            "longest": self.longest,
        }
        return Parts(header, {"known": np.array(sorted(self.known), np.uint64)})

    @classmethod
    def open(cls) -> Gate:
        """Lets everything through: for what is known word for word."""
        return cls(frozenset(), 1.0, 0, 1 << 62)

    @classmethod
    def of(cls, parts: Parts) -> Gate:
        """Raises ValueError and KeyError where the parts are none of a gate."""
        header = dict(parts.header)
        if header.pop("version", None) != VERSION or parts.arrays is None:
            raise ValueError("no gate of this version")
        return cls(known=frozenset(parts.arrays["known"].tolist()), **header)


def unknown(fields: Fields, known: frozenset[int]) -> float:
    """The share of the words, numbers aside, that are not known; 0 where there are none."""
    found = [mark(word) for text in fields.values() for word in _WORD.findall(text.casefold())]
    return sum(word not in known for word in found) / len(found) if found else 0.0


def vocabulary(fields: Fields) -> set[int]:
    """The hashes of its words."""
    return {mark(word) for text in fields.values() for word in _WORD.findall(text.casefold())}


@lru_cache(65_536)
def mark(word: str) -> int:
    """A 64-bit hash, so that no word of a user is stored."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def fitted(train: Sequence[Fields], users: Sequence[str | None], select: Sequence[Fields], least: int = 2) -> Gate:
    """Words that ``least`` requests, of as many users where these are known, contain; limits that most keep."""
    seen: dict[int, set[object]] = {}
    for number, (fields, user) in enumerate(zip(train, users, strict=True)):
        for word in vocabulary(fields):
            owners = seen.setdefault(word, set())
            if len(owners) < least:
                owners.add(number if user is None else user)
    known = frozenset(word for word, owners in seen.items() if len(owners) >= least)
    shares = sorted(unknown(fields, known) for fields in select) or [0.0]
    usual = shares[min(len(shares) - 1, int(0.99 * len(shares)))]
    lengths = [sum(map(len, fields.values())) for fields in train] or [0]
    return Gate(known, round(max(usual, 0.1), 4), min(lengths) // 2, max(lengths) * 2)
