"""Literals that only arithmetic needs: unknowns, signs, fractions as written, ratios, sides."""

from __future__ import annotations

from suffice.symbolic.arithmetic import alternatives, measured, names, periods, riddles
from suffice.symbolic.english.grammar import LETTER, Grammar, Match, Parse
from suffice.symbolic.english.literals import numberish

_WAYS = frozenset(
    "trip journey drive distance route ride flight run walk way road commute course race leg crossing hike tour".split()
)


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "letter": letter, "moving": moving, "written_fraction": written_fraction, "arrow": arrow,
        "above_sign": lambda parse, index: [(index + 1, ">")] if parse.form(index) == ">" else [],
        "below_sign": lambda parse, index: [(index + 1, "<")] if parse.form(index) == "<" else [],
        "ratio2": lambda parse, index: [m for m in ratio(parse, index) if "c" not in m[1]],
        "ratio3": lambda parse, index: [m for m in ratio(parse, index) if "c" in m[1]],
        "tank_share": tank_share, "sides": sides,
    }  # fmt: skip
    grammar.openers |= dict.fromkeys(("written_fraction", "tank_share", "ratio2", "ratio3", "sides"), numberish())
    grammar.openers |= {
        "letter": frozenset((LETTER,)), "moving": frozenset(("<thing>",)), "above_sign": frozenset(">"),
        "below_sign": frozenset("<"), "arrow": frozenset("→-="),
    }  # fmt: skip
    for room in (measured, alternatives, names, riddles, periods):
        room.install(grammar)


def letter(parse: Parse, index: int) -> list[Match]:
    """The name of an unknown: one letter."""
    form = parse.form(index)
    return [(index + 1, form)] if len(form) == 1 and form.isalpha() else []


def moving(parse: Parse, index: int) -> list[Match]:
    """What moves: a noun phrase but one for the way itself, which is asked for by its own name."""
    return [match for match in parse.match("thing", index) if match[1][1] not in _WAYS]


def arrow(parse: Parse, index: int) -> list[Match]:
    """``->``, ``=>`` or ``→``."""
    if parse.form(index) == "→":
        return [(index + 1, "→")]
    return [(index + 2, "→")] if parse.form(index) in ("-", "=") and parse.form(index + 1) == ">" else []


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
