"""Names of units in English, read from the table that the solver and the checker compute with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from suffice.symbolic.english.grammar import Parse

_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_RAISED = {"²": 2, "³": 3}
_GLUED_POWER = frozenset(("m", "cm", "mm", "km", "ft", "in", "s"))
_PER_ARTICLES = frozenset(("a", "an", "each", "every"))


@dataclass(frozen=True, slots=True)
class Names:
    """First token of a name -> every (tokens, unit) that begins with it; abbreviations keep their case."""

    words: dict[str, list[tuple[tuple[str, ...], str]]]
    abbreviations: dict[str, list[tuple[tuple[str, ...], str]]]
    dimensions: dict[str, str]  # unit symbol -> exponents as the table writes them


@cache
def names() -> Names:
    """The names of the unit table."""
    from suffice.symbolic.english.text import analyse

    found = Names({}, {}, {})
    section = dimension = ""
    text = files("suffice.symbolic").joinpath("units.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            section, _, rest = line[1:].partition("]")
            dimension = rest.partition("#")[0].strip()
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if section in ("scales", "currencies"):
            continue
        spoken, short = (cells[1], cells[2]) if section == "compounds" else (cells[3], cells[4])
        found.dimensions[cells[0]] = dimension
        for cell, index in ((spoken, found.words), (short, found.abbreviations)):
            for name in filter(None, (part.strip() for part in cell.split(","))):
                tokens = analyse(name).tokens
                forms = tuple(t.form if index is found.words else t.raw for t in tokens)
                if (forms, cells[0]) not in index.setdefault(forms[0], []):
                    index[forms[0]].append((forms, cells[0]))
    return found


def first_words() -> frozenset[str]:
    """The first token of every unit, as ``form``."""
    short = {raw.lower() for raw in names().abbreviations}
    return frozenset(_POWERS).union(names().words, short, (raw + power for raw in short for power in _RAISED))


def simple(parse: Parse, index: int) -> list[tuple[int, str]]:
    """Every unit whose longest name stands at ``index``: metre, sq ft, m², km^2, fl oz."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    if token.kind == "number":
        return []
    power = _POWERS.get(token.form)
    if power:
        return [(end, f"{symbol}^{power}") for end, symbol in _length(parse, index + 1)]
    found = _named(parse, index)
    if not found and token.raw[-1] in _RAISED and len(token.raw) > 1:
        table = names()
        short = table.abbreviations.get(token.raw[:-1], ())
        return [
            (index + 1, f"{symbol}^{_RAISED[token.raw[-1]]}")
            for forms, symbol in short
            if len(forms) == 1 and (table.dimensions[symbol] == "L1" or symbol == "s")
        ]
    return [raised for end, symbol in found for raised in _raised(parse, end, symbol)]


def _length(parse: Parse, index: int) -> list[tuple[int, str]]:
    known = names().dimensions
    return [(end, symbol) for end, symbol in _named(parse, index) if known[symbol] == "L1"]


def _raised(parse: Parse, end: int, symbol: str) -> list[tuple[int, str]]:
    """``symbol`` with a power behind it (m^2, m2, ft squared), if it is a length or the second."""
    if end >= parse.end:
        return [(end, symbol)]
    token = parse.tokens[end]
    digit = token.form in ("2", "3") and token.glued and parse.tokens[end - 1].raw in _GLUED_POWER
    if token.form not in ("^", "squared", "cubed") and not digit:
        return [(end, symbol)]
    if names().dimensions[symbol] != "L1" and symbol != "s":
        return []
    if token.form == "^":
        return [(end + 2, f"{symbol}^{parse.form(end + 1)}")] if parse.form(end + 1) in ("2", "3") else []
    return [(end + 1, f"{symbol}^{token.form if digit else 2 if token.form == 'squared' else 3}")]


def _named(parse: Parse, index: int) -> list[tuple[int, str]]:
    if index >= parse.end:
        return []
    token, table = parse.tokens[index], names()
    longest, found = 0, []
    for forms, symbol in table.words.get(token.form, ()):
        if len(forms) >= longest and all(parse.form(index + k) == f for k, f in enumerate(forms)):
            found = found if len(forms) == longest else []
            longest = len(forms)
            found.append((index + longest, symbol))
    for forms, symbol in table.abbreviations.get(token.raw, ()):
        if len(forms) >= longest and _raw(parse, index, forms):
            found = found if len(forms) == longest else []
            longest = len(forms)
            if (index + longest, symbol) not in found:
                found.append((index + longest, symbol))
    return found


def _raw(parse: Parse, index: int, forms: tuple[str, ...]) -> bool:
    if index + len(forms) > parse.end:
        return False
    return all(parse.tokens[index + k].raw == form for k, form in enumerate(forms))


def unit(parse: Parse, index: int) -> list[tuple[int, str]]:
    """Every unit at ``index``, quotients included: km/h, miles per hour, feet per second."""
    found: list[tuple[int, str]] = []
    for end, symbol in simple(parse, index):
        below = per(parse, end)
        found += [(after, f"{symbol}/{divisor}") for after, divisor, _ in below]
        if not below or all(article for _, _, article in below):
            found.append((end, symbol))
    apart = [match for match in found if not _alike(match[1])]
    return apart or found  # in 5 m/s the m is no minute


def _alike(symbol: str) -> bool:
    """True for a quotient of two units of one dimension."""
    above, _, below = symbol.partition("/")
    known = names().dimensions
    return bool(below) and known.get(above) == known.get(below) is not None


def per(parse: Parse, index: int) -> list[tuple[int, str, bool]]:
    """``per hour``, ``/h``, ``an hour``: (end, unit symbol, whether an article stands for per)."""
    form = parse.form(index)
    if form == "per" or form == "/":
        return [(end, symbol, False) for end, symbol in simple(parse, index + 1) if "/" not in symbol]
    if form in _PER_ARTICLES:
        return [(end, symbol, True) for end, symbol in simple(parse, index + 1) if "/" not in symbol]
    return []
