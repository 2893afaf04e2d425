"""The answer's form: what instructions ask for, and the reply that obeys them.

Keys that every family's form may hold: ``only`` (the value alone), ``json`` (a key: reply as a JSON
object), ``yesno``, ``explain``, ``reply`` (the pieces of text between which the value is written: a
template's wording). All others (rounding, units, clocks, ...) are the family's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from suffice.records import Abstain, Code, Json, Task

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SCHEMA = frozenset(("type", "properties", "required", "additionalProperties", "title", "$schema"))
_STATED = frozenset(("name", "schema", "strict"))
_NEUTRAL = frozenset("answer final_answer result final_result value output response reply solution".split())
_MERE = _NEUTRAL | frozenset(  # words that a schema is called by, whatever is asked
    "a an the my our final math calculation computation structured simple single typed plain json schema format object"
    " v model data type text string number integer value date time reasoned completion question assistant chat".split()
)
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_WEEKDAY = re.compile("(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_KINDS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "time": re.compile(r"\d\d:\d\d(:\d\d)?"),
    "weekday": _WEEKDAY,
    "day_of_week": _WEEKDAY,
    "number": _NUMBER,
    "amount": _NUMBER,
}


def reply(value: str, say: str, form: Mapping[str, Json], steps: Sequence[Mapping[str, Json]] = ()) -> str:
    """The chat reply for an answer: the bare value, a JSON object, or a sentence (after its steps, where asked)."""
    if form.get("explain"):
        return "\n".join([*(f"{step['say']} = {step['shown']}" for step in steps if step["say"] != step["shown"]), say])
    if "json" in form:
        number = _NUMBER.fullmatch(value)
        content: Json = (float(value) if "." in value else int(value)) if number and len(value) <= 15 else value
        return json.dumps({form["json"]: content}, ensure_ascii=False)
    if len(form.get("reply", ())) > 1:
        return value.join(form["reply"])  # pieces, not a pattern: braces in them are mere text
    return value if form.get("only") else say


def unexplained(family: str, form: Mapping[str, Json]) -> Abstain | None:
    """Why the working that is asked for cannot be shown; None if it can, or is not asked for."""
    if not form.get("explain"):
        return None
    if form.keys() & {"only", "json", "reply"}:
        return Abstain(Code.INCONSISTENT, "the working is to be shown, and nothing but the answer")
    if family != "arithmetic":
        return Abstain(Code.UNSUPPORTED, f"the working of {family} is not written out; ask for the answer alone")
    return None


def typed(text: str, value: str, task: Task) -> str | Abstain:
    """The JSON reply ``text`` with its value in the type that the task's schema declares; others as they are."""
    wanted = task.response_format
    if not wanted or wanted.get("type") != "json_schema":
        return text
    required = required_key(task)
    if not isinstance(required, str):
        return Abstain(Code.UNSUPPORTED, "the response format asks for more than one plain value")
    try:
        content = json.loads(text)[required]
    except (ValueError, TypeError, KeyError):  # a posted problem that asks for no JSON reply
        return Abstain(Code.UNSUPPORTED, f"a JSON reply with the key '{required}' is required, and none is made")
    key, kind = required, wanted["json_schema"]["schema"]["properties"][required]
    if kind["type"] == "string":
        content = value
    elif isinstance(content, str):
        return Abstain(Code.UNSUPPORTED, f"the schema wants a number, and the answer is '{value}'")
    elif kind["type"] == "integer":
        if content != int(content):
            return Abstain(Code.UNSUPPORTED, f"the schema wants a whole number, and the answer is {value}")
        content = int(content)
    return json.dumps({key: content}, ensure_ascii=False)


def misnamed(key: str, value: str) -> Abstain | None:
    """Why an answer may not be what a JSON key calls it; None for a key that says no more than the question did.

    A key is part of the question: under ``tip``, ``cents`` or ``before_tax`` something else may be wanted.
    """
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower()
    kind = _KINDS.get(name)
    if name in _NEUTRAL or (kind is not None and kind.fullmatch(value)):
        return None
    return Abstain(Code.UNSUPPORTED, f"the JSON key '{key}' may want something else than was asked; 'answer' does not")


def misnamed_schema(task: Task) -> Abstain | None:
    """The same of the names of the response format's schema: ``TaxDue`` may want something else than was asked."""
    stated = _object((task.response_format or {}).get("json_schema"))
    for name in (stated.get("name"), _object(stated.get("schema")).get("title")):
        if isinstance(name, str) and not {word.lower() for word in _NAME_WORD.findall(name)} <= _MERE:
            words = f"the schema's name '{name[:64]}' may want something else than was asked; 'answer' does not"
            return Abstain(Code.UNSUPPORTED, words)
    return None


def required_key(task: Task) -> str | Abstain | None:
    """The JSON key that the task's ``response_format`` demands, None if it demands nothing.

    A schema is understood when it has exactly one property, of type string, number or integer, and describes nothing:
    a description may change what is wanted.
    """
    wanted = task.response_format
    if not wanted or wanted.get("type") == "text":
        return None
    if wanted.get("type") == "json_schema":
        stated = _object(wanted.get("json_schema"))
        schema = _object(stated.get("schema"))
        properties = _object(schema.get("properties"))
        plain = set(stated) <= _STATED and set(schema) <= _SCHEMA and schema.get("type") == "object"
        for key, kind in properties.items() if plain and len(properties) == 1 else ():
            kind = _object(kind)
            titled = str(kind.get("title", key)).lower().replace(" ", "_") == key.lower()
            if set(kind) <= {"type", "title"} and titled and kind.get("type") in ("string", "number", "integer"):
                return key
    if wanted.get("type") == "json_object":
        return ""  # an object, whose key the text must name
    return Abstain(Code.UNSUPPORTED, "the response format asks for more than one plain value")


def _object(value: Json) -> Mapping[str, Json]:
    """A JSON object; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}
