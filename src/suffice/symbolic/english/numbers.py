"""Literals for numbers in English and in digits; ``install`` registers these, amounts and formulas.

A number is read from its first sign, digit or number word to its natural end: five million is never
also five. Digits glued to letters, dates, versions, telephone numbers and European decimals (1,5) are
no numbers. Values are exact and canonical: ``["num", "3/2"]`` with an integer, a terminating decimal
or a fraction in lowest terms.
"""

from __future__ import annotations

from fractions import Fraction

from suffice.symbolic.english.grammar import Grammar, Match, Parse

_SMALL = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
          "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
          "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "lakh": 10**5, "crore": 10**7,
           "lakhs": 10**5, "crores": 10**7}  # fmt: skip
_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
          "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
          "thousandth": 1000}  # fmt: skip
_PARTS |= {word + "s": n for word, n in _PARTS.items() if word not in ("half", "halves")}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
             "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
             "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
             "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}  # fmt: skip
VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
          "⅙": "1/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}  # fmt: skip
_ARTICLES = frozenset(("a", "an"))
WORDS = frozenset([*_SMALL, *_TENS, "a", "an", "half", "point", "minus", "negative", "quarter", *VULGAR])
_CARDINALS = frozenset([*_SMALL, *_TENS, "hundred", *_SCALES])
SCALE_WORDS = frozenset(("hundred", "dozen", *_SCALES))
SPOKEN = frozenset((*_SMALL, *_TENS))
_PERCENT = frozenset(("%", "percent", "pct", "percentage"))
_AFTER = frozenset(')]},;.?!:=+*^×÷<>"…&|}·')  # marks that may stand glued behind a number
_BEFORE = frozenset("([{=+*/×÷<>\"'~≈|,;:&√^-")  # and glued before one
_DIGITS_MAX = 600  # digits of a number that is computed with while reading


def rational(value: Fraction) -> str:
    """Canonical text: an integer, a terminating decimal of at most 12 places, or a fraction in lowest terms."""
    if value.denominator == 1:
        return str(value.numerator)
    scaled = value * 10**12
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(scaled.numerator):013d}"
    return f"{'-' if value < 0 else ''}{digits[:-12]}.{digits[-12:].rstrip('0')}"


def digits(parse: Parse, index: int) -> tuple[int, str] | None:
    """A number in digits, with an exponent perhaps, and nothing glued behind that could go on with it.

    What may follow glued: an operator, a closing mark, a percent sign, letters (the caller judges them).
    """
    token = parse.tokens[index]
    text = token.form.replace(",", "")
    if len(text) > 1 and text[0] == "0" and text[1] != ".":
        return None
    end = index + 1
    if parse.form(end) == "e" and parse.tokens[end].glued:
        power, at = "", end + 1
        if parse.form(at) in ("+", "-"):
            power, at = parse.form(at), at + 1
        exponent = parse.form(at)
        if not (exponent.isdecimal() and parse.tokens[at].glued and parse.tokens[at - 1].glued) or len(exponent) > 3:
            return None
        if len(text) > _DIGITS_MAX:
            return None
        text, end = rational(Fraction(f"{text}e{power}{exponent}")), at + 1
    elif "." in text:
        text = text.rstrip("0").rstrip(".")
        text = "0" + text if text[:1] == "." else text or "0"
    if end < parse.end:
        following = parse.tokens[end]
        if following.glued and following.kind == "other" and following.form in "_@#.,:'":
            after = parse.tokens[end + 1] if end + 1 < parse.end else None
            if following.form in "_@#" or (after and after.glued and after.kind == "number"):
                return None
    return end, text


def free(parse: Parse, index: int) -> bool:
    """True when nothing glued before the token makes it a part of something longer (A12, 3.14.15, #5)."""
    token = parse.tokens[index]
    if not token.glued or index == 0:
        return True
    before = parse.tokens[index - 1]
    if before.kind != "other" or before.form not in _BEFORE:
        return False
    if before.form == "-":  # -5 is read from its sign
        return False
    if before.form in ":,/'":  # 10:30, 1,5 and 1/2/2026 are no numbers from their middle
        return not before.glued or (index > 1 and parse.tokens[index - 2].form in ("(", "["))
    return True


def signed(parse: Parse, index: int) -> tuple[int, bool]:
    """The index after a sign at ``index`` (same index if none) and whether it is negative."""
    form = parse.tokens[index].form
    if form in ("minus", "negative"):
        return index + 1, True
    if form in ("-", "+") and index + 1 < parse.end and parse.tokens[index + 1].glued:
        before = parse.tokens[index - 1] if index and parse.tokens[index].glued else None
        if before is None or before.form in ("(", "[", "=", ",", "<", ">", "|", '"'):
            return index + 1, form == "-"
    return index, False


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
            fraction = _slashed(parse, end)
            return _plus(read, fraction[1], fraction[0]) if fraction and "." not in text else read
        if form == "/" and end == index + 1:
            return _slashed(parse, index) or read
        if following.kind == "word":
            if form == "and":
                extra = _and_part(parse, end)
                if extra:
                    read = _plus(read, extra[1], extra[0])
                    return read and (_scaled(parse, read) or read)
            return _scaled(parse, read) or read
        return read
    if token.kind == "word" and token.form in WORDS:
        spoken = _spoken(parse, index)
        if spoken is None:
            return None
        end, value = spoken
        read = (end, rational(value))
        return _scaled(parse, read) or read
    if token.form == "$" or token.form == "\\":
        return _latex(parse, index)
    return None


def _plus(read: tuple[int, str], part: str, end: int) -> tuple[int, str] | None:
    if len(read[1]) > _DIGITS_MAX:
        return None
    return end, rational(Fraction(read[1]) + Fraction(part))


def _scaled(parse: Parse, read: tuple[int, str]) -> tuple[int, str] | None:
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
        scale = _SCALES.get(token.form) or {"hundred": 100, "dozen": 12}.get(token.form)
        if scale is None or factor > 10**12:
            break
        factor *= scale
        end += 1
    if factor == 1 or len(text) > _DIGITS_MAX:
        return None
    return end, rational(Fraction(text) * factor)


def _slashed(parse: Parse, index: int) -> tuple[int, str] | None:
    """A fraction of two whole numbers glued by a slash, not a date."""
    if index + 2 >= parse.end:
        return None
    top, slash, bottom = parse.tokens[index : index + 3]
    if slash.form != "/" or bottom.kind != "number" or not (top.form.isdecimal() and bottom.form.isdecimal()):
        return None
    if not (slash.glued and bottom.glued) or len(top.form) + len(bottom.form) > _DIGITS_MAX:
        return None
    if (top.form[0] == "0" and len(top.form) > 1) or bottom.form[0] == "0":
        return None
    after = parse.tokens[index + 3] if index + 3 < parse.end else None
    if after and after.glued and (after.form in ("/", "-", "^") or after.kind != "other"):
        return None
    return index + 3, rational(Fraction(int(top.form), int(bottom.form)))


def _latex(parse: Parse, index: int) -> tuple[int, str] | None:
    r"""``\frac{1}{2}``, perhaps between dollar signs."""
    dollar = parse.form(index) == "$"
    at = index + dollar
    forms = [parse.form(at + k) for k in range(8)]
    if forms[:3] != ["\\", "frac", "{"] or forms[4:6] != ["}", "{"] or forms[7] != "}":
        return None
    top, bottom = forms[3], forms[6]
    if not (top.isdecimal() and bottom.isdecimal() and int(bottom[:9])) or len(top) + len(bottom) > _DIGITS_MAX:
        return None
    end = at + 8
    if dollar and parse.form(end) != "$":
        return None
    return end + dollar, rational(Fraction(int(top), int(bottom)))


def _spoken(parse: Parse, index: int) -> tuple[int, Fraction] | None:
    """A number in words: two hundred and five, three and a half, two thirds, half a, a dozen."""
    form = parse.form(index)
    if form in VULGAR:
        return index + 1, Fraction(VULGAR[form])
    if form == "half":
        # the article of "half a dozen", "half an hour" belongs to the number
        return index + 1 + (parse.form(index + 1) in _ARTICLES), Fraction(1, 2)
    if form == "quarter":
        return (index + 2, Fraction(1, 4)) if parse.form(index + 1) in _ARTICLES else None
    if form in _ARTICLES:
        following = parse.form(index + 1)
        if following in ("hundred", *_SCALES):
            return _cardinal(parse, index)
        if following == "dozen":
            return index + 1, Fraction(1)
        if following in _PARTS and not following.endswith("s"):
            return index + 2, Fraction(1, _PARTS[following])
        return None
    if form == "point":
        return _point(parse, index, Fraction(0))
    if form in ("minus", "negative"):
        return None
    read = _cardinal(parse, index)
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
    if following == "and" and parse.form(end - 1) not in _SCALES and parse.form(end - 1) != "hundred":
        extra = _and_part(parse, end)  # but "one million and a half" is 1.5 million to many
        if extra:
            return extra[0], value + Fraction(extra[1])
    return read


def _and_part(parse: Parse, index: int) -> tuple[int, str] | None:
    """``and a half``, ``and three quarters``, ``and 1/2`` after a whole number."""
    at = index + 1
    if at >= parse.end:
        return None
    form, following = parse.form(at), parse.form(at + 1)
    if parse.tokens[at].kind == "number":
        return _slashed(parse, at)
    if form in VULGAR:
        return at + 1, VULGAR[form]
    if following in _PARTS:
        count = 1 if form in _ARTICLES else _SMALL.get(form, 0)
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


def _cardinal(parse: Parse, index: int) -> tuple[int, Fraction] | None:
    """A whole number in words. Groups must descend: 'two thousand three million' is no number.

    ``and`` joins only a last group below a hundred (one thousand and five): one thousand and two hundred
    are two numbers.
    """
    total, limit, end = 0, 10**15, index
    while limit > 1:
        at, joint = end, parse.form(end) if total else ""
        if joint == "and" or (joint == "," and parse.form(end + 1) in _CARDINALS):
            at = end + 1
        group = _hundreds(parse, at, first=end == index)
        if group is None:
            break
        after, value = group
        scale = _SCALES.get(parse.form(after), 1)
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
    if form in _ARTICLES and first:
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
    elif form in _ARTICLES and parse.form(end) not in _SCALES:
        return None
    return end, value


def _small(parse: Parse, index: int) -> tuple[int, int] | None:
    form = parse.form(index)
    if form in _SMALL:
        return index + 1, _SMALL[form]
    if form not in _TENS:
        return None
    at = index + 1
    if parse.form(at) == "-" and parse.tokens[at].glued:
        at += 1
    unit = _SMALL.get(parse.form(at), 0)
    if 0 < unit < 10:
        return at + 1, _TENS[form] + unit
    return index + 1, _TENS[form]


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
    if (following in _CARDINALS and parse.tokens[end - 1].form != "a") or following == "hundred":
        return []
    found = [(end, ["num", "-" + text if negative and text != "0" else text])]
    if parse.form(end - 1) == "quarters" and end - start > 1:  # coins, or parts of a year
        before = plain(parse, start)
        count = _cardinal(parse, start)
        if before and count and count[0] == end - 1:
            found.append((end - 1, ["num", rational(-count[1] if negative else count[1])]))
    if token.form == "half" and parse.form(end - 1) in _ARTICLES:
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
    if token.form in _TENS:
        at = index + 1 + (parse.form(index + 1) == "-")
        unit = _ORDINALS.get(parse.form(at), 10)
        return [(at + 1, ["num", str(_TENS[token.form] + unit)])] if unit < 10 else []
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
    elif not sign and forms[0] in ("$", "\\") and (read := _latex(parse, at)):
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
    """Register the literals of numbers, amounts, lists and formulas."""
    from suffice.symbolic.english import amounts, formulas, lists

    grammar.literals |= {
        "number": number, "count": count, "ordinal": ordinal, "plain_fraction": plain_fraction, "blank": blank,
    }  # fmt: skip
    amounts.install(grammar)
    lists.install(grammar)
    formulas.install(grammar)
