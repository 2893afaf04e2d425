"""Problems of arithmetic said in plain English."""

from __future__ import annotations

from collections.abc import Mapping

from suffice.records import Json
from suffice.symbolic.arithmetic import amounts, show
from suffice.symbolic.arithmetic.amounts import Refusal

_INFIX = {"add": (1, " + "), "sub": (1, " - "), "mul": (2, " × "), "div": (2, " / "), "mod": (2, " mod "),
          "floordiv": (2, " whole-divided by "), "pow": (4, " ^ "), "lt": (0, " < "), "le": (0, " <= "),
          "gt": (0, " > "), "ge": (0, " >= "), "eq": (0, " = "), "ne": (0, " is not "),
          "and": (0, " and "), "or": (0, " or ")}  # fmt: skip
_NAMES = {"mean": "average", "gcd": "greatest common divisor", "lcm": "least common multiple", "min": "smallest",
          "max": "largest", "count": "number of values", "percent_change": "percentage change"}  # fmt: skip
_LONGEST = 60  # characters of one number in a paraphrase


def paraphrase(body: Mapping[str, Json]) -> str:
    """What is given, what is wanted and in which form, as one sentence."""
    given = body["given"]
    facts = [f"{_name(name)} is {written(value, given)}" for name, value in given.items() if value[0] != "rows"]
    for value in given.values():
        if value[0] == "rows":
            facts += [", ".join(f"{_name(n)} {written(v, given)}" for n, v in row.items()) for row in value[1]]
    text = f"Given that {'; '.join(facts)}: " if facts else ""
    text += f"find {written(body['find'], given)}"
    for condition in body.get("where") or ():
        text += f", where {written(condition, given)}"
    return text + _form(body.get("form") or {}) + "."


def _form(form: Mapping[str, Json]) -> str:
    text = ""
    if "unit" in form:
        text += f", in {show.plain_text(form['unit'])}"
    if "decimals" in form:
        text += f", rounded to {show.plain_text(form['decimals'])} decimals"
    if "sigfigs" in form:
        text += f", rounded to {show.plain_text(form['sigfigs'])} significant digits"
    if "nearest" in form:
        text += f", rounded to the nearest {show.plain_text(form['nearest'])}"
    if form.get("as"):
        text += f", as {str(form['as']).replace('_', ' and ')}"
    return text


def _name(name: str) -> str:
    return f"the {name.replace('_', ' ')}" if len(name) > 1 else name


def written(expr: Json, given: Mapping[str, Json], rank: int = 0) -> str:
    """An expression as people write it; brackets where ``rank`` demands them."""
    if isinstance(expr, str):
        return expr
    tag = expr[0]
    if tag in ("num", "pct", "money", "qty"):
        return _value(expr)
    if tag in _INFIX:
        own, sign = _INFIX[tag]
        parts = [written(part, given, own + (index > 0)) for index, part in enumerate(expr[1:])]
        text = sign.join(parts)
        return f"({text})" if own < rank else text
    if tag == "ref":
        return _name(expr[1])
    if tag == "var":
        return expr[1]
    if tag == "neg":
        return "-" + written(expr[1], given, 3)
    if tag == "root":
        order = written(expr[2], given)
        name = {"2": "square root", "3": "cube root"}.get(order, f"root of order {order}")
        return f"the {name} of ({written(expr[1], given)})"
    return _other(expr, given)


def _other(expr: list[Json], given: Mapping[str, Json]) -> str:
    tag = expr[0]
    if tag in ("thing", "person", "label", "unit"):
        return str(expr[-1])
    if tag == "list":
        return _joined([written(member, given) for member in expr[1]])
    if tag == "rows":
        return f"{len(expr[1])} rows"
    if tag == "equation":
        return f"{written(expr[2], given)} = {written(expr[3], given)}"
    if tag == "total":
        return f"the total of {written(expr[2], given)} over all rows"
    if tag == "convert":
        return f"{written(expr[1], given)} in {written(expr[2], given)}"
    if tag == "which":
        pairs = expr[2] if len(expr) == 3 else expr[2:]
        told = _joined([f"{written(label, given)} ({written(item, given)})" for label, item in pairs])
        return f"which of {told} is {'largest' if expr[1] == 'max' else 'smallest'}"
    if tag == "solve":
        if len(expr) == 2:
            meant = given.get(expr[1][1]) if expr[1][0] == "ref" else expr[1]
            return f"the {meant[1]} for which {written(meant, given)}" if meant else "the unknown"
        return f"the {expr[1]} for which {written(expr[2], given)} = {written(expr[3], given)}"
    if tag == "system":
        told = _joined([f"{written(left, given)} = {written(right, given)}" for left, right in expr[2]])
        return f"{written(expr[3], given)} from {told}"
    if tag == "if":
        test, then, other = (written(part, given) for part in expr[1:])
        return f"{then} if {test}, else {other}"
    return f"the {_NAMES.get(tag, tag)} of {_joined([written(part, given) for part in expr[1:]])}"


def _joined(parts: list[str]) -> str:
    if len(parts) > 12:
        parts = [*parts[:11], f"{len(parts) - 11} more"]
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + "".join(parts[-1:] or ["nothing"])


def _value(expr: list[Json]) -> str:
    if len(expr[1]) > _LONGEST:
        return f"{expr[1][:12]}... ({len(expr[1]):,} digits)"
    if expr[0] == "num":
        return expr[1]
    if expr[0] == "pct":
        return expr[1] + "%"
    try:
        return show.shown(amounts.from_json(expr))
    except Refusal:
        return f"{expr[1]} {expr[2]}"
