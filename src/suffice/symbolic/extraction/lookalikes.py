"""Figures that are no amounts and no dates: phone numbers, versions, addresses, order numbers, scores, 1080p, 3D."""

from __future__ import annotations

import re

from suffice.symbolic.english.spoken import SPOKEN

Stretch = tuple[int, int]  # characters from, to
_SMALL = "|".join(sorted(SPOKEN, key=len, reverse=True))
_NAMES = re.compile(
    r"""(?<![\w.+])(?:
      \+\d(?:[ ().-]{0,2}\d){6,14}                                              # +1 (415) 555-0199
    | \(\d{2,5}\)[ ]?\d{3,4}[ .-]?\d{3,4}
    | \d{3}[ .-]\d{3}[ .-]\d{4}
    | \d{1,3}(?:\.\d{1,3}){3}                                                   # 192.168.0.1
    | (?i:v|ver\.?[ ]|version[ ]|release[ ](?=\d+\.\d))\d+(?:\.\d+)*
    | (?i:isbn)(?:-1[03])?:?[ ]?\d(?:[ -]?\d){8,12}[Xx]?
    | (?i:order|ticket|case|invoice|ref)[ ](?i:no\.?[ ]|number[ ])?
      (?!\d{4}-\d\d-\d\d\b|\d\d?-\d\d?-\d{4}\b)\#?\d+(?:-\d+)+
    | \#[ ]?\d+(?:-\d+)+
    | 24/7 | 50/50 | 20/20 | 100/100
    | \d{1,3}/(?:5|10|100)(?=[ ](?:would|will|stars?|points?|rating|score|recommend|from[ ]me)\b)
    | (?:144|240|360|480|540|576|720|1080|1440|2160|4320)[pi]
    | [1-4]D | [248]K
    | [234]d(?=[ -](?:print|model|movie|film|glasses|image|graphic|art|view|world|game|scan|shape|object|space))
    | [3-8]ft\d{1,2}                                                            # a height, not an area
    )(?![\w/]|[.,-]\d|(?<=/10)[ ]?/)""",
    re.VERBOSE,
)
_FULL_MARKS = re.compile(r"(?<![\w./-])10/10(?![\w/-]|\.\d|,? \d)")
_DATED = re.compile(
    r"\b(?:on|by|until|till|since|from|before|after|due|dated|between|and|to|of|\w*day),? ?(?:the )?$", re.I
)
_RATIO = re.compile(
    rf"(?<![\w.,$€£])(?<![$€£] )(?:\d[\d,]*|{_SMALL}) in (?:\d[\d,]*|{_SMALL}|hundred|thousand|million)(?!\w)", re.I
)


def names(text: str) -> list[Stretch]:
    """Where nothing is to be read."""
    found = [match.span() for match in _NAMES.finditer(text)]
    marks = (match.span() for match in _FULL_MARKS.finditer(text))
    return found + [mark for mark in marks if not _DATED.search(text, max(0, mark[0] - 16), mark[0])]


def ratios(text: str) -> list[Stretch]:
    """Where no amount is to be read, though a date may be: ``1 in 5``, ``2 in 2016``."""
    return [match.span() for match in _RATIO.finditer(text)]


def merged(stretches: list[Stretch]) -> list[Stretch]:
    """The same characters in order, without overlap."""
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start < joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined
