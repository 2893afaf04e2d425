"""Literals for numbers in English and in digits; ``install`` registers these, amounts and formulas.

A number is read from its first sign, digit or number word to its natural end: five million is never
also five. Digits glued to letters, dates, versions, telephone numbers and European decimals (1,5) are
no numbers. Values are exact and canonical: ``["num", "3/2"]`` with an integer, a terminating decimal
or a fraction in lowest terms.
"""

from __future__ import annotations

from fractions import Fraction

from suffice.symbolic.english.digits import DIGITS_MAX, digits, free, latex, rational, signed, slashed
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse
from suffice.symbolic.english.spoken import (
    ARTICLES,
    CARDINALS,
    SCALES,
    SPOKEN,
    TENS,
    VULGAR,
    and_part,
    cardinal,
    spoken,
)

_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
             "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
             "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
             "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}  # fmt: skip
WORDS = frozenset([*SPOKEN, "a", "an", "half", "point", "minus", "negative", "quarter", *VULGAR])
SCALE_WORDS = frozenset(("hundred", "dozen", *SCALES))
_PERCENT = frozenset(("%", "percent", "pct", "percentage"))
_AFTER = frozenset(')]},;.?!:=+*^×÷<>"…&|}·')  # marks that may stand glued behind a number


def _ends_well(parse: Parse, end: int) -> bool:
    """False when the token glued behind shows that the number was part of something else."""
    if end >= parse.end:
        return True
    following = parse.tokens[end]
    if following.kind == "number":
        return False
    if not following.glued:
        return True
    after = parse.tokens[end + 1] if end + 1 < parse.end else None
    more = after is not None and after.glued
    if following.kind == "word":
        return False
    if following.form in ",.:'" and more and after and after.kind == "number":
        return False
    if following.form == "-":
        return False
    if following.form == "/":
        return not (more and after and after.kind == "number")
    return following.form in _AFTER


def plain(parse: Parse, index: int) -> tuple[int, str] | None:
    """The number at ``index`` without its sign, or None. What stands behind it is not judged."""
    token = parse.tokens[index]
    if token.kind == "number":
        read = digits(parse, index)
        if read is None:
            return None
        end, text = read
        if end >= parse.end:
            return read
        following = parse.tokens[end]
        form = following.form
        if form in VULGAR:
            return _plus(read, VULGAR[form], end + 1)
        if following.kind == "number":
            fraction = slashed(parse, end)
            return _plus(read, fraction[1], fraction[0]) if fraction and "." not in text else read
        if form == "/" and end == index + 1:
            return slashed(parse, index) or read
        if following.kind == "word":
            if form == "and":
                extra = and_part(parse, end)
                if extra:
                    read = _plus(read, extra[1], extra[0])
                    return read and (scaled(parse, read) or read)
            return scaled(parse, read) or read
        return read
    if token.kind == "word" and token.form in WORDS:
        said = spoken(parse, index)
        if said is None:
            return None
        end, value = said
        read = (end, rational(value))
        return scaled(parse, read) or read
    if token.form == "$" or token.form == "\\":
        return latex(parse, index)
    return None


def _plus(read: tuple[int, str], part: str, end: int) -> tuple[int, str] | None:
    if len(read[1]) > DIGITS_MAX:
        return None
    return end, rational(Fraction(read[1]) + Fraction(part))


def scaled(parse: Parse, read: tuple[int, str]) -> tuple[int, str] | None:
    """``read`` times the scale words behind it: million, dozen, k."""
    end, text = read
    factor = 1
    while end < parse.end:
        token = parse.tokens[end]
        if token.kind != "word":
            break
        if token.glued and factor == 1 and token.raw in _SUFFIXES:
            factor *= _SUFFIXES[token.raw]
            end += 1
            break
        if token.glued and parse.tokens[end - 1].kind == "number":
            break
        scale = SCALES.get(token.form) or {"hundred": 100, "dozen": 12}.get(token.form)
        if scale is None or factor > 10**12:
            break
        factor *= scale
        end += 1
    if factor == 1 or len(text) > DIGITS_MAX:
        return None
    return end, rational(Fraction(text) * factor)


def number(parse: Parse, index: int) -> list[Match]:
    """``["num", ...]``: 5, -2.5, 1,200, 2 1/2, ½, 3k, 2.5 million, two hundred and five, half a."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    if token.kind == "word":
        if token.form not in WORDS:
            return []
    elif token.kind == "other" and token.form not in ("-", "+", "\\", "$"):
        return []
    if not free(parse, index):
        return []
    start, negative = (index, False) if token.kind == "number" else signed(parse, index)
    read = plain(parse, start) if start < parse.end else None
    if read is None or not _ends_well(parse, read[0]):
        return []
    end, text = read
    following = parse.form(end)
    if following in _PERCENT or (following == "per" and parse.form(end + 1) == "cent"):
        return []
    if (following in CARDINALS and parse.tokens[end - 1].form != "a") or following == "hundred":
        return []
    found = [(end, ["num", "-" + text if negative and text != "0" else text])]
    if parse.form(end - 1) == "quarters" and end - start > 1:  # coins, or parts of a year
        before = plain(parse, start)
        count = cardinal(parse, start)
        if before and count and count[0] == end - 1:
            found.append((end - 1, ["num", rational(-count[1] if negative else count[1])]))
    if token.form == "half" and parse.form(end - 1) in ARTICLES:
        found.append((end - 1, found[0][1]))  # "half a ..." leaves the article to a noun phrase
    return found


def count(parse: Parse, index: int) -> list[Match]:
    """A whole number that is not negative."""
    return [(end, value) for end, value in parse.match("number", index) if value[1].isdecimal()]


def ordinal(parse: Parse, index: int) -> list[Match]:
    """``["num", "3"]`` for 3rd, third, twenty-first."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    if token.form in _ORDINALS:
        return [(index + 1, ["num", str(_ORDINALS[token.form])])]
    if token.form in TENS:
        at = index + 1 + (parse.form(index + 1) == "-")
        unit = _ORDINALS.get(parse.form(at), 10)
        return [(at + 1, ["num", str(TENS[token.form] + unit)])] if unit < 10 else []
    if token.kind == "number" and token.form.isdecimal() and len(token.form) < 10 and index + 1 < parse.end:
        value, suffix = int(token.form), parse.tokens[index + 1]
        ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
        if suffix.glued and suffix.form == ending and free(parse, index):
            return [(index + 2, ["num", str(value)])]
    return []


def plain_fraction(parse: Parse, index: int) -> list[Match]:
    """A fraction of whole numbers as written, not reduced: ``["num", "6/8"]`` for 6/8 or a LaTeX fraction."""
    if index >= parse.end:
        return []
    if parse.tokens[index].kind != "number" and parse.form(index) not in ("-", "$", "\\"):
        return []
    at = index + 1 if parse.form(index) == "-" else index
    sign = "-" if at > index else ""
    forms = [parse.form(at + k) for k in range(3)]
    if forms[1] == "/" and forms[0].isdecimal() and forms[2].isdecimal() and forms[2].strip("0"):
        end = at + 3
        if free(parse, index) and _ends_well(parse, end) and parse.form(end) != "/":
            return [(end, ["num", f"{sign}{forms[0]}/{forms[2]}"])]
    elif not sign and forms[0] in ("$", "\\") and (read := latex(parse, at)):
        found = [t.form for t in parse.tokens[at : read[0]] if t.kind == "number"]
        return [(read[0], ["num", "/".join(found)])]
    return []


def blank(parse: Parse, index: int) -> list[Match]:
    """The place of the answer: a question mark, or underscores."""
    end = index
    while parse.form(end) in ("_", "?") and parse.form(end) == parse.form(index):
        end += 1
    return [(end, ["blank"])] if end > index else []


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "number": number, "count": count, "ordinal": ordinal, "plain_fraction": plain_fraction, "blank": blank,
    }  # fmt: skip
    grammar.openers |= {"ordinal": _ORDINALS.keys() | TENS.keys() | {NUMBER}, "blank": frozenset("_?")}
