"""Where receipts are kept: one hash chain, in a file or in memory. Here: what a ledger says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Head(NamedTuple):
    """The end of a chain: what to write down elsewhere, and to hand to ``verify`` later."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read what ``str`` wrote. Raises ValueError showing the form."""
        seq, _, digest = text.strip().partition(":")
        if not (seq.isascii() and seq.isdigit() and len(digest) == 64 and set(digest) <= set("0123456789abcdef")):
            raise ValueError(f"'{text}' is no ledger head; one looks like 12:9f86d0... (number, colon, 64 hex digits)")
        return cls(int(seq), digest)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first record that is not as it was written."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the chain found. ``head`` is the last record that was sound."""

    records: int
    forgotten: int
    head: Head
    fault: Fault | None = None

    @property
    def intact(self) -> bool:
        return self.fault is None


@dataclass(frozen=True, slots=True)
class Attestation:
    """Whether the ledger bears a receipt out, and why."""

    agrees: bool
    statement: str
