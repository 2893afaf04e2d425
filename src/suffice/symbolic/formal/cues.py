"""Operations that a text must have a word for: nobody means the largest of two numbers without comparing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from suffice.records import Json
from suffice.symbolic.formal.canonical import leaf

REWRITES = frozenset(("unit", "decimals", "sigfigs", "nearest", "as"))  # of form: to convert or round is to compute
_COMPARING = (
    "max maximum min minimum most least more less fewer fewest better best worse worst greater greatest bigger biggest"
    " larger largest smaller smallest higher highest lower lowest cheaper cheapest dearer dearest longer longest"
    " shorter shortest faster fastest slower slowest older oldest younger youngest heavier heaviest lighter lightest"
    " earlier earliest later latest taller tallest expensive top bottom cap caps capped limit limited up whichever"
    " exceed exceeds exceeding never only over under above below beyond between range spread differ difference span"
)
_WORDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("max", "min", "which", "range"), frozenset(_COMPARING.split())),
    "median": frozenset(("median", "middle")),
    "mode": frozenset("mode common frequent often popular most".split()),
    "gcd": frozenset("gcd gcf hcf common greatest largest divisor factor most".split()),
    "lcm": frozenset("lcm common least lowest smallest multiple together again same".split()),
    "factorial": frozenset("factorial ! ways arrangements orders orderings permutations arranged".split()),
    "abs": frozenset("absolute difference differ distance far apart off away change changed between | by".split()),
    "mod": frozenset("mod modulo remainder remain remains remaining left over leftover divided %".split()),
}
_COUNTED = re.compile(
    r"\bhow (?:many|much|long|far|old|tall|heavy|often|wide|high|deep)\b|\bwhat (?:is|was) left\b", re.I
)
_MANY = re.compile(r"\bhow many\b", re.I)
_MEASURED = re.compile(r"\bhow many (?:more |fewer |total )?(\w+)", re.I)
_BELOW = re.compile(
    r"\b(?:minus|negative|below|degrees|balance|overdrawn|change|elevation|altitude|-\s?\d)|°|-\d", re.I
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+|/\d+)?")
# What is counted in parts: half an hour, a quarter of a cup.
_DIVISIBLE = frozenset(
    "hours minutes seconds days weeks months years kilometers kilometres miles meters metres feet inches yards"
    " centimeters centimetres millimeters millimetres cups pounds ounces grams kilograms kilos tons tonnes liters"
    " litres gallons pints quarts milliliters millilitres teaspoons tablespoons dollars euros cents percent percentage"
    " degrees acres hectares calories joules watts times units points servings hectares square cubic".split()
)


def unasked(parts: Iterable[Json], words: set[str]) -> str | None:
    """An operation that no word of the text asks for; None if each has one."""
    for name in _operations(list(parts)):
        wanted = _WORDS.get(name)
        if wanted is not None and wanted.isdisjoint(words):
            return name
    return None


def miscounted(text: str, value: str) -> str | None:
    """Why a result is no answer to 'how many': there are no fewer than none, and no half people."""
    if not _COUNTED.search(text):
        return None
    if value.lstrip("$€£¥₹ ").startswith("-") and not _BELOW.search(text):
        return f"it comes to {value}, and there is no less than nothing"
    counted = _MEASURED.search(text)
    whole = not _NUMBER.fullmatch(value) or Fraction(value).denominator == 1
    if counted and _MANY.search(text) and not whole and counted[1].lower() not in _DIVISIBLE:
        return f"it comes to {value}, and {counted[1]} are counted in whole numbers"
    return None


def _operations(part: Json) -> Iterator[str]:
    if isinstance(part, dict):
        for item in part.values():
            yield from _operations(item)
    elif isinstance(part, list):
        if part and isinstance(part[0], str):
            yield part[0]
        for item in part:
            yield from _operations(item)


def computes(expr: Json, given: Json) -> bool:
    """True when an operation is left to do, in the question or in what it names."""
    seen: set[str] = set()
    todo = [expr]
    while todo:
        part = todo.pop()
        if not isinstance(part, list) or leaf(part) is not None or not part:
            continue
        if part[0] == "ref":
            if part[1] not in seen and part[1] in given:
                seen.add(part[1])
                todo.append(given[part[1]])
        elif part[0] in ("list", "range"):
            todo += part[1] if part[0] == "list" else part[1:]
        elif part[0] not in ("unit", "rows", "equation"):
            return True
    return False
