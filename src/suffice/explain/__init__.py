"""A receipt as a proof that a person can follow: what was understood, each step, what checked it, what it cost.

Takes the receipt's JSON as it stands in a file or ledger. Nothing in it is trusted: parts may be
missing or of another shape, and text may carry terminal codes; every receipt is shown, none crashes it.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from suffice.explain import story
from suffice.explain.highlight import passages
from suffice.explain.values import clean
from suffice.ledgers import Attestation
from suffice.records import Json

_BEGIN, _END = "\ue000", "\ue001"  # around evidence, until it is known how it can be shown


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines, plain text, safe to print."""

    title: str
    lines: tuple[str, ...]


def explain(receipt: Json, attestation: Attestation | None = None) -> list[Section]:
    """The story of a receipt. ``attestation``: what the ledger says of it (``ledger.attest(receipt)``)."""
    parts = [
        ("Receipt", story.headline(receipt)),
        ("Question", story.question(receipt)),
        ("Answer", story.answer(receipt)),
        ("Understood", story.understood(receipt)),
        ("Proof", story.proof(receipt)),
        ("In the request", _marked(receipt)),
        ("Why it may be believed", story.guarantee(receipt)),
        ("Who was tried", story.tried(receipt)),
        ("What would help", story.help(receipt)),
        ("Cost", story.cost(receipt)),
        ("Ledger", story.ledger(receipt, attestation)),
    ]
    sections = ((title, tuple(clean(line) for line in lines)) for title, lines in parts)
    return [Section(title, lines) for title, lines in sections if lines]


def _marked(receipt: Json) -> Iterator[str]:
    """The slots of a learned answer's request, evidence between marks that ``as_text`` makes visible."""
    for passage in passages(receipt):
        pieces = ((text.replace(_BEGIN, "?").replace(_END, "?"), mark) for text, mark in passage.pieces)
        yield f"{passage.slot}: " + "".join(f"{_BEGIN}{text}{_END}" if mark else text for text, mark in pieces)


def as_text(sections: list[Section], *, width: int = 100, styled: bool = False) -> str:
    """The sections as text of at most ``width`` columns where words allow; ``styled`` sets headings in bold
    and underlines evidence, which else stands between « and »."""
    out = []
    for section in sections:
        out.append(f"\x1b[1m{section.title}\x1b[0m" if styled else section.title)
        for line in section.lines:
            indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
            wrapper = textwrap.TextWrapper(
                max(width, len(indent) + 20),
                initial_indent=indent,
                subsequent_indent=indent + "  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
            for piece in line.strip().split("\n"):
                out += wrapper.wrap(piece) or [""]
        out.append("")
    begin, end = ("\x1b[1;4m", "\x1b[0m") if styled else ("«", "»")
    return "\n".join(out).replace(_BEGIN, begin).replace(_END, end)


def print_proof(receipt: Json, attestation: Attestation | None = None, stream: TextIO | None = None) -> None:
    """Print a receipt's story: bold headings on a terminal, plain text elsewhere and where NO_COLOR is set."""
    out = sys.stdout if stream is None else stream
    terminal = out.isatty()
    styled = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = min(os.get_terminal_size(out.fileno()).columns or 100, 120) if terminal else 100
    text = as_text(explain(receipt, attestation), width=width, styled=styled)
    encoding = out.encoding or "utf-8"
    out.write(text.encode(encoding, "backslashreplace").decode(encoding))
