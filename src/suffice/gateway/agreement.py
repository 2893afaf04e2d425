"""Whether a model's free text ends in the same answer as ours. None where the text states no answer of that kind.

A candidate that is said last, or as the stated answer, agrees; one of which the text says another value of the same
kind and never this one, does not; anything in between is left to people.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal

from suffice.grading import agrees

_STATED = (
    re.compile(r"\\boxed\s*\{([^{}]*)\}"),
    re.compile(r"^\s*####\s*(.+)$", re.MULTILINE),
    re.compile(r"\banswer(?:\s+is)?\s*[:=]?\s*\**\s*([^\n]+?)\**\s*(?:\.(?=\s|$)|\n|$)", re.IGNORECASE),
    re.compile(r"\*\*([^*\n]+)\*\*"),
)
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?")
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH})\.?,?\s+(?P<y2>\d{{4}})\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?", re.IGNORECASE)
_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_YES_NO = re.compile(r"\b(?:yes|no)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])-?[$€£¥₹]?\s?-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:/\d+)?(?:\s?%)?")
_UNITS = "second minute hour day week fortnight month year decade".split()
_AROUND = re.compile(  # a number, and what beside it makes it another: its sign, its scale, its unit of time
    r"(?:(?<![\d)])(?<![\d)] )(?P<minus>−|\bminus |\bnegative )\s?)?[$€£¥₹]?(?<![\d.])"
    r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    rf"(?:[\s-]?(?P<unit>{'|'.join(_UNITS)})s?\b"
    r"|\s?(?P<scale>%|per ?cent\b|[kmb]\b|bn\b|hundred|thousand|million|billion|trillion|e[+-]?\d|[x×*]\s?10))?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_REASON = re.compile(r"(?<=[^\s.!?:])\s*[,;-]?\s*\b(?:since|because)\b[^\n!?]*?(?=[.!?](?:\s|$)|\n|$)")
_OPENING = re.compile(r"^\W*?(?:(?:it|that)(?:'s| is)|(?:the|my) (?:final )?answer is|answer:)?[\s*_`]*", re.IGNORECASE)
_STANDS = re.compile(  # what follows a value that is the whole of what is said: an end, or reasons
    r"(?:\s?[^\W\d_]+|%){0,2}?[*_`]*\s*(?:$|\n|[.;:!?,(\[—]|-\s+[^\W\d_]|\b(?:since|because|as|which|that is|i\.e)\b)",
    re.IGNORECASE,
)
_LONGEST = 20_000  # characters of a reply that are looked at: its end


def agreement(candidate: str, text: str) -> bool | None:
    """Whether ``text``, a model's reply, says what ``candidate`` says."""
    text = text[-_LONGEST:].strip()
    if not text:
        return None
    if _means_else(candidate, text):
        return None
    if agrees(text, candidate) or agrees(_only_value(text), candidate):
        return True
    kind = _kind(candidate)
    if any(agrees(_bare(found), candidate) for pattern in _STATED for found in pattern.findall(text)):
        return True
    if kind is None:
        said, wanted = _words(text), _words(candidate)
        return True if wanted and f" {wanted} " in f" {said} " else None
    mentions = [_canonical(found.group(), kind) for found in kind.finditer(text)]
    if not mentions:
        return None
    wanted = _canonical(_first(kind, candidate), kind)
    same = [agrees(mention, wanted) for mention in mentions]
    if any(same):
        return True if _concludes(text, kind, wanted, same[-1]) else None
    # Another unit may say the same amount: 90 minutes, 1.5 hours.
    return None if kind is _NUMBER and _unit(candidate) else False


def _concludes(text: str, kind: re.Pattern[str], wanted: str, last: bool) -> bool:
    """Whether the value is what the text comes to: said last, asides left out, or at once with reasons after it."""
    plain = _ASIDE.sub(" ", text)
    told, reasoned = (
        [agrees(_canonical(found.group(), kind), wanted) for found in kind.finditer(part)]
        for part in (_REASON.sub(" ", plain), plain)
    )
    begun = _OPENING.sub("", text)
    opening = kind.match(begun)
    at_once = opening is not None and _STANDS.match(begun[opening.end() :]) is not None
    if opening and at_once and not agrees(_canonical(opening.group(), kind), wanted):
        return False  # 48, that is 8 less than 56
    return (told[-1] if told else last) and (at_once or reasoned[-1] if reasoned else last)


def _means_else(candidate: str, text: str) -> bool:
    """Whether the text says the candidate's words and another thing by them: 3 weeks for 3 days, 6% for 6."""
    if re.search(rf"\bnot (?:on )?(?:an? )?{re.escape(candidate)}(?!\w)", text, re.IGNORECASE):
        return True
    ours = _AROUND.fullmatch(candidate)
    if ours is None:
        return False
    for found in _AROUND.finditer(text):
        if _amount(found) != _amount(ours):
            continue
        for what in ("unit", "scale"):
            theirs, own = (found[what] or "").lower(), (ours[what] or "").lower()
            theirs = "%" if theirs.startswith("per") else theirs
            if theirs and theirs != own and (own or what == "scale"):
                return True
        if bool(found["minus"]) != bool(ours["minus"]):
            return True
    return False


def _amount(found: re.Match[str]) -> Decimal:
    return Decimal(found["number"].replace(",", ""))


def _kind(candidate: str) -> re.Pattern[str] | None:
    """What kind of thing the candidate is: the pattern that finds such things in a text."""
    if _ISO.fullmatch(candidate) and len(candidate) == 10:
        return _DATE
    for kind in (_CLOCK, _DAY, _YES_NO):
        if kind.fullmatch(candidate):
            return kind
    found = _NUMBER.match(candidate)
    return _NUMBER if found and not re.search(r"\d", candidate[found.end() :]) else None


def _first(kind: re.Pattern[str], text: str) -> str:
    found = kind.search(text)
    return found.group() if found else text


def _unit(candidate: str) -> str:
    found = _NUMBER.match(candidate)
    return candidate[found.end() :].strip() if found else ""


def _canonical(text: str, kind: re.Pattern[str]) -> str:
    """A date in ISO form; anything else as it is."""
    found = kind.fullmatch(text) if kind is _DATE else None
    if found is None or found["iso"]:
        return text.strip()
    month, day, year = (found["m1"] or found["m2"]), (found["d1"] or found["d2"]), (found["y1"] or found["y2"])
    number = next(place for place, name in enumerate(_MONTHS, 1) if name[:3].lower() == month[:3].lower())
    try:
        return datetime(int(year), number, int(day)).date().isoformat()
    except ValueError:
        return text.strip()


def _only_value(text: str) -> str:
    """The value of a JSON object that holds one; else the text."""
    if not text.startswith("{"):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    only = next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else text
    return only if isinstance(only, str) else json.dumps(only)


def _bare(text: str) -> str:
    return text.strip().strip("*_`$ ").removesuffix(".").strip()


def _words(text: str) -> str:
    return " ".join(word for word in re.findall(r"[\w.:%/-]+", text.casefold()) if word not in ("and", "the")).rstrip(
        "."
    )
