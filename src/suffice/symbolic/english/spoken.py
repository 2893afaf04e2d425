"""Numbers in words: two hundred and five, three and a half, two thirds, half a, a dozen."""

from __future__ import annotations

from fractions import Fraction

from suffice.symbolic.english.digits import slashed
from suffice.symbolic.english.grammar import Parse

_SMALL = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
          "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
          "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "lakh": 10**5, "crore": 10**7,
           "lakhs": 10**5, "crores": 10**7}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
          "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
          "thousandth": 1000}  # fmt: skip
_PARTS |= {word + "s": n for word, n in _PARTS.items() if word not in ("half", "halves")}
VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
          "⅙": "1/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}  # fmt: skip
ARTICLES = frozenset(("a", "an"))
CARDINALS = frozenset([*_SMALL, *TENS, "hundred", *SCALES])
SPOKEN = frozenset((*_SMALL, *TENS))


def spoken(parse: Parse, index: int) -> tuple[int, Fraction] | None:
    """A number in words: two hundred and five, three and a half, two thirds, half a, a dozen."""
    form = parse.form(index)
    if form in VULGAR:
        return index + 1, Fraction(VULGAR[form])
    if form == "half":
        # the article of "half a dozen", "half an hour" belongs to the number
        return index + 1 + (parse.form(index + 1) in ARTICLES), Fraction(1, 2)
    if form == "quarter":
        return (index + 2, Fraction(1, 4)) if parse.form(index + 1) in ARTICLES else None
    if form in ARTICLES:
        following = parse.form(index + 1)
        if following in ("hundred", *SCALES):
            return cardinal(parse, index)
        if following == "dozen":
            return index + 1, Fraction(1)
        if following in _PARTS and not following.endswith("s"):
            return index + 2, Fraction(1, _PARTS[following])
        return None
    if form == "point":
        return _point(parse, index, Fraction(0))
    if form in ("minus", "negative"):
        return None
    read = cardinal(parse, index)
    if read is None:
        return None
    end, value = read
    following = parse.form(end)
    if following == "point":
        return _point(parse, end, value)
    part = end + 1 if following == "-" and parse.tokens[end].glued else end
    name = parse.form(part)
    if name in _PARTS and value.numerator < 100 and (value == 1) != (name.endswith("s") or name == "halves"):
        return part + 1, value / _PARTS[name]
    if following == "and" and parse.form(end - 1) not in SCALES and parse.form(end - 1) != "hundred":
        extra = and_part(parse, end)  # but "one million and a half" is 1.5 million to many
        if extra:
            return extra[0], value + Fraction(extra[1])
    return read


def and_part(parse: Parse, index: int) -> tuple[int, str] | None:
    """``and a half``, ``and three quarters``, ``and 1/2`` after a whole number."""
    at = index + 1
    if at >= parse.end:
        return None
    form, following = parse.form(at), parse.form(at + 1)
    if parse.tokens[at].kind == "number":
        return slashed(parse, at)
    if form in VULGAR:
        return at + 1, VULGAR[form]
    if following in _PARTS:
        count = 1 if form in ARTICLES else _SMALL.get(form, 0)
        plural = following.endswith("s")
        if count and (count > 1) == plural and count < _PARTS[following]:
            return at + 2, f"{count}/{_PARTS[following]}"
    return None


def _point(parse: Parse, index: int, whole: Fraction) -> tuple[int, Fraction] | None:
    """``point one four`` behind a whole number."""
    at, text = index + 1, ""
    while _SMALL.get(parse.form(at), 10) < 10 and len(text) < 30:
        text += str(_SMALL[parse.form(at)])
        at += 1
    return (at, whole + Fraction(int(text), 10 ** len(text))) if text else None


def cardinal(parse: Parse, index: int) -> tuple[int, Fraction] | None:
    """A whole number in words. Groups must descend: 'two thousand three million' is no number.

    ``and`` joins only a last group below a hundred (one thousand and five): one thousand and two hundred
    are two numbers.
    """
    total, limit, end = 0, 10**15, index
    while limit > 1:
        at, joint = end, parse.form(end) if total else ""
        if joint == "and" or (joint == "," and parse.form(end + 1) in CARDINALS):
            at = end + 1
        group = _hundreds(parse, at, first=end == index)
        if group is None:
            break
        after, value = group
        scale = SCALES.get(parse.form(after), 1)
        if scale >= limit or value >= limit:
            break
        if at > end and ((joint == "and") != (scale == 1 and value < 100)):
            break
        if scale == 1 and limit >= 10**6 and total and at == end and value < 100:
            return None  # "two million three" is 2,000,003 to some and 2.3 million to others
        total += value * scale
        limit, end = scale, after + (scale > 1)
    return (end, Fraction(total)) if end > index else None


def _hundreds(parse: Parse, index: int, first: bool) -> tuple[int, int] | None:
    """A number below 10,000 in words: seventeen, twelve hundred, two hundred and five."""
    form = parse.form(index)
    if form in ARTICLES and first:
        end, value = index + 1, 1
    else:
        small = _small(parse, index)
        if small is None:
            return None
        end, value = small
    if parse.form(end) == "hundred" and 0 < value < 100:
        end, value = end + 1, value * 100
        at = end + 1 if parse.form(end) == "and" else end
        rest = _small(parse, at)
        # "two hundred and a half" and "one hundred and two thirds" are left to the parts
        if rest and rest[1] and not (at > end and parse.form(rest[0]) in _PARTS):
            end, value = rest[0], value + rest[1]
    elif form in ARTICLES and parse.form(end) not in SCALES:
        return None
    return end, value


def _small(parse: Parse, index: int) -> tuple[int, int] | None:
    form = parse.form(index)
    if form in _SMALL:
        return index + 1, _SMALL[form]
    if form not in TENS:
        return None
    at = index + 1
    if parse.form(at) == "-" and parse.tokens[at].glued:
        at += 1
    unit = _SMALL.get(parse.form(at), 0)
    if 0 < unit < 10:
        return at + 1, TENS[form] + unit
    return index + 1, TENS[form]
