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
from suffice.symbolic.rules.brackets import Bracket, Figure, bracket, figure

_JOINTS = ((";",), (",", "and"), (",", "but"), ("and",), (",",), ("but",), ("while",), (",", "while"))
_CHARGES = frozenset("fee charge cost price rate".split())
_RATES = frozenset("rate percentage percent".split())
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


@dataclass(frozen=True, slots=True)
class Slices:
    """Rates part by part: ``ends`` are widths, the last is None."""

    span: Span
    rows: tuple[tuple[Figure | None, Json], ...]
    kind: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Except:
    """A kind that no tier is for."""

    kind: str


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
                    piece = replace(piece, rate=not _RATES.isdisjoint(said), much=said[:2] == ["how", "much"])
                if piece is not None:
                    yield stop, piece


def kind_of(thing: Any) -> str | None:
    """A noun phrase as a kind, its last word in the singular: "international orders" -> international order."""
    if isinstance(thing, str):
        return thing
    if not isinstance(thing, list) or thing[:1] != ["thing"] or thing[1] == "it":
        return None
    *before, _ = str(thing[2]).split()
    return " ".join([*before, str(thing[1])])


def outcome_of(said: Any) -> str | None:
    """What a tariff sets, by one name: "the shipping fee" and "shipping" are the same, "the fee" is the price."""
    words = kind_of(said)
    if words is None:
        return None
    kept = words.split()
    while kept and kept[-1] in _CHARGES:
        kept.pop()
    return " ".join(kept) or "price"


def _figure(found: Mapping[str, Any]) -> Figure | None:
    return figure(found["size"], _counted(found), found.get("tail")) if "size" in found else None


def _counted(found: Mapping[str, Any]) -> str | None:
    return kind_of(found["n"]) if "n" in found else None


def _tier(found: Mapping[str, Any], span: Span) -> Tier | None:
    role = found["b"] if found["b"] in ("all", "above", "under", "else") else "bracket"
    ends = bracket(found, _counted(found), found.get("tail")) if role == "bracket" else None
    if (role == "bracket" and ends is None) or ("n2" in found and kind_of(found["n2"]) != _counted(found)):
        return None
    subject = found.get("s")
    kind = kind_of(subject)
    if subject is not None and kind is None:
        return None
    said = found.get("o")
    outcome = None if said is None else outcome_of(said)
    if said is not None and outcome is None:
        return None
    tier = Tier(role, span, kind, ends, outcome, instead="instead" in found)
    says = _says(found)
    if says is not None:
        return replace(tier, says=(says, "denied" not in found))
    way = found.get("kind")
    if way == "free":
        return replace(tier, free=True)
    if way == "none":
        return replace(tier, value=["pct", "0"])
    value = found.get("v")
    if not isinstance(value, list) or len(value) not in (2, 3):
        return None
    if way == "each":
        each = kind_of(found["each"]) if "each" in found else ""
        return None if each is None else replace(tier, value=value, each=each)
    return replace(tier, value=value)


def _says(found: Mapping[str, Any]) -> str | None:
    """What is said of whoever is in a tier, where it is no amount: is approved, needs a receipt."""
    if "state" in found:
        return f"is {found['state']}"
    if "sent" in found:
        return f"is sent to {kind_of(found['sent'])}"
    return f"needs {kind_of(found['needs'])}" if "needs" in found else None


def _except(found: Mapping[str, Any], span: Span) -> Except | None:
    del span
    kind = kind_of(found["s"])
    return None if kind is None else Except(kind)


def _slices(found: Mapping[str, Any], span: Span) -> Slices | None:
    rows: list[tuple[Figure | None, Json]] = []
    for number in range(1, 5):
        if f"v{number}" in found:
            end = figure(found[f"size{number}"], None, None)
            if end is None:
                return None
            rows.append((end, found[f"v{number}"]))
    rows.append((None, found["v"]))
    kinds = {kind_of(found[key]) for key in ("x1", "y1", "z") if key in found}
    if len(kinds) > 1 or None in kinds:
        return None
    said = found.get("o")
    return Slices(span, tuple(rows), kinds.pop() if kinds else None, None if said is None else outcome_of(said))


def _heading(found: Mapping[str, Any], span: Span) -> Heading | None:
    del span
    said = outcome_of(found.get("o"))
    return None if said is None else Heading(said)


def _case(found: Mapping[str, Any], span: Span) -> Case | None:
    who, kind = _who(found)
    if "is_kind" in found:
        told = kind_of(found["is_kind"])
        who = who or ("it" if kind is None else None)
        return None if told is None else Case(who, told, None, found.get("so") != "no", of=kind)
    size = _figure(found)
    return None if size is None or (who is None and kind is None) else Case(who, kind, size, loose="loose" in found)


def _ask(found: Mapping[str, Any], span: Span) -> Ask | None:
    del span
    says = _says(found)
    outcome = "" if says is not None else outcome_of(found.get("o"))
    if outcome is None:
        return None
    size = _figure(found)
    if "size" in found and size is None:
        return None
    who, kind = _who(found)
    return Ask(outcome, who, kind, size, "bulk" in found, total="total" in found, says=says)


def _who(found: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Whose the case is (a name, or a pronoun) and what it is."""
    person, thing = found.get("who"), found.get("s")
    who = str(person[1]) if isinstance(person, list) else person
    return who, kind_of(thing)


Piece = Tier | Slices | Except | Heading | Case | Ask
TELLING: tuple[tuple[str, Made], ...] = (
    ("p_tier", _tier), ("p_more", _tier), ("p_slices", _slices), ("p_except", _except), ("p_heading", _heading),
    ("p_case", _case),
)  # fmt: skip
ASKING: tuple[tuple[str, Made], ...] = (("p_ask", _ask),)
TITLES: tuple[tuple[str, Made], ...] = (("p_title", _heading),)
