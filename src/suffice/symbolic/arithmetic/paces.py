"""A pace that is asked for ("how much is that *a year*?") must be told, or reckoned: otherwise nothing turns a month's
figure into a year's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from suffice.records import Json
from suffice.symbolic.english.text import Sentence, Text, analyse

_WORDS = {
    "hour": "hour hours hourly hr hrs h",
    "day": "day days daily night nights nightly",
    "week": "week weeks weekly wk",
    "month": "month months monthly pcm",
    "year": "year years yearly annual annually annum pa",
}
_PERIOD = {word: period for period, words in _WORDS.items() for word in words.split()}
_ALONE = frozenset("hourly daily nightly weekly monthly yearly annual annually annum pa pcm".split())
_PER = frozenset(("a", "an", "per", "each", "every", "/"))
_UNITS = {"hour": "h", "day": "day", "week": "week", "month": "month", "year": "year"}
_SYMBOL = re.compile(r"[^a-z]+")
_TURNS = frozenset(("4", "5", "7", "12", "24", "26", "30", "52", "60", "365", "366"))
_SPANS = ("span_", "every_", "count")  # roles that hold how many periods are meant
_OPENING = frozenset("find give compute work calculate and so then".split())
_ASKING = frozenset("what whats how which when where who tell calculate compute".split())
_NEAR = 4  # words between a figure and the pace that it has: 3 % simple interest per annum


def unbound(source: str, ask: str, given: Mapping[str, Json], find: Json, form: Mapping[str, Json]) -> str | None:
    """The pace that the question of ``source`` names although neither what is told nor what is computed has it."""
    asked, told = _paces(source)
    if told == {"hour"} and asked - told - {"hour"}:
        return min(asked - told)  # how many hours of a day something goes on is not said
    if asked <= told or _turns(find) or any(role.startswith(_SPANS) for role in given):
        return None
    for period in sorted(asked - told):
        named = any(_UNITS[period] in role.split("_") or period in role for role in (ask, *given))
        if not named and not _measures([find, *given.values(), form.get("unit")], _UNITS[period]):
            return period
    return None


def _paces(source: str) -> tuple[set[str], set[str]]:
    """The periods that questions name as a pace, and those that are told in whatever way."""
    text = analyse(source)
    asked, told = set[str](), set[str]()
    for sentence in text.sentences:
        begins = _question(text, sentence)
        for index in range(sentence.start, sentence.end):
            form, before = text.tokens[index].form, text.tokens[index - 1].form if index > sentence.start else ""
            period = _PERIOD.get(form)
            if period is None:
                continue
            near = text.tokens[max(begins, index - 1 - _NEAR) : index]
            if index < begins or any(token.kind == "number" for token in near):
                told.add(period)
            elif form in _ALONE or before in _PER:
                asked.add(period)
    return asked, told


def _question(text: Text, sentence: Sentence) -> int:
    """Where the question of a sentence begins; its end if it has none."""
    for index in range(sentence.start, sentence.end):
        if text.tokens[index].form in _ASKING:
            return index
    asks = sentence.mark == "?" or text.tokens[sentence.start].form in _OPENING
    return sentence.start if asks else sentence.end


def _measures(parts: Json, unit: str) -> bool:
    """True where a value is measured by ``unit``."""
    if not isinstance(parts, list) or not parts:
        return False
    if parts[0] in ("qty", "unit"):
        return unit in _SYMBOL.split(str(parts[-1]))
    return any(_measures(list(part.values()) if isinstance(part, dict) else part, unit) for part in parts)


def _turns(find: Json) -> bool:
    """True where a formula turns one period into another by a number of its own."""
    if not isinstance(find, list):
        return False
    return (find[:1] == ["num"] and find[1] in _TURNS) or any(_turns(part) for part in find)
