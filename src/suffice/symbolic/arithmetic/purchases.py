"""Literals of buying: prices beyond doubt, and lists of things with their counts and prices."""

from __future__ import annotations

from collections.abc import Mapping

from suffice.records import Abstain, Code, Json
from suffice.symbolic.arithmetic import offers, sharing, units
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse

_DETERMINERS = frozenset("the my our your his her their its".split())
_FIGURES = frozenset(
    "price prices cost costs value pay fee fees charge profit profits turnover sales tax balance"
    " wage amount number rate weight temperature speed height length".split()
)
_SPANS = frozenset("hour day week month quarter year".split())
_PERIODS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
            "yearly": "year",
            "annually": "year", "annual": "year", "pcm": "month", "pa": "year"}  # fmt: skip
_MOST = 40  # things of one list
_PERIODICAL = frozenset("hourly daily weekly monthly yearly annual gross net".split())
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
    """Two or more ``basket_item`` as rows: 2 pens and 3 books; 2 pens at $3 each and a bag at $9."""
    found: list[Match] = []
    todo = [(end, [row]) for end, row in parse.match("basket_item", index)]
    while todo and len(found) < 16:
        end, rows = todo.pop()
        if len(rows) > 1:
            found.append((end, ["rows", [_labelled(row) for row in rows]]))
        start = end + (parse.form(end) == ",")
        start += parse.form(start) in ("and", "&", "plus")
        if start > end and len(rows) < _MOST:
            todo += [(after, [*rows, row]) for after, row in parse.match("basket_item", start)]
    return found


def _labelled(row: dict[str, Json]) -> dict[str, Json]:
    row = {name: value for name, value in row.items() if not name.startswith("__")}
    item = row.get("item")
    return {**row, "item": ["label", item]} if isinstance(item, str) else row


def priced(parse: Parse, index: int) -> list[Match]:
    """A figure by its name, as a thing: the price of milk, my pay, its value."""
    start = index + (parse.form(index) in _DETERMINERS or parse.form(index) in ("a", "an"))
    start += parse.form(start) in _PERIODICAL
    word = parse.form(start)
    if word not in _FIGURES:
        return []
    head = word.removesuffix("s") if word != "sales" else word
    found: list[Match] = [(start + 1, ["thing", head, word])]
    if parse.form(start + 1) in ("of", "for"):
        found += [(end, ["thing", head, f"{word} of {value[2]}"]) for end, value in parse.match("thing", start + 2)]
    return found


def pay_period(parse: Parse, index: int) -> list[Match]:
    """How often something is paid, as a thing that must stay the same: a month, monthly, per year, pcm."""
    form = parse.form(index)
    if form in _PERIODS:
        return [(index + 1, ["thing", _PERIODS[form], _PERIODS[form]])]
    if form in ("a", "an", "per", "each", "every", "/") and parse.form(index + 1) in _SPANS:
        return [(index + 2, ["thing", parse.form(index + 1), parse.form(index + 1)])]
    return []


def install(grammar: Grammar) -> None:
    grammar.literals |= {"marked": marked, "basket": basket, "pay_period": pay_period, "priced": priced}
    grammar.openers |= {
        "marked": frozenset(("<money>", NUMBER)), "basket": frozenset(("<basket_item>",)),
        "pay_period": _PERIODS.keys() | {"a", "an", "per", "each", "every", "/"},
        "priced": _DETERMINERS | _PERIODICAL | _FIGURES | {"a", "an"},
    }  # fmt: skip
    offers.install(grammar)
    sharing.install(grammar)


def coins(body: dict[str, Json], form: dict[str, Json]) -> Abstain | None:
    """Sees to an answer that is to be an amount of money.

    Its units must cancel out but for the currency. When no currency is named anywhere it is given with two decimals,
    unless the form says otherwise.
    """
    money, wanted = form.pop("coins", False), form.get("unit")
    if isinstance(wanted, list) and wanted[0] == "unit":
        if wanted[1] in _CENTS:
            body["given"] = _spelled(body["given"], wanted[1])
        if units.is_currency(wanted[1]) and _plain(body["given"]):
            del form["unit"]  # plain prices, and the answer wanted in dollars: these are dollars
            form.setdefault("decimals", 2)
    if not money:
        return None
    if not _DIGITS & form.keys() and not _named(body["given"]):
        form["decimals"] = 2
    left = _units(body["find"], body["given"], {})
    if any(power and not (power == 1 and units.is_currency(base)) for base, power in left.items()):
        return Abstain(Code.UNSUPPORTED, "what is asked would be no amount of money")
    return None


def _units(expr: Json, given: Mapping[str, Json], row: Mapping[str, Json]) -> dict[str, int]:
    """The powers of base quantities in the value of an expression, read off without computing it."""
    match expr:
        case ["ref", name]:
            return _units(row.get(name, given.get(name)), given, row)
        case ["money", _, code]:
            return {code or units.ANY_CENTS: 1}
        case ["qty", _, unit]:
            return dict(units.dimension(units.parse(unit)))
        case ["mul" | "div" as sign, *parts]:
            total = dict(_units(parts[0], given, row))
            for part in parts[1:]:
                for base, power in _units(part, given, row).items():
                    total[base] = total.get(base, 0) + (power if sign == "mul" else -power)
            return total
        case ["total", ["ref", rows], inner]:
            return _units(inner, given, given[rows][1][0])
        case ["add" | "sub" | "neg" | "min" | "max" | "ceil" | "floor" | "round" | "abs", part, *_]:
            return _units(part, given, row)
        case _:
            return {}


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
        made = value[0] in _MADE and _plain(value[1:])
        return made or value[0] in ("num", "pct", "label", "thing", "person")
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
