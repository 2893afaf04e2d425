"""The sentences of a text: cut at lettered options, each parsed whole, all readings kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from suffice.symbolic.english.grammar import Budget
from suffice.symbolic.english.text import Sentence, Text
from suffice.symbolic.ordering.roster import OrderParse

_LETTER = re.compile(r"[A-Ja-j]")


@dataclass(frozen=True, slots=True)
class Part:
    """One clause of a sentence: skip, form, declare, closing, tell, ask or option (``label`` of a lettered one)."""

    kind: str
    node: Mapping[str, Any]
    say: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or one lettered option."""

    start: int
    end: int
    mark: str
    label: str = ""


def pieces(text: Text) -> list[Piece]:
    """Sentences without their letters; ``(B)``, ``B)`` and ``B.`` at the start of a line begin an option."""
    found: list[Piece] = []
    before = 0
    for sentence in text.sentences:
        label = _bullet(text, before, sentence.start)
        start = sentence.start
        for index in range(sentence.start, sentence.end - 2):
            form = [text.tokens[index + k].raw for k in range(3)]
            if form[0] == "(" and form[2] == ")" and _LETTER.fullmatch(form[1]):
                if index > start:
                    found.append(_piece(text, start, index, "", label))
                start, label = index + 3, f"({form[1]})"
        if sentence.end > start:
            found.append(_piece(text, start, sentence.end, sentence.mark, label))
        before = sentence.end
    return found


def is_game(text: Text) -> bool:
    """Whether the text asks which of at least four lettered options is the right one."""
    if not any(token.form == "following" for token in text.tokens):
        return False
    return sum(bool(piece.label) for piece in pieces(text)) >= 4


def _piece(text: Text, start: int, end: int, mark: str, label: str) -> Piece:
    while end > start + 1 and text.tokens[end - 1].form in (",", ";", ":") and (label or not mark):
        end -= 1
    return Piece(start, end, mark, label)


def _bullet(text: Text, before: int, start: int) -> str:
    marks = [token.raw for token in text.tokens[before:start] if token.raw not in ".?!"]
    return f"({marks[0]})" if marks and _LETTER.fullmatch(marks[0]) else ""


_CONDITIONS = frozenset("or xor unless if iff ifelse".split())


def _overlap(one: Part, other: Part) -> bool:
    """Whether "and" may join another clause than the whole of these: A or B *and* C; A *and* B unless C."""
    said = [part.node.get("op") if part.kind == "tell" else None for part in (one, other)]
    led = [part.say.lower().startswith(("if ", "whenever ")) for part in (one, other)]
    if said[0] in _CONDITIONS and not led[0]:
        return True  # of "if A, B and C" there is another reading besides
    return said[1] in _CONDITIONS and not (led[1] or other.say.lower().startswith(("either ", "unless ")))


def chains(parse: OrderParse, piece: Sentence | Piece, kinds: Sequence[tuple[str, str]]) -> list[tuple[Part, ...]]:
    """Every way to read a piece as clauses of ``kinds`` (kind, rule), whole. Raises Budget."""
    parse.within(piece.end)
    known: dict[int, list[tuple[Part, ...]]] = {}

    def parts_at(index: int) -> Iterator[tuple[int, Part]]:
        for kind, rule in kinds:
            if kind == "shared":
                for end, tag, bindings in parse.shared(index):
                    form = {name[1:]: value for name, value in bindings if name[:1] == "_" and name[1:2] != "_"}
                    yield end, Part(tag.kind, form if tag.kind == "form" else {})
            else:
                for end, node in parse.match(rule, index):
                    if isinstance(node, dict):
                        yield end, Part(kind, node, parse.text.slice(index, end), getattr(piece, "label", ""))

    def chain(index: int) -> list[tuple[Part, ...]]:
        if index in known:
            return known[index]
        known[index] = found = []
        for end, part in parts_at(index):
            if end == piece.end:
                found.append((part,))
                continue
            for after, _ in parse.match("o_joint", end):
                if part.kind == "skip" and parse.tokens[end].kind == "word":
                    continue  # "all but Ann" greets nobody
                loose = parse.tokens[end].form in ("and", "but")
                found += [(part, *rest) for rest in chain(after) if not (loose and _overlap(part, rest[0]))]
            if part.kind in ("ask", "yesno"):  # who is last if Ann is first
                found += [(part, *rest) for rest in chain(end) if rest[0].kind == "given"]
            if len(found) > 200:
                raise Budget
        return found

    reads = list(chain(piece.start))
    for start, _ in parse.match("o_lead", piece.start):
        reads += chain(start)
        for further, _ in parse.match("o_lead", start):
            reads += chain(further)
    kept: list[tuple[Part, ...]] = []
    for read in reads:
        meant = tuple(part for part in read if part.kind != "skip")
        if meant not in kept:
            kept.append(meant)
    return kept
