"""Whether a Problem that somebody wrote for a text accounts for it: a check by the literals of the shared English.

Every value in the Problem must stand in the text, and every number, amount, date, weekday and zone of the text must be
used by the Problem, as often as it is told and with its unit. Nothing is said about how they are put together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from suffice.records import Abstain, Code, Json
from suffice.symbolic.english.grammar import Budget
from suffice.symbolic.formal.canonical import Form, leaf, reached
from suffice.symbolic.formal.cues import unasked
from suffice.symbolic.formal.mentions import Mention, Told, kind, leaves

_STEMS = {"seconds": ("sec", "s"), "minutes": ("min",), "hours": ("hour", "hr", "h"), "days": ("day",),
          "weeks": ("week",)}  # fmt: skip
_ROUNDED = {0: frozenset("whole integer nearest round rounded".split()), 2: frozenset("cent cents penny pence".split())}
_UNTOLD: dict[Form, frozenset[str] | None] = {  # what nobody says, or says in one of these words
    ("num", 0): None, ("num", 1): None, ("pct", 100): None, ("days", (0, 1, 2, 3, 4)): None,
    ("num", -1): frozenset(("last", "final")), ("zone", "+00:00"): frozenset(("epoch", "unix", "timestamp")),
}  # fmt: skip
_KEYWORDS = frozenset("both first last neither on back s ms min max".split())
_MOST_WAYS = 16


def account(family: str, texts: Sequence[str], body: Mapping[str, Json]) -> list[Json] | Abstain:
    """The body, and its variants where a word of the text has other meanings; or what is not accounted for."""
    given = {name: body["given"][name] for name in reached(body)}
    if any(
        name not in given and isinstance(value, list) and not _names(value) for name, value in body["given"].items()
    ):
        return Abstain(Code.UNSUPPORTED, "something is given that the question does not use")
    form = body.get("form", {})
    parts = [*given.values(), body["find"], *body.get("where", ())]
    parts += [["unit", _bare(form["unit"])]] if family == "arithmetic" and "unit" in form else []
    held = Counter(leaves(parts))
    try:
        texts_read = [Told(family, text) for text in texts]
    except Budget:
        return Abstain(Code.TOO_HARD, "the text takes too long to go through")
    lower = " ".join(texts).lower()
    words = {token.form for read in texts_read for token in read.parse.tokens}
    untold = [word for word in _words(["list", parts]) if not _said(word, lower, words)]
    if untold:
        return Abstain(Code.UNSUPPORTED, f"'{untold[0][:40]}' does not stand in the text")
    operation = unasked(parts, words) if family == "arithmetic" else None
    if operation is not None:
        return Abstain(Code.UNSUPPORTED, f"nobody asks for '{operation}': no word of the text does")
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
        missing = read.assign(rest, chosen)
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
        if _names(part):
            yield str(part[-1])
        elif part[0] == "which":
            for pair in part[2] if len(part) == 3 else part[2:]:
                yield from [pair[0]] if isinstance(pair[0], str) else _words(pair[0])
                yield from _words(pair[1])
        elif part[0] not in ("ref", "var", "equation", "solve", "system", "total", "convert"):
            for item in part[1:] if isinstance(part[0], str) else part:
                yield from [item] if isinstance(item, str) else _words(item)


def _names(value: Json) -> bool:
    return isinstance(value, list) and value[0] in ("thing", "person", "label")


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
        return kind(value) == "clock"
    cues = _UNTOLD[value]
    return cues is None or bool(cues & words)


def _whole(value: Json) -> int:
    text = _bare(value)
    return int(text) if text.isdecimal() else -1


def _shown(value: Form) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
