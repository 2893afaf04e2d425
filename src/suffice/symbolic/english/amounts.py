"""Literals for percentages, money, quantities with units, and the units by themselves."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from suffice.symbolic.english import units
from suffice.symbolic.english.digits import digits, free, rational, signed
from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.numbers import SCALE_WORDS, WORDS, plain
from suffice.symbolic.english.spoken import SPOKEN, and_part

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS"}
_DOLLARS = {"us": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "nz": "NZD", "hk": "HKD", "s": "SGD"}
_CODES = frozenset(("usd", "eur", "gbp", "inr", "jpy", "chf", "aud", "cad", "nzd", "hkd", "sgd", "sek", "nok",
                    "dkk", "pln", "czk", "huf", "cny", "krw", "brl", "mxn", "zar", "try", "ils", "thb", "aed",
                    "rub"))  # fmt: skip
_NAMES = {"dollar": "USD", "dollars": "USD", "buck": "USD", "bucks": "USD", "euro": "EUR", "euros": "EUR",
          "pound": "GBP", "pounds": "GBP", "quid": "GBP", "rupee": "INR", "rupees": "INR", "yen": "JPY",
          "franc": "CHF", "francs": "CHF", "yuan": "CNY",
          "forint": "HUF", "forints": "HUF", "baht": "THB", "rmb": "CNY", "won": "KRW", "zloty": "PLN"}  # fmt: skip
_NATIONS = {"us": "USD", "american": "USD", "australian": "AUD", "canadian": "CAD", "singapore": "SGD"}
_NATIVE_PAIRS = {("norwegian", "kroner"): "NOK", ("norwegian", "krone"): "NOK", ("danish", "kroner"): "DKK",
                 ("danish", "krone"): "DKK", ("swedish", "kronor"): "SEK", ("swedish", "krona"): "SEK",
                 ("british", "pound"): "GBP", ("british", "pounds"): "GBP", ("swiss", "francs"): "CHF",
                 ("swiss", "franc"): "CHF", ("indian", "rupees"): "INR", ("japanese", "yen"): "JPY",
                 ("polish", "zloty"): "PLN", ("turkish", "lira"): "TRY", ("thai", "baht"): "THB",
                 ("hungarian", "forints"): "HUF", ("hungarian", "forint"): "HUF", ("mexican", "pesos"): "MXN",
                 ("czech", "crowns"): "CZK", ("czech", "koruna"): "CZK", ("chinese", "yuan"): "CNY",
                 ("south", "rand"): "ZAR"}  # fmt: skip
_NATIVE = frozenset(nation for nation, _ in _NATIVE_PAIRS)
_LATE_SCALES = {"m": 10**6, "b": 10**9, "k": 10**3, "mm": 10**6}  # only behind a currency sign: $5m, $2b
_COINS = {"cent": "", "cents": "", "¢": "", "pence": "GBP", "penny": "GBP", "p": "GBP", "c": ""}
_RATIOS = {("h", "min"): 60, ("min", "s"): 60, ("h", "s"): 3600, ("ft", "in"): 12, ("yd", "ft"): 3, ("yd", "in"): 36,
           ("mi", "ft"): 5280, ("mi", "yd"): 1760, ("lb", "oz"): 16, ("st", "lb"): 14, ("km", "m"): 1000,
           ("m", "cm"): 100, ("cm", "mm"): 10, ("kg", "g"): 1000, ("t", "kg"): 1000, ("L", "mL"): 1000,
           ("day", "h"): 24, ("week", "day"): 7, ("day", "min"): 1440, ("year", "month"): 12, ("deg", "arcmin"): 60,
           ("arcmin", "arcsec"): 60}  # fmt: skip
_LISTED = frozenset((("km", "m"), ("m", "cm"), ("cm", "mm"), ("kg", "g"), ("t", "kg"), ("L", "mL"), ("mi", "yd")))
_BARE = {"ft": 12, "st": 14}  # what is left over may stand without its unit
_SMALL = {"ft": "in", "st": "lb"}
_AFTER_BARE = frozenset(("", "tall", "in", "to", "into", "high", "long", "and", ",", ")", "now", "heavy"))
_START = WORDS | frozenset(("$", "-", "+", "\\"))
MONEY_START = WORDS | _SIGNS.keys() | _DOLLARS.keys() | _CODES | {"-", "rs"}


def _amount(parse: Parse, index: int) -> tuple[int, str] | None:
    """A number with its sign that a unit, a currency or a percent sign may follow."""
    token = parse.tokens[index]
    if (token.kind != "number" and token.form not in _START) or not free(parse, index):
        return None
    start, negative = (index, False) if token.kind == "number" else signed(parse, index)
    if start >= parse.end or parse.form(start) in ("$", "\\"):
        return None
    read = plain(parse, start)
    return read and (read[0], "-" + read[1] if negative and read[1] != "0" else read[1])


def percent(parse: Parse, index: int) -> list[Match]:
    """``["pct", "20"]``: 20%, twenty per cent, half a percent, 25 basis points."""
    if index >= parse.end:
        return []
    read = _amount(parse, index)
    return _percent_end(parse, *read) if read else []


def _percent_end(parse: Parse, end: int, text: str) -> list[Match]:
    form = parse.form(end)
    if form == "%":
        after = parse.tokens[end + 1] if end + 1 < parse.end else None
        if after and after.glued and (after.kind != "other" or after.form in ("%", "$", "/")):
            return []
        return [(end + 1, ["pct", text])]
    if form in ("percent", "pct"):
        return [(end + 1, ["pct", text])]
    if form == "per" and parse.form(end + 1) == "cent":
        return [(end + 2, ["pct", text])]
    if (form == "basis" and parse.form(end + 1) in ("points", "point")) or form in ("bps", "bp"):
        return [(end + 1 + (form == "basis"), ["pct", rational(Fraction(text) / 100)])] if len(text) < 100 else []
    return []


def money(parse: Parse, index: int) -> list[Match]:
    """``["money", "45.50", "USD"]``: $45.50, 45 dollars, €12, 50 cents, 50p, AUD 20, $1.2 million, Rs. 500."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    if token.kind != "number" and token.form not in MONEY_START:
        return []
    if token.kind == "number" or token.form in WORDS:
        found = _named_money(parse, index)
        return found or (_signed_money(parse, index) if token.kind != "number" else [])
    return _signed_money(parse, index)


def _signed_money(parse: Parse, index: int) -> list[Match]:
    """Money whose currency stands in front."""
    start, negative = index, False
    if parse.form(index) in ("-", "minus"):
        start, negative = signed(parse, index)
    prefix = _prefix(parse, start)
    if prefix is None:
        return []
    at, currencies = prefix
    if parse.form(at) == "-" and at + 1 < parse.end and parse.tokens[at + 1].glued and not negative:
        at, negative = at + 1, True
    if at >= parse.end or parse.tokens[at].kind != "number" or not free(parse, index):
        return []
    read = plain(parse, at)
    if read is None:
        return []
    end, text = read
    scale = _LATE_SCALES.get(parse.form(end)) if end < parse.end and parse.tokens[end].glued else None
    if scale and end == at + 1:
        end, text = end + 1, rational(Fraction(text) * scale) if len(text) < 100 else text
    if parse.form(end).upper() in ("USD", "AUD", "CAD", "NZD", "HKD", "SGD") and currencies == ["USD"]:
        end, currencies = end + 1, [parse.form(end).upper()]
    if not _clean(parse, end) or parse.form(end) in SCALE_WORDS:
        return []
    sign = "-" if negative else ""
    return [(end, ["money", sign + text, currency]) for currency in currencies]


def _prefix(parse: Parse, index: int) -> tuple[int, list[str]] | None:
    """A currency in front of a number: (index of the number, currencies)."""
    if index >= parse.end:
        return None
    token = parse.tokens[index]
    form = token.form
    if token.kind == "other":
        return (index + 1, [_SIGNS[form]]) if form in _SIGNS else None
    if token.kind != "word":
        return None
    if parse.form(index + 1) == "$" and form in _DOLLARS and (parse.tokens[index + 1].glued or token.raw.isupper()):
        return index + 2, [_DOLLARS[form]]
    if form in _CODES and token.raw.isupper():
        return index + 1, [form.upper()]
    if form in ("rs", "inr"):
        return index + 1 + (parse.form(index + 1) == "."), ["INR"]
    return None


def _named_money(parse: Parse, index: int) -> list[Match]:
    """Money whose currency stands behind: 45 dollars, 50 cents, 12 €."""
    read = _amount(parse, index)
    if read is None and parse.form(index) in ("a", "an"):
        read = (index + 1, "1")  # a dollar, a penny
    if read is None or read[0] >= parse.end:
        return []
    end, text = read
    token = parse.tokens[end]
    form = token.form
    if form == "-" and token.glued and parse.form(end + 1) in _NAMES:  # a 20-dollar note
        end, form = end + 1, parse.form(end + 1)
        token = parse.tokens[end]
    if form in _COINS and len(text) < 100:
        if form in ("p", "c") and not (token.glued and _clean(parse, end + 1)):
            return []
        return [(end + 1, ["money", rational(Fraction(text) / 100), _COINS[form]])]
    after, currency = end + 1, _NAMES.get(form)
    if form in _NATIONS and parse.form(end + 1) in ("dollar", "dollars"):
        after, currency = end + 2, _NATIONS[form]
    elif currency == "GBP" and parse.form(after) == "sterling":
        after += 1
    elif form in _NATIVE and (form, parse.form(end + 1)) in _NATIVE_PAIRS:
        after, currency = end + 2, _NATIVE_PAIRS[form, parse.form(end + 1)]
    elif form in _CODES and (token.raw.isupper() or form != "try"):
        currency = form.upper()
    elif form in ("€", "£", "₹", "₽"):
        currency = _SIGNS[form]
    if currency is None or not _clean(parse, after) or parse.form(after) in SCALE_WORDS:
        return []
    joined = parse.form(after) == "and"
    if (joined or _number_at(parse, after)) and len(text) < 100:
        coins = _named_money(parse, after + joined) if parse.form(after + joined) not in _SIGNS else []
        extra = [m for m in coins if parse.form(m[0] - 1) in ("cents", "cent", "pence", "penny")]
        if extra and Fraction(extra[0][1][1]) < 1 and currency in ("USD", "EUR", "GBP", "AUD", "CAD"):
            whole = rational(Fraction(text) + Fraction(extra[0][1][1]))
            return [(extra[0][0], ["money", whole, currency]), (after, ["money", text, currency])]
        if not joined:
            return []  # 15 dollars 50
    return [(after, ["money", text, currency])]


def _number_at(parse: Parse, index: int) -> bool:
    return index < parse.end and (parse.tokens[index].kind == "number" or parse.form(index) in SPOKEN)


def _clean(parse: Parse, end: int) -> bool:
    """False when something glued behind shows that the amount goes on."""
    if end >= parse.end or not parse.tokens[end].glued:
        return True
    token = parse.tokens[end]
    if token.kind != "other" or token.form in "%_@#":
        return False
    if token.form in "-–":
        return False
    after = parse.tokens[end + 1] if end + 1 < parse.end else None
    return not (token.form in ".,:/" and after and after.glued and after.kind == "number")


def quantity(parse: Parse, index: int) -> list[Match]:
    """``["qty", "5", "km"]``: 5km, five feet, 5 ft 11 in, 2 hours 30 minutes, 60 km/h, $3 per kg."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    if token.kind == "number" or token.form in WORDS or token.form in ("-", "+"):
        found = _measured(parse, index)
        if found:
            return found
    found = []
    if token.kind != "number" and token.form not in MONEY_START:
        return []
    for end, (_, text, currency) in parse.match("money", index):
        for after, divisor, _ in units.per(parse, end):
            found.append((after, ["qty", text, f"{currency or '¤'}/{divisor}"]))
    return found


def _measured(parse: Parse, index: int) -> list[Match]:
    token = parse.tokens[index]
    if token.kind == "number" and parse.form(index + 1) == "'" and parse.tokens[index + 1].glued:
        return _feet_and_inches(parse, index)
    if token.form in ("a", "an"):
        read = (index + 1, "1") if parse.form(index + 1) in units.names().words else _amount(parse, index)
    else:
        read = _amount(parse, index)
    if read is None or read[0] >= parse.end:
        return []
    end, text = read
    following = parse.tokens[end]
    hyphen = following.form == "-" and following.glued and end + 1 < parse.end and parse.tokens[end + 1].glued
    at = end + 1 if hyphen else end  # a 20-minute call
    found: list[Match] = []
    for after, symbol in units.unit(parse, at):
        if hyphen and parse.form(after) == "-":
            return []
        mixed = _mixed(parse, after, text, symbol)
        found += mixed
        if not _clean(parse, after) or (mixed and parse.form(after) not in ("and", ",")):
            continue
        found.append((after, ["qty", text, symbol]))
        half = and_part(parse, after) if parse.form(after) == "and" else None
        if half and len(text) < 100 and parse.form(half[0] - 1) in ("half", "quarter", "quarters"):
            found.append((half[0], ["qty", rational(Fraction(text) + Fraction(half[1])), symbol]))
    return _distinct(found)


def _smaller_part(parse: Parse, end: int) -> int:
    """The index of a number behind an amount: straight behind it, or after ``and`` or a comma; 0 if none."""
    at = end
    if parse.form(at) == ",":
        at += 1
    if parse.form(at) == "and":
        at += 1
    return at if at < parse.end and (parse.tokens[at].kind == "number" or parse.form(at) in WORDS) else 0


def _mixed(parse: Parse, end: int, text: str, symbol: str) -> list[Match]:
    """``5 ft`` and ``11 in`` as one amount in the smaller unit, three units deep."""
    at = _smaller_part(parse, end)
    if not at or len(text) > 100 or Fraction(text).denominator != 1:
        return []
    read = digits(parse, at) if parse.tokens[at].kind == "number" else plain(parse, at)
    if read is None or len(read[1]) > 100:
        return []
    found: list[Match] = []
    bare = at == end and parse.form(read[0]) in _AFTER_BARE and read[1].isdecimal() and not text.startswith("-")
    if bare and int(read[1]) < _BARE.get(symbol, 0):  # 5 ft 9, 11 stone 4
        found.append((read[0], ["qty", rational(Fraction(text) * _BARE[symbol] + int(read[1])), _SMALL[symbol]]))
    for after, smaller in units.unit(parse, read[0]):
        pair = (symbol, smaller)
        ratio = _RATIOS.get(pair)
        if ratio is None or Fraction(read[1]) >= ratio or (at > end and pair in _LISTED):
            continue
        sign = -1 if text.startswith("-") else 1
        total = rational(Fraction(text) * ratio + sign * Fraction(read[1]))
        deeper = _mixed(parse, after, total, smaller)
        found += deeper or ([(after, ["qty", total, smaller])] if _clean(parse, after) else [])
    return found


def _feet_and_inches(parse: Parse, index: int) -> list[Match]:
    """5'11", 5' 11", 6'."""
    feet = parse.tokens[index].form
    if not feet.isdecimal() or len(feet) > 6 or not free(parse, index):
        return []
    at = index + 2
    if at >= parse.end or parse.tokens[at].kind != "number":
        return [(at, ["qty", feet, "ft"])] if _clean(parse, at) else []
    inches = parse.tokens[at].form
    end = at + 2 if (parse.form(at + 1), parse.form(at + 2)) == ("'", "'") else at
    if end == at and parse.form(at + 1) not in ('"', "in", "inches"):
        return []
    if "," in inches or len(inches) > 9 or Fraction(inches) >= 12:
        return []
    return [(max(end, at + 1) + 1, ["qty", rational(Fraction(feet) * 12 + Fraction(inches)), "in"])]


def _distinct(found: list[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in found:
        if match not in kept:
            kept.append(match)
    return kept


def rate(parse: Parse, index: int) -> list[Match]:
    """A quantity per something: 60 km/h, $3 per kg."""
    return [(end, value) for end, value in parse.match("quantity", index) if "/" in value[2]]


def unit(parse: Parse, index: int) -> list[Match]:
    """``["unit", "km/h"]``: a unit by itself, singular or plural."""
    if index >= parse.end or parse.tokens[index].kind == "number":
        return []
    return _distinct([(end, ["unit", symbol]) for end, symbol in units.unit(parse, index) if _clean(parse, end)])


def currency(parse: Parse, index: int) -> list[Match]:
    """``["unit", "EUR"]``: a currency by itself."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    form = token.form
    if form in _NATIONS and parse.form(index + 1) in ("dollar", "dollars"):
        return [(index + 2, ["unit", _NATIONS[form]])]
    if form in _CODES and (token.raw.isupper() or form != "try"):
        return [(index + 1, ["unit", form.upper()])]
    pair = _NATIVE_PAIRS.get((form, parse.form(index + 1))) if form in _NATIVE else None
    if pair:
        return [(index + 2, ["unit", pair])]
    if form in ("kroner", "krone", "kronor", "krona"):  # of the one nation that is named elsewhere
        forms = [token.form for token in parse.tokens]
        named = {_NATIVE_PAIRS[pair] for pair in pairwise(forms) if pair in _NATIVE_PAIRS and pair[1][:3] == "kro"}
        return [(index + 1, ["unit", named.pop()])] if len(named) == 1 else []
    known = _NAMES.get(form) or _SIGNS.get(form)
    return [(index + 1, ["unit", known])] if known else []


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "percent": percent, "money": money, "quantity": quantity, "rate": rate, "unit": unit, "currency": currency,
    }  # fmt: skip
    nations = _NATIONS.keys() | _NATIVE | {"kroner", "krone", "kronor", "krona"}
    grammar.openers |= {"unit": units.first_words(), "currency": nations | _CODES | _NAMES.keys() | _SIGNS.keys()}
