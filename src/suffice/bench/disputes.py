"""Gold labels that are themselves wrong, each with the exact arithmetic, or the enumeration, that shows it.

Public sets computed with binary or limited-precision floats have golds that are off in the last digits.
``proof`` recomputes such an item by its own code, exactly, and says so only when the answer is right and
the gold is not.
"""

from __future__ import annotations

import ast
import operator
import re
from fractions import Fraction
from itertools import permutations

_FORMULA = re.compile(r"[-+*/().\d ]*\d[-+*/().\d ]*")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d+))?)?")
_OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def proof(row: str, question: str, gold: str, answer: str) -> str | None:
    """Why ``gold`` is wrong and ``answer`` right; None when that cannot be shown."""
    try:
        if "number_format" in row:
            return _extreme(question, gold, answer)
        if "time_intervals" in row:
            return _interval(question, gold, answer)
        if "BoardgameQA" in row:
            return _denied(question, answer)
        if "AR-LSAT" in row:
            return _manuscripts(question, gold, answer)
        return _formula(question, gold, answer)
    except (ValueError, ZeroDivisionError, SyntaxError, KeyError, RecursionError):
        return None


def _formula(question: str, gold: str, answer: str) -> str | None:
    text = max(_FORMULA.findall(question), key=len).strip().rstrip(".").strip()
    exact = _evaluate(ast.parse(text, mode="eval").body)
    off, error = Fraction(gold) - exact, Fraction(answer) - exact
    decimals = len(answer.partition(".")[2])
    if abs(error) * 2 > Fraction(1, 10**decimals) or abs(error) >= abs(off):
        return None
    return f"{text} is {_shown(exact)}; the gold {gold} is off by {_shown(off)}"


def _evaluate(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int() | float()):
            return Fraction(ast.unparse(node))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _evaluate(operand)
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATIONS[type(sign)](_evaluate(left), _evaluate(right))
    raise ValueError


def _extreme(question: str, gold: str, answer: str) -> str | None:
    wanted, candidates = question.rpartition("candidates:")[::2]
    values = [Fraction(word.replace(",", "")) for word in candidates.split()]
    best = min(values) if "pick the smallest" in wanted else max(values)
    if Fraction(answer.replace(",", "")) != best or Fraction(gold.replace(",", "")) == best:
        return None
    return f"{answer} is a candidate, and exactly {_shown(best)} is the extreme one, not {gold}"


def _interval(question: str, gold: str, answer: str) -> str | None:
    start, end = (_milliseconds(m) for m in list(_CLOCK.finditer(question))[:2])
    claimed, labelled = (_milliseconds(_CLOCK.search(text)) for text in (answer, gold))
    if claimed != end - start or labelled == claimed:
        return None
    return f"from {start} ms to {end} ms after midnight are {end - start} ms; the gold says {labelled}"


def _denied(question: str, answer: str) -> str | None:
    """The only rule that speaks of what is asked demands that somebody does not do what a fact says that they do."""
    asked = re.search(r"does (?P<who>the [a-z ]+?) (?P<verb>[a-z]+)(?P<rest> [^?]*)\?", question)
    demanded = re.search(r"secondly (?P<who>the [a-z]+) does not (?P<verb>[a-z]+)(?P<rest>[^.]*)\.", question)
    if answer != "Unknown" or asked is None or demanded is None:
        return None
    facts, _, rules = question.partition(" And the rules ")
    fact = f"{demanded['who']} {demanded['verb']}s{demanded['rest']}."
    spoken_of = re.findall(rf"{asked['verb']}\w*{re.escape(asked['rest'])}", rules.partition(" Based on ")[0])
    if fact.lower() not in facts.lower() or len(spoken_of) != 1:
        return None
    return f"the one rule that says it demands '{demanded[0].removeprefix('secondly ')}', and a fact says '{fact}'"


def _manuscripts(question: str, gold: str, answer: str) -> str | None:
    """Of AR-LSAT's seven manuscripts, which one cannot be the fourth: all 5,040 orders are tried."""
    if "seven manuscripts" not in question or "CANNOT have been written fourth" not in question:
        return None
    options = dict(re.findall(r"^([A-E])\) ([A-Z])$", question, re.MULTILINE))
    orders = [order for order in map("".join, permutations("FGHLMPS")) if _fits({m: k for k, m in enumerate(order, 1)})]
    shown = [order for order in orders if order[3] == options[gold]]
    if not shown or any(order[3] == options[answer.strip("()")] for order in orders):
        return None
    return f"{', '.join(shown[0])} meets all conditions with {options[gold]} fourth; none does with the answer's"


def _fits(at: dict[str, int]) -> bool:
    """H earlier than S but later than F, P next after G, four before L, four after M, H not fifth."""
    chain = at["F"] < at["H"] < at["S"] and at["P"] == at["G"] + 1
    return chain and at["L"] > 4 and at["M"] < 4 and at["H"] != 5


def _milliseconds(match: re.Match[str] | None) -> int:
    if match is None:
        raise ValueError
    hours, minutes, seconds, part = match.groups()
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds or 0) * 1000 + int((part or "0").ljust(3, "0")[:3])


def _shown(value: Fraction) -> str:
    return (
        str(value.numerator)
        if value.denominator == 1
        else f"{value.numerator}/{value.denominator} (about {float(value):.15g})"
    )
