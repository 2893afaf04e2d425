"""Days that have a name and the same date everywhere, or one that goes by Easter."""

from __future__ import annotations

from suffice.records import Json
from suffice.symbolic.english.calendar_words import from_now, years
from suffice.symbolic.english.dates import calendar_day
from suffice.symbolic.english.grammar import Match, Parse

# Days that are the same date everywhere; (month, day).
FIXED = {
    "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "new year's eve": (12, 31),
    "new years eve": (12, 31), "new year's day": (1, 1), "new years day": (1, 1), "halloween": (10, 31),
    "valentine's day": (2, 14), "valentines day": (2, 14), "christmas": (12, 25), "all saints' day": (11, 1),
    "epiphany": (1, 6), "april fools' day": (4, 1), "april fool's day": (4, 1), "st patrick's day": (3, 17),
    "leap day": (2, 29),
}  # fmt: skip
# Days from Western Easter Sunday.
MOVABLE = {
    "easter sunday": 0, "easter": 0, "good friday": -2, "easter monday": 1, "maundy thursday": -3, "ash wednesday": -46,
    "palm sunday": -7, "whit sunday": 49, "pentecost": 49, "whit monday": 50, "ascension day": 39,
}  # fmt: skip
_NAMED = sorted((tuple(name.replace("'", " '").split()) for name in (*FIXED, *MOVABLE)), key=len, reverse=True)
NAMED_FIRST = frozenset(  # a first word may be glued to what follows: christmas, valentine, valentine's
    "".join(words)[:length] for words in _NAMED for length in range(len(words[0]), len("".join(words)) + 1)
)


def named(parse: Parse, index: int) -> list[Match]:
    """Christmas Day 2026, Easter Monday 2027, New Year's Eve."""
    found: list[Match] = []
    form = parse.form(index)
    for words in _NAMED:
        if words[0] != form and not form.startswith(f"{words[0]}'"):
            continue
        end = _spelled(parse, index, words)
        if end is None:
            continue
        name = " ".join(words).replace(" '", "'")
        at = end + 1 if parse.form(end) in (",", "in", "of") else end
        spans: list[tuple[int, Json]] = [(end, None), *((e, ["year", y]) for e, y in years(parse, at))]
        shift = from_now(parse, at, "year")
        if shift:
            spans.append((shift[0], ["this_year", shift[1]]))
        for after, when in spans:
            if name in MOVABLE:
                easter: Json = ["easter", when] if when else ["easter"]
                days = MOVABLE[name]
                value = easter if not days else ["add", easter, ["dur", {"days": days}]]
            elif when and when[0] == "year":
                value = calendar_day(when[1], *FIXED[name])
            else:
                value = ["md", *FIXED[name]]
                value = ["in_year", value, when] if when else value
            found.append((after, value))
        break  # the longest name
    return found


def _spelled(parse: Parse, index: int, words: tuple[str, ...]) -> int | None:
    """The end of a name given in words, however its apostrophes were cut into tokens."""
    text, at = "".join(words), index
    while text:
        form = parse.form(at)
        if not form or not text.startswith(form):
            return None
        text, at = text[len(form) :], at + 1
    return at
