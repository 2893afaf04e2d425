"""Literals of buying: prices beyond doubt, and lists of things with their counts and prices."""

from __future__ import annotations


from suffice.records import Json
from suffice.symbolic.arithmetic import offers, sharing, units
from suffice.symbolic.english.grammar import Grammar, Match, Parse

_DETERMINERS = frozenset("the my our your his her their its".split())
_FIGURES = frozenset(
    "price prices cost costs value pay fee fees charge profit profits turnover sales tax balance wage amount number".split()
)
_MOST = 40  # things of one list
_CENTS = frozenset(("USD", "EUR", "CAD", "AUD", "NZD"))
_MADE = frozenset(("rows", "list", "add", "sub", "mul", "div"))
_DIGITS = frozenset(("decimals", "sigfigs", "nearest", "as", "unit"))


def marked(parse: Parse, index: int) -> list[Match]:
    """A price beyond doubt: money, or a number with exactly two decimals (2.40)."""
    found = parse.match("money", index)
    if found or index >= parse.end or parse.tokens[index].kind != "number":
        return found
    if len(parse.tokens[index].form.partition(".")[2]) != 2:
        return []
    return [match for match in parse.match("number", index) if match[0] == index + 1]


def basket(parse: Parse, index: int) -> list[Match]:
    """Two or more ``basket_item`` as rows: 2 pens and 3 books; 2 pens at $3 each, 3 books at $5 each and a bag at $9."""
    found: list[Match] = []
    todo = [(end, [row]) for end, row in parse.match("basket_item", index)]
    while todo and len(found) < 16:
        end, rows = todo.pop()
        if len(rows) > 1:
            found.append((end, ["rows", rows]))
        start = end + (parse.form(end) == ",")
        start += parse.form(start) in ("and", "&", "plus")
        if start > end and len(rows) < _MOST:
            todo += [(after, [*rows, row]) for after, row in parse.match("basket_item", start)]
    return found


def priced(parse: Parse, index: int) -> list[Match]:
    """A figure by its name, as a thing: the price of milk, my pay, its value."""
    start = index + (parse.form(index) in _DETERMINERS)
    word = parse.form(start)
    if word not in _FIGURES:
        return []
    head = word.removesuffix("s") if word != "sales" else word
    found: list[Match] = [(start + 1, ["thing", head, word])]
    if parse.form(start + 1) in ("of", "for"):
        found += [(end, ["thing", head, f"{word} of {value[2]}"]) for end, value in parse.match("thing", start + 2)]
    return found


def install(grammar: Grammar) -> None:
    grammar.literals |= {"marked": marked, "basket": basket, "priced": priced}
    offers.install(grammar)
    sharing.install(grammar)


def coins(body: dict[str, Json], form: dict[str, Json]) -> None:
    """An amount of money whose currency is nowhere named is given with two decimals unless the form says otherwise."""
    money, wanted = form.pop("coins", False), form.get("unit")
    if isinstance(wanted, list) and wanted[0] == "unit" and wanted[1] in _CENTS:
        body["given"] = _spelled(body["given"], wanted[1])
    if _named(body["given"]):
        return
    if isinstance(wanted, list) and wanted[0] == "unit" and units.is_currency(wanted[1]) and _plain(body["given"]):
        del form["unit"]  # plain prices, and the answer wanted in dollars: these are dollars
        money = True
    if money and not _DIGITS & form.keys():
        form["decimals"] = 2


def _spelled(value: Json, code: str) -> Json:
    """``value`` with the currency of cents that were not named: an answer in dollars makes 80 cents $0.80."""
    if isinstance(value, dict):
        return {name: _spelled(part, code) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    if value[:1] == ["money"] and value[2:] == [""]:
        return [*value[:2], code]
    return [_spelled(part, code) for part in value]


def _plain(value: Json) -> bool:
    """True when there is nothing but numbers and percentages among the values."""
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    if isinstance(value, list) and value and isinstance(value[0], str):
        return value[0] in ("num", "pct", "label", "thing", "person") or (value[0] in _MADE and _plain(value[1:]))
    return isinstance(value, list) and all(map(_plain, value))


def _named(value: Json) -> bool:
    """True when a currency is named somewhere in ``value``."""
    if isinstance(value, dict):
        return any(map(_named, value.values()))
    if not isinstance(value, list) or not value:
        return False
    if value[0] in ("money", "qty"):
        return value[0] == "money" or any(map(units.is_currency, units.parse(value[2])))
    return any(map(_named, value))
