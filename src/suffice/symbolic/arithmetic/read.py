"""Reads arithmetic out of plain English; the wording is data, in ``scenarios/*.rules``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.arithmetic import dated, literals, paces, predicates, purchases, units
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.meaning import BY_TEMPLATE, Meaning
from suffice.symbolic.english.numbers import SCALE_WORDS, WORDS
from suffice.symbolic.english.spoken import ARTICLES
from suffice.symbolic.english.text import Text
from suffice.symbolic.english.units import first_words
from suffice.symbolic.reading import GrammarReader, plain_body


def read(task: Task) -> Reading | Abstain:
    """Every arithmetic Problem that the whole task states, or why there is none."""
    return GrammarReader("arithmetic", finish, likely).read(task)


@cache
def _figures() -> frozenset[str]:
    """Words of numbers and of measures, and those that ask for a number."""
    measures = (word for word in first_words() if len(word) > 3)
    return (WORDS - ARTICLES) | SCALE_WORDS | frozenset(("many", "much", "twice", "double", "percentage", *measures))


def about(text: Text) -> bool:
    """Whether any figure or measure is spoken of."""
    figures = _figures()
    return any(token.kind == "number" or token.form in figures for token in text.tokens)


def install(grammar: Grammar) -> None:
    """The literals that only arithmetic needs."""
    literals.install(grammar)
    purchases.install(grammar)
    predicates.install(grammar)
    dated.install(grammar)


_ELSEWHERE = ("date", "clock", "weekday")  # how dates are written says nothing about numbers
_DIGITS = frozenset(("as", "decimals", "sigfigs", "nearest", "unit", "scientific"))
_TRUTHS = frozenset(("lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"))

_SIGNED = frozenset(
    ("expression", "operation", "conversion", "numeral", "extreme", "compare", "rounding", "list_figures")
)  # these compute with whatever stands there


def _below_zero(given: Mapping[str, Json]) -> bool:
    """True when a role or a row holds an amount of money or a length, weight or time below zero."""
    values = [value for value in given.values() if value[0] != "rows"]
    values += [value for role in given.values() if role[0] == "rows" for row in role[1] for value in row.values()]
    return any(
        value[0] in ("money", "qty", "pct")
        and value[1].startswith("-")
        and not (value[0] == "qty" and _degrees(value[2]))
        for value in values
    )


def _one_kind_of_time(given: Mapping[str, Json], form: Mapping[str, Json]) -> bool:
    """False where hours and days of work would have to be turned into each other."""
    named = [value[2] for value in given.values() if value[0] == "qty"] + [str(form.get("unit", ["unit", ""])[-1])]
    return not ({"h", "min"} & set(named) and {"day", "week", "month"} & set(named))


def _degrees(unit: str) -> bool:
    return any(base == "K" for base, _ in units.dimension(units.parse(unit)))


def _turned(given: dict[str, Json], form: Mapping[str, Json]) -> Abstain | None:
    """Puts a rate that the text gives (1 mile = 1.6 km) the right way round: ``one`` on the side of what is converted,
    ``other`` on the side of the unit that is asked for. A rate that is no rate between the two is refused."""
    start = given.get("x", given.get("each_x"))
    wanted = form.get("unit")
    if start is None or start[0] != "qty" or not isinstance(wanted, list):
        return Abstain(Code.UNDERDETERMINED, "a rate is given, but not the unit that is wanted")
    one, other, end = given["one"][2], given["other"][2], wanted[1]
    dimensions = {units.dimension(units.parse(unit)) for unit in (start[2], one, other, end)}
    if len(dimensions) == 1:
        for alike in (str.__eq__, _one_system):
            there = alike(start[2], one) and alike(end, other)
            back = alike(start[2], other) and alike(end, one)
            if there and not back:
                return None
            if back and not there:
                given["one"], given["other"] = given["other"], given["one"]
                return None
    return Abstain(Code.UNSUPPORTED, "the rate that is given is not between the two units")


def _one_system(left: str, right: str) -> bool:
    return units.systems(left) == units.systems(right)


def finish(meaning: Meaning, task: Task) -> Json | Abstain:
    """The Problem body; an unknown that is asked for must be the equation's."""
    body = plain_body(meaning, task)
    form = body["form"]
    for key in _ELSEWHERE:
        form.pop(key, None)
    if form.pop("type", "number") != "number":
        return Abstain(Code.INCONSISTENT, "a number is asked for, but a date, a time or a weekday is to be answered")
    if form.get("yesno") and meaning.find[0] not in _TRUTHS:
        return Abstain(Code.INCONSISTENT, "a number is asked for, but yes or no is to be answered")
    if form.pop("bare", False):
        form["show_unit"] = False
    if form.pop("symbol", False):
        if "show_unit" in form:
            return Abstain(Code.INCONSISTENT, "the currency is to be shown and to be left out")
        form["show_unit"] = True
    if "reply" in form or (
        meaning.ask == BY_TEMPLATE and "json" not in form
    ):  # whoever takes the reply counts on its unit
        form.setdefault("show_unit", True)
    if meaning.scenario not in _SIGNED and _below_zero(body["given"]):
        return Abstain(Code.INCONSISTENT, "a price, a distance or the like is given as less than nothing")
    if meaning.scenario == "crew" and not _one_kind_of_time(body["given"], form):
        return Abstain(Code.AMBIGUOUS, "how many hours are worked in a day is not said")
    refusal = purchases.coins(body, form)
    if refusal:
        return refusal
    if meaning.scenario == "conversion" and meaning.ask == "wanted" and "unit" not in form:
        return Abstain(Code.UNDERDETERMINED, "the unit that is wanted is not named")
    if meaning.scenario == "conversion" and "one" in body["given"]:
        refusal = _turned(body["given"], form)
        if refusal:
            return refusal
    if not form.keys() & _DIGITS and _of_fractions(meaning):
        form["as"] = "fraction"
    pace = None
    if meaning.ask != BY_TEMPLATE:
        pace = paces.unbound(task.messages[-1].content, meaning.ask, meaning.given, meaning.find, form)
    if pace is not None:
        return Abstain(Code.UNDERDETERMINED, f"by the {pace} is asked, which nothing that is told is reckoned by")
    asked = form.pop("letter", None)
    for value in body["given"].values():
        if asked is not None and value[0] == "equation" and value[1] != asked:
            return Abstain(Code.UNDERDETERMINED, f"the equation says nothing about {asked}")
    return body


def likely(bodies: list[Json]) -> list[Json]:
    """Without the readings in which one text measures by two systems: three cups are not metric where the wanted ones
    are American. A conversion may be from one to the other."""
    if any(body["find"][0] == "ref" for body in bodies):
        return bodies
    return [body for body in bodies if not _two_systems(body)] or bodies


def _two_systems(body: Json) -> bool:
    symbols: set[str] = set()
    todo: list[Json] = [body["given"], body["find"], body["form"].get("unit")]
    while todo:
        node = todo.pop()
        if isinstance(node, Mapping):
            todo += node.values()
        elif isinstance(node, list) and node:
            if node[0] in ("qty", "unit"):
                symbols.update(units.parse(node[-1]))
            else:
                todo += node
    american = any(symbol.endswith("_us") for symbol in symbols)
    return american and any(symbol.endswith(("_imp", "_metric")) for symbol in symbols)


def _of_fractions(meaning: Meaning) -> bool:
    """True for a calculation with fractions, whose result is best given as one."""
    if meaning.scenario == "expression":
        return _fractions(meaning.given.get("e")) > 1
    if meaning.scenario == "list_figures":
        return _fractions(["add", *meaning.given["xs"][1]]) > 1
    return meaning.scenario == "operation" and _fractions(["add", *meaning.given.values()]) > 1


def _fractions(expr: Json) -> int:
    """How many fractions a calculation holds; none when it holds anything but numbers and fractions."""
    if not isinstance(expr, list):
        return -1000
    if expr[0] == "num":
        return 2 * ("/" in expr[1])
    if expr[0] == "div" and all(side[0] == "num" and side[1].isdecimal() for side in expr[1:]):
        return 1
    return sum(map(_fractions, expr[1:])) if expr[0] in ("add", "sub", "mul", "div") else -1000
