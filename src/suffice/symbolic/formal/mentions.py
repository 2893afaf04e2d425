"""What a text tells, as far as the literals of the shared English go: each value with its place, and what is needed.

No sentence is understood here. A number with its unit is one thing; a bare number whose unit stands beside it is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from suffice.records import Json
from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.english.spoken import CARDINALS, VULGAR
from suffice.symbolic.english.text import Token, analyse
from suffice.symbolic.formal.canonical import Form, leaf
from suffice.symbolic.grammars import family_literals

# The literals that name values, by family; those of the second row carry what a bare number would lose.
_BARE = {"arithmetic": ("number", "ordinal", "plain_fraction"), "calendar": ("number", "ordinal", "rank", "year")}
_FULL = {
    "arithmetic": "percent money quantity rate percent_list money_list quantity_list expression amount_expression"
    " linear_equation ratio2 ratio3 sides strength written_fraction unit currency per_unit",
    "calendar": "date local_moment moment time time_range duration year_month weekday weekdays weekday_set month zone"
    " region recurrence unix_time date_range opening span_sum unit",
}
_PROPER = ("weekday", "month", "zone", "region")  # names that count where they are written with a capital
_TOLD = {"calendar": frozenset(
    "tomorrow yesterday noon midday midnight fortnight monday tuesday wednesday thursday friday saturday sunday january"
    " february april june july august september october november december".split()
)}  # fmt: skip
_MULTIPLES = {"twice": "2", "double": "2", "doubles": "2", "doubled": "2", "thrice": "3", "triple": "3", "triples": "3",
              "tripled": "3", "quadruple": "4", "halved": "2", "halves": "2", "dozen": "12", "couple": "2", "pair": "2",
              "half": "1/2", "halve": "2"}  # fmt: skip
_SPANS = (
    "days?|weeks?|months?|years?|hours?|minutes?|seconds?|nights?|sleeps|workdays|weekends?|weekdays|(?:mon|tues|wednes"
    "|thurs|fri|satur|sun)days|leap|business|working"
)
_WHEN = re.compile(  # asks for a date or a time
    r"\bwhen (?:is|are|do|does|did|was|were|will|should|must|can|'s)\b"
    r"|\b(?:what|which) (?:day|date|weekday|time|month|quarter|week)\b|\bwhat is the date\b|o'clock\b"
    rf"|\bhow (?:many|much) (?:\w+ ){{0,2}}?(?:{_SPANS}|time)"
    r" (?:between|until|till|from|since|before|are there|left)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"\b(?:{_SPANS}|hrs?|mins?|[ap]\.?m|dates?|time|deadline|due|born|age|old|quarters?|fortnights?|shift|midnight|noon"
    r"|(?:19|20)\d\d)\b|\d:\d\d|\d[/.-]\d{1,2}[/.-]\d|^\d{9,13}$",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(  # asks for an amount or a count
    r"[$€£¥%]|\bpercent\b|\bhow much (?!time|later|earlier|longer)"
    rf"|\bhow many (?!(?:more |full |whole |complete |calendar )?(?:{_SPANS})\b)|\baverage\b|\bkm/h\b|\bmph\b",
    re.IGNORECASE,
)
_HOURS = frozenset(("h", "hr", "hrs", "hour", "hours"))
_BEFORE_ONE = frozenset("which each every this that the no any last next".split())
_AMOUNTS = frozenset(("num", "pct", "money", "qty", "dur"))  # told twice, they are two; a date or place is the same one


@dataclass(frozen=True)
class Mention:
    """A literal's match in the text: tokens ``start`` to ``end``, and the values that it can mean there."""

    start: int
    end: int
    literal: str
    value: Json
    leaves: Counter[Form] = field(hash=False)

    @property
    def place(self) -> tuple[int, int, str]:
        return (self.start, self.end, self.literal)


class Told:
    """One text with its mentions. Raises Budget when going through it takes too many steps."""

    def __init__(self, family: str, text: str) -> None:
        self.family = family
        self.parse = parse = Parse(family_literals(family), analyse(text))
        found: list[Mention] = []
        for index, token in enumerate(parse.tokens):
            for literal in (*_BARE[family], *_FULL[family].split()):
                for end, value in parse.match(literal, index):
                    own = Counter(leaves(value))
                    if own and end > index:
                        found.append(Mention(index, end, literal, value, own))
            if token.form in ("12", "24") and parse.form(index + 1 + (parse.form(index + 1) == "-")) in _HOURS:
                found.append(Mention(index, index + 1, "clock", None, Counter([("clock", token.form)])))
            if token.form in _MULTIPLES:
                value = ["num", _MULTIPLES[token.form]]
                found.append(Mention(index, index + 1, "multiple", value, Counter(leaves(value))))
        self.mentions = [mention for mention in found if not self._loses(mention, found)]
        self.needed = [index for index in range(len(parse.tokens)) if self._needed(index, found)]

    def _loses(self, mention: Mention, found: Sequence[Mention]) -> bool:
        """True for a bare number whose unit or sign stands beside it: 5 of 5 km, of $5, of 5%."""
        if mention.literal not in _BARE[self.family]:
            return False
        return any(
            other.literal not in (*_BARE[self.family], "multiple", "time")
            and other.start <= mention.start
            and mention.end <= other.end
            and other.end - other.start > mention.end - mention.start
            and not mention.leaves <= other.leaves
            and not (self.parse.form(other.end - 1) == "in" and other.end < len(self.parse.tokens))
            for other in found
        )

    def _needed(self, index: int, found: Sequence[Mention]) -> bool:
        token = self.parse.tokens[index]
        if token.form == "one" and self.parse.form(index - 1 if index else len(self.parse.tokens)) in _BEFORE_ONE:
            return False
        if _figure(token) or token.form in _TOLD.get(self.family, ()):
            return True
        here = [mention for mention in found if mention.start <= index < mention.end]
        if any(m.literal == "number" and token.form not in ("a", "an", "and", "of", "the") for m in here):
            return True  # a third, three quarters
        return self.family == "calendar" and token.capital and any(mention.literal in _PROPER for mention in here)

    def assign(self, rest: Counter[Form], chosen: list[Mention]) -> str | None:
        """Give every needed word a value of the Problem that it tells, each value once; the word that gets none."""
        covered = -1
        for index in self.needed:
            if index < covered:
                continue
            here = [m for m in self.mentions if m.start <= index < m.end and m.start >= covered and m.leaves <= rest]
            if not here:
                wide = [m for m in self.mentions if m.start <= index < m.end]
                best = max(wide, key=lambda m: m.end - m.start, default=None)
                return self.parse.text.slice(*(best.start, best.end) if best else (index, index + 1))
            best = max(here, key=lambda m: (m.end - m.start, sum(m.leaves.values())))
            chosen.append(best)
            rest -= Counter({value: times for value, times in best.leaves.items() if kind(value) in _AMOUNTS})
            covered = best.end
        return None


def tells(family: str, text: str) -> bool:
    """Whether the text may be of the family: it holds something to compute with, and does not ask for the other's."""
    parse = Parse(family_literals(family), analyse(text))
    figures = any(map(_figure, parse.tokens))
    if family != "calendar":
        return figures and not _WHEN.search(text)
    if _HOW_MUCH.search(text) and not _WHEN.search(text):
        return False
    if figures and (_TIME.search(text) or _WHEN.search(text)):
        return True
    return any(
        token.form in _TOLD[family]
        or token.form in ("today", "tonight", "now")
        or (token.capital and any(parse.match(literal, index) for literal in _PROPER))
        for index, token in enumerate(parse.tokens)
    )


def _figure(token: Token) -> bool:
    return token.kind == "number" or token.form in CARDINALS or token.form in VULGAR or token.form in _MULTIPLES


def leaves(value: Json) -> Iterator[Form]:
    """Every value in an expression, or in several, that stands for itself; a date with a time is a date and a time."""
    found = leaf(value)
    if isinstance(value, list) and value[:1] == ["datetime"] and len(value) == 2:
        day, _, time = value[1].partition("T")
        yield from (("date", day), ("time", time))
    elif found is not None:
        yield found
    elif isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        if value[:1] == ["convert"] and isinstance(value[2], str):
            yield ("unit", value[2])
        for part in value:
            yield from leaves(part)


def kind(value: Form) -> str:
    """What sort of value it is: num, money, date, ..."""
    return str(value[0]) if isinstance(value, tuple) else ""
