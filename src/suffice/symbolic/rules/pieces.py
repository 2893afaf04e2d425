"""The pieces of a tariff told in English: tiers, defaults, headings, facts of the case, and the question.

A sentence is a chain of pieces; the grammar (``scenarios/_policies.rules``) says what each may look like, and every
token belongs to one. What it captures becomes data here, or nothing where the captures do not go together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from suffice.records import Json
from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.rules.brackets import Bracket, Figure

_JOINTS = ((";",), (",", "and"), (",", "but"), ("and",), (",",), ("but",), ("while",), (",", "while"))
_RATES = frozenset("rate percentage percent".split())
_OWNERS = {"my": "i", "our": "i", "your": "you", "his": "he", "her": "she", "their": "they"}
MOST_CHAINS = 24

Span = tuple[int, int]
Made = Callable[[Mapping[str, Any], Span], Any]


@dataclass(frozen=True, slots=True)
class Tier:
    """``role``: bracket, all (of a kind), above, under, else. ``free``: an amount of nothing; ``each``: a price per."""

    role: str
    span: Span
    kind: str | None = None
    bracket: Bracket | None = None
    outcome: str | None = None
    value: Json = None
    free: bool = False
    each: str | None = None
    instead: bool = False  # of what the tiers before it set
    says: tuple[str, bool] | None = None  # what is so of whoever is in it, or not so
    label: str | None = None  # the class that it makes
    per: str | None = None  # the time that its amount is for: month


@dataclass(frozen=True, slots=True)
class Slices:
    """Rates part by part: ``ends`` are widths, the last is None."""

    span: Span
    rows: tuple[tuple[Figure | None, Json], ...]
    kind: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """A price for the first units (``flat``: for all of them together), and one for each unit more."""

    span: Span
    unit: str
    first: Json
    price: Json
    more: Json
    flat: bool
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Except:
    """A kind that no tier is for; and what is therefore not so of it."""

    kind: str
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A fact of the case: its figure, or (``so``) whether it is of a kind; whose it is, and what it is."""

    who: str | None
    kind: str | None
    figure: Figure | None = None
    so: bool = True
    of: str | None = None  # what is said to be of the kind
    loose: bool = False  # "after 10 days": then, or some time later
    owner: str | None = None  # whose it is: "i" for my order, "customer" for the customer's


class Unfit(Exception):
    """The pieces do not make a whole that is understood."""


class Asking:
    """What a piece is that asks."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ask(Asking):
    """What is wanted of whom; ``figure``: the case that stands in the question itself."""

    outcome: str
    who: str | None = None
    kind: str | None = None
    figure: Figure | None = None
    bulk: bool = False  # so many of them together
    rate: bool = False  # a rate or a percentage is asked for
    much: bool = False  # how much
    total: bool = False  # with what the case itself comes to
    says: str | None = None  # whether it is so
    unit: str | None = None  # how many of these units
    label: bool = False  # which class
    per: str | None = None  # for so much time
    any_kind: bool = False  # of one of a kind, of whom nothing else is said
    owner: str | None = None  # as in a case


Piece = Tier | Slices | Steps | Except | Heading | Case | Ask


class Pieces:
    """All chains of pieces of one sentence at a time. ``telling``, ``asking`` and ``titles``: the grammar's rules for
    what is told, what is asked, and what stands alone in a line; each with what makes a piece of its captures."""

    def __init__(
        self,
        parse: Parse,
        telling: Sequence[tuple[str, Made]] = (),
        asking: Sequence[tuple[str, Made]] = (),
        titles: Sequence[tuple[str, Made]] = (),
    ) -> None:
        self.parse, self._starts = parse, [0]
        self._telling, self._asking, self._titles = telling, asking, titles

    def chains(self, start: int, end: int, asks: bool) -> list[list[Any]]:
        """Every way to read the sentence as pieces, up to a limit (then none). ``asks``: it ends with "?"."""
        starts = self.after_greetings(start, end)
        self._starts = starts
        found: list[list[Any]] = []
        memory: dict[int, list[list[Any]]] = {}

        def rest(at: int) -> list[list[Any]]:
            if at in memory:
                return memory[at]
            ways: list[list[Any]] = []
            for stop, piece in self._pieces(at, end, asks):
                if stop == end:
                    ways.append([piece])
                else:
                    for after in self._joined(stop, isinstance(piece, Heading)):
                        ways += [[piece, *more] for more in rest(after)]
            memory[at] = ways[: MOST_CHAINS + 1]
            return memory[at]

        for chain in (chain for at in starts if at < end for chain in rest(at)):
            if chain not in found and isinstance(chain[-1], Asking) == asks:
                found.append(chain)
        return found if len(found) <= MOST_CHAINS else []

    def after_greetings(self, start: int, end: int) -> list[int]:
        """Where the sentence may begin in earnest: here, and behind each run of pleasantries."""
        if self.parse.end != end:  # else what was matched for other pieces still holds
            self.parse.within(end)
        found = [start]
        for at in found:
            found += [stop for stop, _ in self.parse.match("pleasantry", at) if stop not in found]
        return found

    def _joined(self, at: int, heading: bool) -> Iterator[int]:
        if heading:
            yield at
        for joint in _JOINTS:
            if tuple(self.parse.form(at + n) for n in range(len(joint))) == joint:
                yield at + len(joint)

    def _pieces(self, at: int, end: int, asks: bool) -> Iterator[tuple[int, Any]]:
        last = [*self._asking] if asks else [*self._titles] if at in self._starts else []
        for rule, made in (*self._telling, *last):
            for stop, _, bindings in self.parse.productions(rule, at):
                if (rule, made) in last and stop != end:
                    continue
                piece = made(dict(bindings), (at, stop))
                if isinstance(piece, Ask):
                    said = [self.parse.form(n) for n in range(at, stop)]
                    owner = next((_OWNERS[form] for form in said if form in _OWNERS), None)
                    piece = replace(
                        piece,
                        rate=not _RATES.isdisjoint(said),
                        much=said[:2] == ["how", "much"],
                        owner=piece.owner if piece.owner or piece.who else owner,
                    )
                if isinstance(piece, Tier) and self.parse.form(at) in ("his", "her", "their"):
                    continue  # what holds of theirs need not hold of mine
                if piece is not None:
                    yield stop, piece
