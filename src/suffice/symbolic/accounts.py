"""Whether a Problem that somebody wrote for a text accounts for it: a check by the literals of the shared English.

Every value in the Problem must stand in the text, and every number, amount, date, weekday and zone of the text must be
used by the Problem, as often as it is told and with its unit. Nothing is said about how they are put together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from suffice.records import Abstain, Code, Json
from suffice.symbolic.canonical import Form, leaf, reached
from suffice.symbolic.english.grammar import Budget, Parse
from suffice.symbolic.english.spoken import CARDINALS, VULGAR
from suffice.symbolic.english.text import Token, analyse
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
_TOLD = {"calendar": frozenset("tomorrow yesterday noon midday midnight fortnight".split())}
_MULTIPLES = {"twice": "2", "double": "2", "doubles": "2", "doubled": "2", "thrice": "3", "triple": "3", "triples": "3",
              "tripled": "3", "quadruple": "4", "halved": "2", "halves": "2", "dozen": "12", "couple": "2", "pair": "2",
              "half": "1/2", "halve": "2"}  # fmt: skip
_HOURS = frozenset(("h", "hr", "hrs", "hour", "hours"))
_BEFORE_ONE = frozenset("which each every this that the no any last next".split())
_STEMS = {"seconds": ("sec", "s"), "minutes": ("min",), "hours": ("hour", "hr", "h"), "days": ("day",),
          "weeks": ("week",)}  # fmt: skip
_ROUNDED = {0: frozenset("whole integer nearest round rounded".split()), 2: frozenset("cent cents penny pence".split())}
_UNTOLD: dict[Form, frozenset[str] | None] = {  # what nobody says, or says in one of these words
    ("num", 0): None, ("num", 1): None, ("pct", 100): None, ("days", (0, 1, 2, 3, 4)): None,
    ("num", -1): frozenset(("last", "final")), ("zone", "+00:00"): frozenset(("epoch", "unix", "timestamp")),
}  # fmt: skip
_AMOUNTS = frozenset(("num", "pct", "money", "qty", "dur"))  # told twice, they are two; a date or place is the same one
_KEYWORDS = frozenset("both first last neither on back s ms min max".split())
_MOST_WAYS = 16


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


def account(family: str, texts: Sequence[str], body: Mapping[str, Json]) -> list[Json] | Abstain:
    """The body, and its variants where a word of the text has other meanings; or what is not accounted for."""
    given = {name: body["given"][name] for name in reached(body)}
    if any(name not in given and leaf(value) for name, value in body["given"].items()):
        return Abstain(Code.UNSUPPORTED, "something is given that the question does not use")
    form = body.get("form", {})
    parts = [*given.values(), body["find"], *body.get("where", ())]
    parts += [["unit", _bare(form["unit"])]] if family == "arithmetic" and "unit" in form else []
    held = Counter(leaves(parts))
    try:
        texts_read = _read(family, texts)
    except Budget:
        return Abstain(Code.TOO_HARD, "the text takes too long to go through")
    lower = " ".join(texts).lower()
    words = {token.form for read in texts_read for token in read.parse.tokens}
    untold = [word for word in _words(parts) if not _said(word, lower, words)]
    if untold:
        return Abstain(Code.UNSUPPORTED, f"'{untold[0][:40]}' does not stand in the text")
    for key in ("decimals", "sigfigs", "nearest"):
        if key in form and not _rounded(_whole(form[key]), words):
            digits = leaf(["num", _bare(form[key])])
            if not any(digits in mention.leaves for read in texts_read for mention in read.mentions):
                return Abstain(
                    Code.UNSUPPORTED, f"nobody asks for {key} {_bare(form[key])}: it does not stand in the text"
                )
            held[digits] += 1
    if "clock" in form:
        held[("clock", form["clock"])] += 1
    if family == "calendar" and "unit" in form and not _said(form["unit"], lower, words):
        return Abstain(Code.UNSUPPORTED, f"nobody asks for {form['unit']}")
    rest, chosen = Counter(held), list[Mention]()
    for read in texts_read:
        missing = read.assign(rest, held, chosen)
        if missing is not None:
            return Abstain(Code.UNSUPPORTED, f"the Problem leaves out '{missing}'")
    for value in held:
        if _untold(value, words) or any(value in mention.leaves for mention in chosen):
            continue
        found = [m for read in texts_read for m in read.mentions if value in m.leaves and m.leaves <= held]
        if not found:
            return Abstain(Code.UNSUPPORTED, f"{_shown(value)} does not stand in the text")
        chosen.append(max(found, key=lambda m: m.end - m.start))
    return _variants(body, chosen, [m for read in texts_read for m in read.mentions])


def tells(family: str, texts: Sequence[str]) -> bool:
    """Whether there is anything in the texts that a Problem of the family could hold."""
    for text in texts:
        parse = Parse(family_literals(family), analyse(text))
        for index, token in enumerate(parse.tokens):
            if _figure(token):
                return True
            if family != "calendar":
                continue
            if token.form in _TOLD[family] or token.form in ("today", "tonight", "now"):
                return True
            if token.capital and any(parse.match(literal, index) for literal in _PROPER):
                return True
    return False


def _figure(token: Token) -> bool:
    return token.kind == "number" or token.form in CARDINALS or token.form in VULGAR or token.form in _MULTIPLES


def _read(family: str, texts: Sequence[str]) -> list[_Account]:
    return [_Account(family, text) for text in texts]


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


class _Account:
    """One text with its mentions."""

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

    def assign(self, rest: Counter[Form], held: Counter[Form], chosen: list[Mention]) -> str | None:
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
            rest -= Counter({value: times for value, times in best.leaves.items() if _tag(value) in _AMOUNTS})
            covered = best.end
        return None


def _variants(body: Mapping[str, Json], chosen: Sequence[Mention], every: Sequence[Mention]) -> list[Json] | Abstain:
    """The body with each other meaning of each ambiguous word in the place of the one that was taken."""
    choices: dict[tuple[int, int, str], list[Json]] = {}
    for mention in chosen:
        same = [other.value for other in every if other.place == mention.place]
        meanings = [value for number, value in enumerate(same) if value not in same[:number]]
        if len(meanings) > 1:
            taken = [value for value in meanings if _holds(body, value)]
            if not taken:
                return Abstain(Code.AMBIGUOUS, "a date, time, unit or name in the text has several meanings")
            choices[mention.place] = [taken[0], *(value for value in meanings if value != taken[0])]
    ways = list(product(*choices.values()))
    if len(ways) > _MOST_WAYS:
        return Abstain(Code.AMBIGUOUS, f"the text has more than {_MOST_WAYS} meanings")
    found: list[Json] = []
    for way in ways:
        variant: Json = dict(body)
        for taken, other in zip((values[0] for values in choices.values()), way, strict=True):
            variant = _replaced(variant, taken, other) if other != taken else variant
        found.append(variant)
    return found


def _same(part: Json, value: Json) -> bool:
    found = leaf(value)
    return part == value or (found is not None and leaf(part) == found)


def _holds(part: Json, value: Json) -> bool:
    if isinstance(part, dict):
        return any(_holds(item, value) for item in part.values())
    if not isinstance(part, list):
        return False
    return _same(part, value) or any(_holds(item, value) for item in part)


def _replaced(part: Json, value: Json, other: Json) -> Json:
    if isinstance(part, dict):
        return {key: _replaced(item, value, other) for key, item in part.items()}
    if not isinstance(part, list):
        return part
    return other if _same(part, value) else [_replaced(item, value, other) for item in part]


def _words(part: Json) -> Iterator[str]:
    """Words that operations take as they stand (names of holidays, units of time), and labels."""
    if isinstance(part, dict):
        for item in part.values():
            yield from _words(item)
    elif isinstance(part, list) and part and leaf(part) is None:
        if part[0] in ("thing", "person", "label"):
            yield str(part[-1])
        elif part[0] == "which":
            for pair in part[2] if len(part) == 3 else part[2:]:
                yield from [pair[0]] if isinstance(pair[0], str) else _words(pair[0])
                yield from _words(pair[1])
        elif part[0] not in ("ref", "var", "equation", "solve", "system", "total", "convert"):
            for item in part[1:]:
                yield from [item] if isinstance(item, str) else _words(item)


def _said(word: str, text: str, words: set[str]) -> bool:
    if word in _STEMS:
        return any(form.startswith(stem) if len(stem) > 2 else form == stem for form in words for stem in _STEMS[word])
    return word in _KEYWORDS or word.lower() in text


def _bare(value: Json) -> str:
    return str(value[1] if isinstance(value, list) else value)


def _rounded(decimals: int, words: set[str]) -> bool:
    """True when the text says so in words, or its numbers are written with so many decimals, as prices are."""
    if words & _ROUNDED.get(decimals, frozenset()):
        return True
    return decimals > 0 and any(
        word.partition(".")[2].isdecimal() and len(word.partition(".")[2]) == decimals for word in words
    )


def _untold(value: Form, words: set[str]) -> bool:
    if value not in _UNTOLD:
        return _tag(value) == "clock"
    cues = _UNTOLD[value]
    return cues is None or bool(cues & words)


def _tag(value: Form) -> str:
    return str(value[0]) if isinstance(value, tuple) else ""


def _whole(value: Json) -> int:
    text = _bare(value)
    return int(text) if text.isdecimal() else -1


def _shown(value: Form) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
