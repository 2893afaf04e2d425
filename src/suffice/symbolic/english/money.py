"""Literals for money and currencies: $45.50, 45 dollars, €12, 50p, AUD 20, $1.2 million, a euro."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from suffice.symbolic.english.digits import free, rational, signed
from suffice.symbolic.english.figures import ends, figure
from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.numbers import SCALE_WORDS, WORDS, plain
from suffice.symbolic.english.spoken import SPOKEN

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
MONEY_START = WORDS | _SIGNS.keys() | _DOLLARS.keys() | _CODES | {"-", "rs"}


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
    if not ends(parse, end) or parse.form(end) in SCALE_WORDS:
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
    apart = token.raw.isupper() and len(form) > 1  # "A $120 jacket" begins with an article, no currency
    if parse.form(index + 1) == "$" and form in _DOLLARS and (parse.tokens[index + 1].glued or apart):
        return index + 2, [_DOLLARS[form]]
    if form in _CODES and token.raw.isupper():
        return index + 1, [form.upper()]
    if form in ("rs", "inr"):
        return index + 1 + (parse.form(index + 1) == "."), ["INR"]
    return None


def _named(parse: Parse, index: int) -> tuple[str, int] | None:
    """A number with something behind it: (the number, index of what may name a currency)."""
    read = figure(parse, index)
    if read is None and parse.form(index) in ("a", "an"):
        read = (index + 1, "1")  # a dollar, a penny
    if read is None or read[0] >= parse.end:
        return None
    end, text = read
    hyphen = parse.form(end) == "-" and parse.tokens[end].glued and parse.form(end + 1) in _NAMES  # a 20-dollar note
    return text, end + hyphen


def _coins(parse: Parse, text: str, end: int) -> list[Match] | None:
    """So many of the coins that stand at ``end``: 50 cents; None if none do."""
    form = parse.form(end)
    if form not in _COINS or len(text) >= 100:
        return None
    if form in ("p", "c") and not (parse.tokens[end].glued and ends(parse, end + 1)):
        return []
    return [(end + 1, ["money", rational(Fraction(text) / 100), _COINS[form]])]


def _named_money(parse: Parse, index: int) -> list[Match]:
    """Money whose currency stands behind: 45 dollars, 50 cents, 12 €."""
    named = _named(parse, index)
    if named is None:
        return []
    text, end = named
    coined = _coins(parse, text, end)
    if coined is not None:
        return coined
    token = parse.tokens[end]
    form = token.form
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
    if currency is None or not ends(parse, after) or parse.form(after) in SCALE_WORDS:
        return []
    joined = parse.form(after) == "and"
    if (joined or _number_at(parse, after)) and len(text) < 100:
        more = _named(parse, after + joined) if parse.form(after + joined) not in _SIGNS else None
        extra = [
            m
            for m in (more and _coins(parse, *more)) or []
            if parse.form(m[0] - 1) in ("cents", "cent", "pence", "penny")
        ]
        if extra and Fraction(extra[0][1][1]) < 1 and currency in ("USD", "EUR", "GBP", "AUD", "CAD"):
            whole = rational(Fraction(text) + Fraction(extra[0][1][1]))
            return [(extra[0][0], ["money", whole, currency]), (after, ["money", text, currency])]
        if not joined:
            return []  # 15 dollars 50
    return [(after, ["money", text, currency])]


def _number_at(parse: Parse, index: int) -> bool:
    return index < parse.end and (parse.tokens[index].kind == "number" or parse.form(index) in SPOKEN)


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
    grammar.literals |= {"money": money, "currency": currency}
    nations = _NATIONS.keys() | _NATIVE | {"kroner", "krone", "kronor", "krona"}
    grammar.openers["currency"] = nations | _CODES | _NAMES.keys() | _SIGNS.keys()
