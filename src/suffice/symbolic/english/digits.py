"""Numbers in digits: where one may begin and end, signs, exponents, fractions with a slash or in LaTeX."""

from __future__ import annotations

from fractions import Fraction

from suffice.symbolic.english.grammar import Parse

_BEFORE = frozenset("([{=+*/×÷<>\"'~≈|,;:&√^-")  # and glued before one
DIGITS_MAX = 600  # digits of a number that is computed with while reading


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
        if len(text) > DIGITS_MAX:
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


def slashed(parse: Parse, index: int) -> tuple[int, str] | None:
    """A fraction of two whole numbers glued by a slash, not a date."""
    if index + 2 >= parse.end:
        return None
    top, slash, bottom = parse.tokens[index : index + 3]
    if slash.form != "/" or bottom.kind != "number" or not (top.form.isdecimal() and bottom.form.isdecimal()):
        return None
    if not (slash.glued and bottom.glued) or len(top.form) + len(bottom.form) > DIGITS_MAX:
        return None
    if (top.form[0] == "0" and len(top.form) > 1) or bottom.form[0] == "0":
        return None
    after = parse.tokens[index + 3] if index + 3 < parse.end else None
    if after and after.glued and (after.form in ("/", "-", "^") or after.kind != "other"):
        return None
    return index + 3, rational(Fraction(int(top.form), int(bottom.form)))


def latex(parse: Parse, index: int) -> tuple[int, str] | None:
    r"""``\frac{1}{2}``, perhaps between dollar signs."""
    dollar = parse.form(index) == "$"
    at = index + dollar
    forms = [parse.form(at + k) for k in range(8)]
    if forms[:3] != ["\\", "frac", "{"] or forms[4:6] != ["}", "{"] or forms[7] != "}":
        return None
    top, bottom = forms[3], forms[6]
    if not (top.isdecimal() and bottom.isdecimal() and int(bottom[:9])) or len(top) + len(bottom) > DIGITS_MAX:
        return None
    end = at + 8
    if dollar and parse.form(end) != "$":
        return None
    return end + dollar, rational(Fraction(int(top), int(bottom)))
