"""Literals that only arithmetic needs: amounts of one dimension, unit rates, alternatives as written."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from suffice.symbolic.arithmetic import names, periods, riddles, units
from suffice.symbolic.english.digits import rational
from suffice.symbolic.english.grammar import LETTER, NUMBER, Grammar, Match, Parse
from suffice.symbolic.english.literals import numberish
from suffice.symbolic.english.numbers import digits

_DIMENSIONS = {
    "length": (("L", 1),), "area": (("L", 2),), "volume": (("L", 3),), "mass": (("M", 1),), "span": (("T", 1),),
    "speed": (("L", 1), ("T", -1)), "flow": (("L", 3), ("T", -1)), "storage": (("B", 1),),
    "bandwidth": (("B", 1), ("T", -1)), "power": (("L", 2), ("M", 1), ("T", -3)),
    "energy": (("L", 2), ("M", 1), ("T", -2)), "temperature": (("K", 1),),
    "consumption": (("L", 2),), "mileage": (("L", -2),),
}  # fmt: skip
_UNITS = {"distance_unit": ("length", True), "one_volume": ("volume", True), "one_energy": ("energy", True),
          "time_unit": ("span", False)}  # fmt: skip
_RIVALS = ("number", "money", "quantity", "percent")
_MOST = 200  # alternatives
_WAYS = frozenset(
    "trip journey drive distance route ride flight run walk way road commute course race leg crossing hike tour".split()
)


_MEASURED_FIRST = ("rivals", "written_fraction", "no_cups", "body_dose", "tank_share", "ratio2", "ratio3", "sides")


def install(grammar: Grammar) -> None:
    grammar.literals["letter"] = letter
    grammar.literals["per_unit"] = per_unit
    grammar.literals["moving"] = moving
    grammar.literals["rivals"] = rivals
    grammar.literals["written_fraction"] = written_fraction
    grammar.literals["above_sign"] = lambda parse, index: [(index + 1, ">")] if parse.form(index) == ">" else []
    grammar.literals["arrow"] = arrow
    grammar.literals["strength"] = strength
    grammar.literals["goods_rate"] = goods_rate
    grammar.literals["no_cups"] = no_cups
    grammar.literals["body_dose"] = body_dose
    grammar.literals["below_sign"] = lambda parse, index: [(index + 1, "<")] if parse.form(index) == "<" else []
    grammar.literals["one_currency"] = one_currency
    grammar.literals["one_unit"] = one_unit
    grammar.literals["tank_share"] = tank_share
    grammar.literals["word_unit"] = word_unit
    grammar.literals["ratio2"] = lambda parse, index: [m for m in ratio(parse, index) if "c" not in m[1]]
    grammar.literals["ratio3"] = lambda parse, index: [m for m in ratio(parse, index) if "c" in m[1]]
    grammar.literals["sides"] = sides
    for name, (dimension, one) in _UNITS.items():
        grammar.literals[name] = _unit_of(dimension, one)
    for name, dimension in _DIMENSIONS.items():
        grammar.literals[name] = _of_dimension(name, dimension)
    grammar.openers |= dict.fromkeys((*_DIMENSIONS, *_MEASURED_FIRST), numberish())
    grammar.openers |= dict.fromkeys((*_UNITS, "word_unit"), frozenset(("<unit>",)))
    grammar.openers |= {
        "letter": frozenset((LETTER,)), "per_unit": frozenset(("in", "for", "per", "a", "an", "each", "every", "/")),
        "above_sign": frozenset(">"), "below_sign": frozenset("<"), "arrow": frozenset("→-="),
        "strength": frozenset((NUMBER, "<rate>")), "goods_rate": frozenset(("<rate>",)),
        "one_currency": frozenset(("<currency>",)), "moving": frozenset(("<thing>",)),
    }  # fmt: skip
    names.install(grammar)
    riddles.install(grammar)
    periods.install(grammar)


def letter(parse: Parse, index: int) -> list[Match]:
    """The name of an unknown: one letter."""
    form = parse.form(index)
    return [(index + 1, form)] if len(form) == 1 and form.isalpha() else []


def moving(parse: Parse, index: int) -> list[Match]:
    """What moves: a noun phrase but one for the way itself, which is asked for by its own name."""
    return [match for match in parse.match("thing", index) if match[1][1] not in _WAYS]


@cache
def _dimension(symbol: str) -> units.Dimension:
    return units.dimension(units.parse(symbol))


def _of_dimension(name: str, dimension: units.Dimension) -> Callable[[Parse, int], list[Match]]:
    """Quantities of one dimension. Consumption (L/100 km) and area have the same one; the unit tells them apart."""

    consumed = name == "consumption"

    def literal(parse: Parse, index: int) -> list[Match]:
        return [
            (end, value)
            for end, value in parse.match("quantity", index)
            if _dimension(value[2]) == dimension
            and (name not in ("area", "consumption") or consumed == ("hkm" in value[2]))
        ]

    return literal


def _unit_of(name: str, one: bool) -> Callable[[Parse, int], list[Match]]:
    """Units of one dimension by themselves; ``one``: as one of it (``km`` -> ``["qty", "1", "km"]``)."""

    def literal(parse: Parse, index: int) -> list[Match]:
        return [
            (end, ["qty", "1", value[1]] if one else value)
            for end, value in parse.match("unit", index)
            if _dimension(value[1]) == _DIMENSIONS[name]
        ]

    return literal


def per_unit(parse: Parse, index: int) -> list[Match]:
    """``per hour``, ``a day``, ``every minute``, ``/s``: one of the unit as a quantity."""
    at = index
    if parse.form(at) in ("in", "for") and parse.form(at + 1) in ("a", "an", "one", "each", "every", "1"):
        at += 1
    elif parse.form(at) not in ("per", "a", "an", "each", "every", "/"):
        return []
    found = [(end, ["qty", "1", value[1]]) for end, value in parse.match("unit", at + 1) if "/" not in value[1]]
    return [m for m in found if parse.form(m[0]) != "and" or parse.form(m[0] + 2) not in ("half", "quarter")]


def arrow(parse: Parse, index: int) -> list[Match]:
    """``->``, ``=>`` or ``→``."""
    if parse.form(index) == "→":
        return [(index + 1, "→")]
    return [(index + 2, "→")] if parse.form(index) in ("-", "=") and parse.form(index + 1) == ">" else []


def strength(parse: Parse, index: int) -> list[Match]:
    """So much substance in so much liquid, as one rate: ``250 mg/5 mL`` -> ``["qty", "50", "mg/mL"]``."""
    found: list[Match] = []
    for at, amount in parse.match("number", index) if parse.tokens[index].kind == "number" else ():
        mass, link = _MASSES.get(parse.form(at)), parse.form(at + 1)
        if mass is None or link not in ("/", "per", "in"):
            continue
        start = at + 2 + (link == "in" and parse.form(at + 2) in ("each", "every"))
        size = parse.form(start)
        for end, liquid in parse.match("unit", start + 1) if size.replace(".", "", 1).isdecimal() else ():
            if _dimension(liquid[1]) == _DIMENSIONS["volume"] and Fraction(size) > 0:
                found.append((end, ["qty", rational(Fraction(amount[1]) / Fraction(size)), f"{mass}/{liquid[1]}"]))
    return found + [m for m in parse.match("rate", index) if _dimension(m[1][2]) == (("L", -3), ("M", 1))]


def goods_rate(parse: Parse, index: int) -> list[Match]:
    """A price for each unit of goods, not of time: a day's pay is none for eight hours of it."""
    return [m for m in parse.match("rate", index) if not any(base == "T" for base, _ in _dimension(m[1][2]))]


def no_cups(parse: Parse, index: int) -> list[Match]:
    """An amount, but none in cups: a cup has several sizes, so cups are counted by themselves."""
    return [m for m in parse.match("amount", index) if m[1][0] != "qty" or "cup" not in m[1][2]]


_MASSES = {"mg": "mg", "g": "g", "milligrams": "mg", "grams": "g", "milligram": "mg", "gram": "g"}


def body_dose(parse: Parse, index: int) -> list[Match]:
    """So much substance for each kilogram of a body: ``15 mg/kg``."""
    return [m for m in parse.match("rate", index) if m[1][0] == "qty" and m[1][2] in ("mg/kg", "g/kg", "µg/kg")]


def tank_share(parse: Parse, index: int) -> list[Match]:
    """The part of a tank that is full: half, a third, three quarters, 40%."""
    article = parse.form(index) in ("a", "one")
    shares = {"half": "0.5", "third": "1/3", "quarter": "0.25", "fifth": "0.2"}
    name = parse.form(index + article)
    if name in shares and (article or name == "half"):
        return [(index + article + 1, ["num", shares[name]])]
    return [m for m in (*parse.match("number", index), *parse.match("percent", index)) if _below_one(m[1])]


def _below_one(value: list[str]) -> bool:
    return value[0] == "pct" or "/" in value[1] or value[1].startswith("0.")


def word_unit(parse: Parse, index: int) -> list[Match]:
    """One week, month or the like: ``week`` -> ``["qty", "1", "week"]``."""
    return [(end, ["qty", "1", value[1]]) for end, value in parse.match("unit", index) if value[1] in _PERIODS]


_PERIODS = frozenset(("day", "week", "month", "year", "quarter"))


def one_unit(parse: Parse, index: int) -> list[Match]:
    """One of a unit that is no unit rate: ``litre`` -> ``["qty", "1", "L"]``."""
    return [(end, ["qty", "1", value[1]]) for end, value in parse.match("unit", index) if "/" not in value[1]]


def one_currency(parse: Parse, index: int) -> list[Match]:
    """One of a currency: ``euro`` -> ``["money", "1", "EUR"]``."""
    return [(end, ["money", "1", value[1]]) for end, value in parse.match("currency", index)]


def ratio(parse: Parse, index: int) -> list[Match]:
    """``5:4``, ``1 : 2 : 4``, ``3 to 2``: the captures ``a``, ``b`` and perhaps ``c``, all whole and above zero."""
    parts: list[str] = []
    at, mark = index, ""
    while at < parse.end and parse.tokens[at].kind == "number" and len(parts) < 3:
        part = parse.form(at)
        if not part.isdecimal() or part[0] == "0" or len(part) > 9:
            return []
        parts.append(part)
        at += 1
        if parse.form(at) not in (":", "to") or (mark and parse.form(at) != mark):
            break
        mark, at = parse.form(at), at + 1
    if len(parts) < 2 or parse.form(at) in (":", "to") or parse.form(at - 1) in (":", "to"):
        return []
    if at < parse.end and parse.tokens[at].glued and parse.form(at) not in (",", ")", "?"):
        return []
    return [(at, dict(zip("abc", (["num", part] for part in parts), strict=False)))]


_BY = frozenset(("by", "x", "×", "*"))


def sides(parse: Parse, index: int) -> list[Match]:
    """``14 ft by 11.5 ft``, ``3 x 4 x 5 m``: the captures ``l``, ``w`` and perhaps ``h``; a unit may be shared."""
    found: list[Match] = []
    todo: list[tuple[int, list[list[str]]]] = [(index, [])]
    while todo:
        at, read = todo.pop()
        for end, value in (*parse.match("length", at), *parse.match("number", at)):
            sizes = [*read, value]
            if parse.form(end) in _BY and len(sizes) < 3:
                todo.append((end + 1, sizes))
            elif len(sizes) > 1 and value[0] == "qty" and (end >= parse.end or parse.form(end) not in _BY):
                kept = [size if size[0] == "qty" else ["qty", size[1], value[2]] for size in sizes]
                found.append((end, dict(zip("lwh", kept, strict=False))))
    return found


_LATEX = {"frac": "latex", "tfrac": "latex", "dfrac": "latex_dfrac"}


def written_fraction(parse: Parse, index: int) -> list[Match]:
    r"""A fraction as the capture ``f``, with the form of the answer when it is written in LaTeX."""
    form = parse.form(index)
    if form not in ("$", "\\"):
        return [(end, {"f": value}) for end, value in parse.match("plain_fraction", index)]
    at = index + (form == "$")
    end, name, forms = at + 8, _LATEX.get(parse.form(at + 1)), [parse.form(at + k) for k in range(8)]
    if name and forms[0] + forms[2] + forms[4] + forms[5] + forms[7] == "\\{}{}":
        top, bottom = forms[3], forms[6]
    elif form == "$" and forms[1] == "/":
        end, name, top, bottom = at + 3, "latex_slash", forms[0], forms[2]
    else:
        return []
    if form == "$" and parse.form(end) != "$":
        return []
    if not (top.isdecimal() and bottom.isdecimal() and bottom.strip("0")) or len(top) + len(bottom) > 600:
        return []
    return [(end + (form == "$"), {"f": ["num", f"{top}/{bottom}"], "_as": name})]


def rivals(parse: Parse, index: int) -> list[Match]:
    """Numbers or amounts to choose from, as rows with their own words: 5/8 or 0.63; 3, 9 and 4; or one per line."""
    if index >= parse.end:
        return []
    rows: list[dict[str, object]] = []
    at = index
    end, joint = index, ""
    joints: set[str] = set()
    while len(rows) < _MOST:
        read = _rival(parse, at)
        if read is None:
            return []
        end, value = read
        rows.append({"item": ["label", parse.text.slice(at, end)], "x": value})
        at, joint = _joint(parse, end)
        joints.add(joint)
        if not joint or (joint == " " and _rival(parse, at) is None):
            break
    if " " in joints:  # a long table of candidates may hold one twice
        rows = list({str(row["x"]): row for row in reversed(rows)}.values())
    if len(rows) < 2 or {"or", "and"} <= joints or {" ", ","} <= joints or not _apart(rows):
        return []
    return [(end if joint else at, ["rows", rows])]


def _rival(parse: Parse, index: int) -> Match | None:
    if index >= parse.end:
        return None
    found = [match for name in _RIVALS for match in parse.match(name, index)]
    if not found and parse.tokens[index].kind == "number":
        read = digits(parse, index)
        found = [(read[0], ["num", read[1]])] if read and not _glued(parse, read[0]) else []
    sums = parse.match("expression", index)
    if max((end for end, _ in sums), default=0) > max((end for end, _ in found), default=0):
        found = sums
    if not found:
        return None
    end = max(match[0] for match in found)
    values = [value for last, value in found if last == end]
    return (end, values[0]) if all(value == values[0] for value in values) else None


def _glued(parse: Parse, index: int) -> bool:
    return index < parse.end and parse.tokens[index].glued and parse.form(index) not in (",", ";", ")", "?")


def _joint(parse: Parse, end: int) -> tuple[int, str]:
    """(index of the next alternative, the joint before it); the joint is empty at the end of the list."""
    form = parse.form(end)
    if form in (",", ";") and parse.form(end + 1) in ("or", "and"):
        return end + 2, parse.form(end + 1)
    if form in (",", ";", "or", "and"):
        return end + 1, form.replace(";", ",")
    if end < parse.end and parse.tokens[end].kind == "number" and not parse.tokens[end].glued:
        return end, " "
    return end, ""


def _apart(rows: list[dict[str, object]]) -> bool:
    """True when no alternative stands there twice."""
    return len({str(row["item"]) for row in rows}) == len(rows)
