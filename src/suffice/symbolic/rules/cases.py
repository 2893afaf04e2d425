"""A case as programs send it: facts as an object, and a tool call as what is to be decided.

Facts are a list of formulas, or ``{name: {property: value}}``: true and false say whether the name has the property,
a number or a tagged value what its attribute is, and ``[operator, value]`` how it compares:

    {"order 7": {"is final sale": false, "days since delivery": 12, "price": ["le", ["money", "80", "USD"]]}}
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from suffice.errors import UsageError
from suffice.records import Abstain, Code, Json
from suffice.symbolic.rules.language import OPERATORS, Formula, is_variable


def as_formulas(facts: Json) -> list[Formula]:
    """Raises UsageError where facts are neither a list nor an object of objects."""
    if isinstance(facts, list):
        return facts
    if not isinstance(facts, dict) or not all(isinstance(told, dict) for told in facts.values()):
        raise UsageError(
            'not a case: facts are a list of formulas, or an object such as {"order 7": {"is late": true}}'
        )
    if any(is_variable(name) for name in facts):
        raise UsageError("not a case: facts are about names, and a name does not begin with '?'")
    return [_formula(name, word, value) for name, told in facts.items() for word, value in told.items()]


def _formula(name: str, word: str, value: Json) -> Formula:
    if isinstance(value, bool):
        return [word, name] if value else ["not", [word, name]]
    operator = "eq"
    if isinstance(value, list) and len(value) == 2 and value[0] in OPERATORS:
        operator, value = value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = ["num", format(Decimal(str(value)), "f")]
    if not isinstance(value, list):
        raise UsageError(f"not a case: '{word}' of '{name}' is neither true, false, a number nor a tagged value")
    return ["cmp", operator, [word, name], value]


def asked_of(case: Mapping[str, Any], calls: Mapping[str, Json]) -> Formula | Abstain:
    """What is to be decided. Raises UsageError where the case does not say; abstains where the policy does not."""
    if set(case) - {"facts", "ask", "tool_call"} or ("ask" in case) == ("tool_call" in case):
        raise UsageError("not a case: it holds 'facts', and either 'ask' or 'tool_call'")
    if "ask" in case:
        return case["ask"]
    call = case["tool_call"]
    if not isinstance(call, dict) or not isinstance(call.get("name"), str):
        raise UsageError('not a case: a tool call is {"name": ..., "arguments": {...}}')
    if call["name"] not in calls:
        return Abstain(Code.UNSUPPORTED, f"the policy says nothing of calls of '{call['name'][:80]}'")
    predicate, argument = calls[call["name"]]
    given = call.get("arguments", {})
    about = given.get(argument) if isinstance(given, dict) else None
    if not isinstance(about, str) or not about or is_variable(about):
        return Abstain(Code.UNSUPPORTED, f"the call does not say its '{argument}'")
    return [predicate, about]
