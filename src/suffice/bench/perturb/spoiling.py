"""Edits that spoil a text: typing mistakes, garbled figures, cut and joined texts, dates and times made uncertain."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from random import Random

from suffice.bench.perturb.story import Allowed, Edit, Edited, Story, figures

# a typing mistake must not make another word: "off" -> "of" asks something else
_OTHER_WORDS = frozenset(
    "of off on in an a i is it its at as am pm do to by form from for four our hour for tow two won one on ten tent"
    " seven even the than that then three there tree wo he she we me my hat all ill bill fed fee fees cot cost coat"
    " price rice prices ice tip top trip per pre pet ear ears year years are area rea eat each ach bag ban pen pan"
    " pens mug gum bike bik late plate rate rates ate date rat tate ax tax tex net lame lamp amp table able chair"
    " hair book boo phone hone".split()
)
_WORD = re.compile(r"\b[A-Za-z]{4,}\b")
_NAMES = frozenset(calendar.month_name) | frozenset(calendar.month_abbr) | frozenset(calendar.day_name)
_EVERY_YEAR = frozenset(  # often the same in every year, so that no year need be said
    ("days between", "weeks between", "zone conversion", "zone difference", "day of the year", "ISO week")
)
_LONG = re.compile(r"\b(\d{1,2}) (" + "|".join(name for name in calendar.month_name if name) + r") (\d{4})\b")
_YEAR = re.compile(r"(?<=[a-z0-9]),? (20\d\d|19\d\d)\b")
_HALF = re.compile(r"(?<=\d)\s?(am|pm|AM|PM)\b")


def _of(story: Story, text: str, allowed: tuple[str, ...] = (), **more: object) -> Edited | None:
    return Edited(text, allowed, story.now, **more) if text != story.text else None  # type: ignore[arg-type]


def _mistyped(rng: Random, word: str) -> str:
    at = rng.randrange(len(word) - 1)
    way = rng.randrange(4)
    if way == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == 1:
        return word[:at] + word[at + 1 :]
    if way == 2:
        return word[: at + 1] + word[at] + word[at + 1 :]
    return word[:at] + rng.choice("aeiouklnrst") + word[at + 1 :]


def mistyped(rng: Random, story: Story) -> Edited | None:
    """One or two words mistyped, figures untouched: the answer stays or is refused."""
    text = story.text
    for _ in range(rng.choice((1, 1, 2))):
        words = [m for m in _WORD.finditer(text) if m.group() not in _NAMES]
        if not words:
            return None
        word = rng.choice(words)
        wrong = _mistyped(rng, word.group())
        if wrong.lower() in _OTHER_WORDS:
            return None
        text = text[: word.start()] + wrong + text[word.end() :]
    return _of(story, text, story.gold)


def mistyped_word(rng: Random, story: Story) -> Edited | None:
    """A small word (of, at, by, per, each, than, in) lost: nothing but the old answer may stand."""
    if not story.prose:
        return None
    words = list(re.finditer(r"\b(of|at|by|per|each|the|a|an|is|in|to|and|from|than|for)\b ", story.text))
    if not words:
        return None
    word = rng.choice(words)
    return _of(story, story.text[: word.start()] + story.text[word.end() :], story.gold)


_GARBLES: tuple[Callable[[str], str], ...] = (
    lambda f: "~" + f,
    lambda f: f + "ish",
    lambda f: f + "+",
    lambda f: f"{f} or {int(re.sub(r'[^0-9]', '', f)[:6]) + 1}",
    lambda f: f + "-ish",
    lambda f: f.replace("0", "O") if "0" in f else f.replace("1", "l") if "1" in f else f + "O",
    lambda f: f[:-1] + ".." + f[-1:],
    lambda f: f + " (or so)",
    lambda f: f + "?",
    lambda f: f[:1] + " " + f[1:] if f[:1].isdigit() and len(f) == 2 else f + "x",
    lambda f: f + "_0",
    lambda f: "<" + f,
    lambda f: ">" + f,
    lambda f: "±" + f,
    lambda f: f + "/?",
    lambda f: "#" + f,
    lambda f: f + "kk" if not f.endswith("%") else f + "%",
    lambda f: f + "--",
    lambda f: f"{f} -> 3",
    lambda f: f"[{f}]" + "?",
    lambda f: f"{f} (was 7)",
    lambda f: f"{f} to {f}0" if f.isdigit() else "≈" + f,
    lambda f: "x" + f,
    lambda f: f + ",5",
    lambda f: f + "e",
    lambda f: f + "¤",
    lambda f: f + "!",
    lambda f: "NaN",
    lambda f: "???",
    lambda f: "...",
    lambda f: "[number]",
    lambda f: "__",
    lambda f: "a few",
    lambda f: "several",
    lambda f: "TBD",
    lambda f: "{amount}",
    lambda f: "many",
)


def garbled(rng: Random, story: Story) -> Edited | None:
    """A figure spoilt."""
    if not story.prose:
        return None
    found = figures(story.text)
    if not found:
        return None
    figure = rng.choice(found)
    spoilt = rng.choice(_GARBLES)(figure.group())
    ends = figure.end() == len(story.text.rstrip("?.!")) or not re.match(r" ?\w", story.text[figure.end() :])
    if ends and spoilt[-1:] in "?.!" and spoilt[0].isdigit() is True:
        return None  # at the end of a sentence it is no more than its mark
    if re.fullmatch(r"\d{4}", figure.group()) and (story.now or spoilt.endswith("?")):
        return None  # a year that is left open may follow from the time of asking
    allowed: tuple[str, ...] = ()
    if spoilt == figure.group() + "!" or (spoilt.endswith("?") and spoilt != "???"):
        return None
    return _of(story, story.text[: figure.start()] + spoilt + story.text[figure.end() :], allowed)


def cut(rng: Random, story: Story) -> Edited | None:
    """The text breaks off before a figure that is needed, or inside the question."""
    if story.facts and story.asks == len(story.parts) - 1 and rng.random() < 0.5:
        words = story.parts[story.asks].split(" ")
        return _of(
            story,
            " ".join((*story.parts[: story.asks], *words[: rng.randrange(1, max(2, len(words) - 1))])),
            story.gold,
        )
    found = figures(story.text)
    if len(found) < 2 or not story.prose or story.listed or story.now:
        return None
    if _YEAR.search(story.text, found[-1].start() - 2):
        return None
    return _of(story, story.text[: found[-1].start()].rstrip(" $£€,(-"))


def numeric_date(rng: Random, story: Story) -> Edited | None:
    """A date as 03/04/2026: two readings unless its day says which is which."""
    found = list(_LONG.finditer(story.text))
    if not found:
        return None
    match = rng.choice(found)
    day, month, year = int(match[1]), list(calendar.month_name).index(match[2]), match[3]
    if re.search(r"(day, |the )$", story.text[: match.start()]):
        return None
    way = rng.choice(("{:02}/{:02}/{}", "{}/{}/{}"))
    text = story.text[: match.start()] + way.format(day, month, year) + story.text[match.end() :]
    if day > 12 or day == month:
        return _of(story, text, story.gold)
    return _of(story, text, _either_way(story, date(int(year), month, day)))


def _either_way(story: Story, day: date) -> tuple[str, ...]:
    """What is right whether day or month comes first."""
    if story.answer is None or day not in story.days:
        return ()
    other = [date(d.year, d.day, d.month) if d == day else d for d in story.days]
    try:
        swapped = story.answer(*other)
    except ValueError:
        return ()
    return tuple(gold for gold in story.gold if gold in swapped)


def yearless(rng: Random, story: Story) -> Edited | None:
    """A year left out where the answer hangs on it and nothing says which year it is."""
    found = list(_YEAR.finditer(story.text))
    if (
        not found
        or story.now
        or story.kind in _EVERY_YEAR
        or (story.kind == "days in a month" and "Feb" not in story.text)
    ):
        return None
    match = found[-1] if len(found) == 1 else rng.choice(found)
    return _of(story, story.text[: match.start()] + story.text[match.end() :])


def halfless(rng: Random, story: Story) -> Edited | None:
    """am or pm left out: the time may be either, so it is read as it stands, as it was, or refused."""
    found = list(_HALF.finditer(story.text))
    if not found or story.kind in ("overlap", "length of overlap", "gap", "SLA deadline", "elapsed time"):
        return None
    match = rng.choice(found)
    if re.search(r"\b1[0-2]:\d\d$", story.text[: match.start()]):
        return None  # 11:30 by itself is taken for the morning's
    plain = match[0].strip().lower() == "am"
    kept = story.gold if plain or len(found) > 1 else _half_a_day_on(story.gold)
    return _of(story, story.text[: match.start()] + story.text[match.end() :], kept)


def _half_a_day_on(gold: Allowed) -> Allowed:
    """The times of day (HH:MM) twelve hours from those of ``gold``: what a time without its pm makes of them."""
    clocks = [value for value in gold if re.fullmatch(r"\d\d:\d\d", value)]
    return tuple(f"{(int(clock[:2]) + 12) % 24:02d}{clock[2:]}" for clock in clocks)


def impossible_date(rng: Random, story: Story) -> Edited | None:
    """A day that is not in the calendar."""
    found = list(_LONG.finditer(story.text))
    if not found:
        return None
    match = rng.choice(found)
    year = int(match[3])
    wrong = rng.choice(
        (
            f"31 June {year}",
            f"30 February {year}",
            f"0 March {year}",
            f"32 May {year}",
            f"31 September {year}",
            f"29 February {year if not calendar.isleap(year) else year + 1}",
            f"{match[1]} Juni {year}",
        )
    )
    start = re.search(r"[A-Z][a-z]+day, $", story.text[: match.start()])
    return _of(story, story.text[: start.start() if start else match.start()] + wrong + story.text[match.end() :])


def wrong_weekday(rng: Random, story: Story) -> Edited | None:
    """A weekday beside a date that falls on another."""
    found = [m for m in _LONG.finditer(story.text) if not re.search(r"(day,|the) $", story.text[: m.start()])]
    if not found:
        return None
    match = rng.choice(found)
    try:
        day = date(int(match[3]), list(calendar.month_name).index(match[2]), int(match[1]))
    except ValueError:
        return None
    wrong = calendar.day_name[(day.weekday() + rng.randrange(1, 7)) % 7]
    return _of(story, f"{story.text[: match.start()]}{wrong}, {match.group()}{story.text[match.end() :]}")


SPOILING: tuple[Edit, ...] = (
    mistyped,
    mistyped_word,
    garbled,
    cut,
    numeric_date,
    yearless,
    halfless,
    impossible_date,
    wrong_weekday,
)
