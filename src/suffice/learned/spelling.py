"""One way to write what is the same: labels, numbers and dates as models spell them.

``Canonical`` forms: a label as its set spells it, a number as plain digits (``1234.5``), a date as ``2026-03-17``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_ENDS = ".,;:!"  # punctuation that says nothing at the end of a value
_AROUND = {
    "**": "**",
    "__": "__",
    "```": "```",
    "`": "`",
    '"': '"',
    "'": "'",
    "“": "”",
    "‘": "’",
    "«": "»",
    "*": "*",
    "_": "_",
}
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_HEADING = re.compile(r"(?:#{1,6}|\*)[ \t]+(?=\S)")
_NUMBER = re.compile(
    r"((?:[A-Z]{2,3}|Rs|[^\w\s.+\-−(]{1,3})?\s?)"
    r"([+\-−]?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?|[+\-−]?\.\d+)([^\d]{0,24})\Z"
)
_NOT = re.compile(r"\b(?:not|no|nor|neither|never|none of|except|rather|instead|unless|cannot|\w+n['’]t)\b", re.I)
_MENTION_WORDS, _MENTION_CHARS = 60, 600  # of a reply that tells a label in a sentence
_FIRST, _LAST = re.compile(r"[,.;:!?\n]|\s[–—-]\s"), re.compile(r":\s+")
DATE_STYLES = (
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y",
    "%b %d, %Y", "%d/%m/%y", "%m/%d/%y", "%-d/%-m/%Y", "%-m/%-d/%Y", "%-d.%-m.%Y", "%-d %B %Y", "%B %-d, %Y",
    "%-d %b %Y", "%b %-d, %Y", "%d-%b-%Y", "%Y%m%d",
)  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()


def trimmed(text: str) -> str:
    """Without white space around and with single spaces inside; one pair of quotes around it all goes too."""
    text = " ".join(text.split())
    while len(text) > 1 and text[0] + text[-1] in ('""', "''", "``", "“”", "‘’", "«»"):
        inner = text[1:-1].strip()
        if text[0] in inner or text[-1] in inner:
            break
        text = inner
    return text


def plain(text: str) -> str:
    """As it is meant: single spaces, no quotes or marks of emphasis around it, no punctuation at its end."""
    return _bare(" ".join(text.split()), _AROUND)


def folded(text: str) -> str:
    """For comparing: the same without case and brackets around it. What else stands at an end is kept: C is not C#."""
    return _bare(" ".join(unicodedata.normalize("NFKC", text).casefold().split()), _AROUND | _BRACKETS)


def _bare(text: str, around: Mapping[str, str]) -> str:
    """Empty only where nothing but punctuation and pairs is there."""
    while True:
        found = _HEADING.sub("", text, count=1) if _HEADING.match(text) else text.rstrip(_ENDS).rstrip()
        for before, after in around.items():
            inner = found[len(before) : -len(after)]
            if inner and found == before + inner + after and before not in inner and after not in inner:
                found = inner.strip()
                break
        if found == text:
            return text
        text = found


def _stem(text: str) -> str:
    """For comparing loosely: letters and digits of words, without plural endings."""
    words = re.findall(r"[^\W_]+[+#]*", folded(text))
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
                    for word in words)  # fmt: skip


class _Labels:
    """Looks labels up by exact, folded and loose spelling; a spelling that two labels share stands for neither."""

    def __init__(self, labels: Sequence[str], aliases: Sequence[tuple[str, str]]) -> None:
        known = [(label, label) for label in labels] + list(aliases)
        self.levels: list[dict[str, str | None]] = []
        for spell in (str, folded, _stem):
            level: dict[str, str | None] = {}
            for spelling, label in known:
                key = spell(spelling)
                level[key] = label if level.get(key, label) == label else None
            self.levels.append(level)
        self.longest = max((len(key.split()) for key in self.levels[2]), default=0)

    def whole(self, text: str) -> str | None:
        for spell, level in zip((str.strip, folded, _stem), self.levels, strict=True):
            key = spell(text)
            if key in level and key:
                return level[key]
        return None

    def mentioned(self, text: str) -> set[str | None]:
        """All labels that a short text names; longer names hide shorter ones inside them."""
        words, found, at = _stem(text).split(), set(), 0
        while at < len(words):
            for length in range(min(self.longest, len(words) - at), 0, -1):
                key = " ".join(words[at : at + length])
                if key in self.levels[2]:
                    found.add(self.levels[2][key])
                    at += length - 1
                    break
            at += 1
        return found


@lru_cache(maxsize=4096)
def _labels(labels: tuple[str, ...], aliases: tuple[tuple[str, str], ...]) -> _Labels:
    return _Labels(labels, aliases)


def read_label(text: str, labels: tuple[str, ...], aliases: tuple[tuple[str, str], ...] = ()) -> str | None:
    """The label that ``text`` is, or that a short text states alone; None if not exactly one.

    A sentence states the label that it begins with (``No, it is not``), ends in (``Answer: Taxes``), or is the only one
    to name without any negation.
    """
    known = _labels(labels, aliases)
    found = known.whole(text)
    if found is not None:
        return found
    text = text.strip()
    last_line = text.rpartition("\n")[2]
    end = None if _NOT.search(last_line) else known.whole(_LAST.split(last_line)[-1])
    if end is not None and last_line != text:  # what was thought before it does not matter
        return end
    if len(text) > _MENTION_CHARS or text.count(" ") > _MENTION_WORDS:
        return None
    named = known.mentioned(text)
    if len(named) != 1:
        return None
    found = known.whole(_FIRST.split(text, maxsplit=1)[0]) or end
    return found if found is not None or _NOT.search(text) else named.pop()


def whole_label(text: str, labels: tuple[str, ...]) -> str | None:
    """The label that ``text`` is, in any spelling of its own."""
    return _labels(labels, ()).whole(text)


def read_number(text: str) -> tuple[str, str, str] | None:
    """(what stands before, the canonical number, what stands after), or None: ``£1,250.50 a year``. What begins with
    zeros, such as ``00501``, is a code."""
    match = _NUMBER.match(text.strip())
    if match is None:
        return None
    return match[1].strip(), canonical_number(match[2]), match[3].strip()


def canonical_number(text: str) -> str:
    """Plain digits without a plus, separators or trailing zeros. Raises ValueError."""
    try:
        value = Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        raise ValueError(f"'{text}' is no number") from None
    if not value.is_finite() or abs(value.adjusted()) > 300:
        raise ValueError(f"'{text}' is no finite number")
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "", "-") else plain


def write_number(value: str, decimals: int | None, grouped: bool) -> str:
    """A canonical number with at least ``decimals`` places; no digit is lost."""
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    return format(number, f"{',' if grouped else ''}.{max(own, decimals or 0)}f")


def read_date(text: str, style: str) -> str | None:
    """ISO 8601 of a date in ``style`` (or already in ISO 8601), else None."""
    text = text.strip()
    for pattern in (style, "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern.replace("%-", "%")).date().isoformat()
        except ValueError:
            continue
    return None


def write_date(iso: str, style: str) -> str:
    """Raises ValueError where ``iso`` is no date."""
    day = date.fromisoformat(iso)
    month = _MONTHS[day.month - 1]
    parts = {
        "%-d": str(day.day), "%-m": str(day.month), "%d": f"{day.day:02}", "%m": f"{day.month:02}",
        "%Y": f"{day.year:04}", "%y": f"{day.year % 100:02}", "%B": month, "%b": month[:3],
    }  # fmt: skip
    return re.sub(r"%-?[A-Za-z]", lambda match: parts[match.group()], style)
