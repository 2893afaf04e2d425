"""A task line becomes a Task, or says in one sentence why it cannot and what would cure it.

    {"id": "a1", "input": "What is 7% of 350?"}
    {"id": "a2", "messages": [{"role": "user", "content": "..."}], "now": "2026-03-17T09:00:00+01:00"}

Optional: ``now``, ``response_format``, ``gold``, ``requires``, ``problem`` (which may stand alone), and the
fields of a chat request in ``REQUEST_FIELDS``, which are passed on to models. Other fields are notes: they
stay in the receipt and go nowhere else.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from suffice.records import Budget, Json, Message, Problem, Requirement, Task
from suffice.workload.lines import LIMIT_BYTES, Line

ROLES = ("system", "developer", "user", "assistant", "tool", "function")
# https://platform.openai.com/docs/api-reference/chat/create (2026), less those that this package decides itself
REQUEST_FIELDS = frozenset({
    "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
    "max_completion_tokens", "max_tokens", "metadata", "modalities", "n", "parallel_tool_calls", "prediction",
    "presence_penalty", "reasoning_effort", "seed", "service_tier", "stop", "store", "temperature",
    "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
})  # fmt: skip
DEEPEST = 100  # levels of lists and objects on a line
_LONGEST_ID = 512


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is no task; ``task_id`` where at least that much could be read."""

    number: int
    task_id: str | None
    reason: str


class _Broken(ValueError):
    """What is wrong with a line, and the cure."""


def parse(line: Line, requires: Requirement, budget: Budget) -> tuple[Task, Json] | Unreadable:
    """The task and the request as it came; ``requires`` and ``budget`` hold where the line says nothing else."""
    request = None
    try:
        request = load(line)
        return task_from_json(request, requires, budget), request
    except _Broken as broken:
        return Unreadable(line.number, _id_in(request), f"line {line.number}: {broken}")


def claimed_id(line: Line) -> str | None:
    """The id that a line gives, None where none can be read."""
    try:
        return _id_in(load(line))
    except _Broken:
        return None


def as_request(line: Line) -> Json:
    """What a receipt keeps of a line: its JSON object, or of an unreadable one its number and what it weighs."""
    try:
        return load(line)
    except _Broken:
        content = None if line.content is None else blake2b(line.content, digest_size=16).hexdigest()
        return {"line": line.number, "size_bytes": line.size_bytes, "blake2b": content}


def _id_in(request: Json) -> str | None:
    known = request.get("id") if isinstance(request, dict) else None
    return known if isinstance(known, str) and 0 < len(known) <= _LONGEST_ID else None


def load(line: Line) -> dict[str, Any]:
    """The JSON object on a line. Raises a ValueError that says what to do."""
    if line.content is None:
        size = f"{line.size_bytes / (1 << 20):.1f} MiB"
        raise _Broken(f"{size} long, above the limit of {LIMIT_BYTES >> 20} MiB a line; split the task")
    try:
        text = line.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Broken(f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite)
    except _Broken:
        raise
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")  # some of its messages end in "at"
        raise _Broken(f"not JSON ({what} at column {error.pos + 1}); write one JSON object on the line") from None
    except RecursionError:
        raise _Broken("nested too deeply; write a flat JSON object") from None
    except ValueError:  # a whole number of more digits than Python converts
        raise _Broken("holds a number of thousands of digits; write it as a string") from None
    if not isinstance(value, dict):
        raise _Broken(f'{_kind(value)}, not a JSON object; write {{"id": ..., "input": ...}}')
    if "\\u" in text:
        _no_half_characters(value)
    if text.count("[") + text.count("{") > DEEPEST and _depth(value) > DEEPEST:
        raise _Broken(f"nested more than {DEEPEST} deep; write a flat JSON object")
    return value


def task_from_json(request: dict[str, Any], requires: Requirement | None = None, budget: Budget | None = None) -> Task:
    """The task that a line's object states. Raises a ValueError that says what to do."""
    requires, budget = requires or Requirement.parse("any"), budget or Budget()
    name = request.get("id")
    if not isinstance(name, str) or not name:
        found = "no id" if "id" not in request else "an empty id" if name == "" else f"an id that is {_kind(name)}"
        raise _Broken(f'{found}; give each task a string of its own, such as "id": "t1"')
    if len(name) > _LONGEST_ID:
        raise _Broken(f"an id of {len(name)} characters; use at most {_LONGEST_ID}")
    problem = _problem(request.get("problem"))
    messages, plain = _text_or_messages(request, required=problem is None)
    extra = {key: value for key, value in request.items() if key in REQUEST_FIELDS}
    if not plain:  # what is more than text cannot be said in Messages: models get the original, nobody else answers
        extra["messages"] = request["messages"]
    return Task(
        id=name,
        messages=messages,
        now=moment(request.get("now")),
        response_format=_typed(request, "response_format", dict, "a JSON object"),
        problem=problem,
        requires=_requirement(request.get("requires"), requires),
        budget=budget,
        gold=request.get("gold"),
        extra=extra,
    )


def _text_or_messages(request: dict[str, Any], required: bool) -> tuple[tuple[Message, ...], bool]:
    """The messages, and whether they hold everything that the request said."""
    text, turns = request.get("input"), request.get("messages")
    if text is not None and turns is not None:
        raise _Broken("both input and messages; give one of them")
    if text is not None:
        if not isinstance(text, str):
            raise _Broken(f"input is {_kind(text)}; write a string, or use messages")
        if not text.strip():
            raise _Broken("input is empty; write what is asked")
        return (Message("user", text),), True
    if turns is None:
        if required:
            raise _Broken("neither input nor messages; add one of them")
        return (), True
    return read_messages(request)


def read_messages(request: Mapping[str, Any]) -> tuple[tuple[Message, ...], bool]:
    """The messages of a chat request, and whether they hold everything that it said. Raises a ValueError."""
    turns = request.get("messages")
    if not isinstance(turns, list) or not turns:
        raise _Broken('messages must be a list of {"role": ..., "content": ...} with at least one')
    read = [_message(turn, f"messages[{place}]") for place, turn in enumerate(turns)]
    return tuple(message for message, _ in read), all(plain for _, plain in read)


def _message(turn: Json, where: str) -> tuple[Message, bool]:
    if not isinstance(turn, dict):
        raise _Broken(f'{where} is {_kind(turn)}; write {{"role": ..., "content": ...}}')
    role, content = turn.get("role"), turn.get("content")
    if role not in ROLES:
        raise _Broken(f"{where}.role is {json.dumps(role)[:40]}; use one of {', '.join(ROLES)}")
    plain = not (turn.keys() - {"role", "content"})
    if isinstance(content, str):
        return Message(role, content), plain
    if content is None and role == "assistant":  # it called a tool
        return Message(role, ""), False
    if not isinstance(content, list) or not content:
        raise _Broken(f"{where}.content is {_kind(content)}; write a string or a list of parts")
    texts: list[str] = []
    for place, part in enumerate(content):
        kind = part.get("type") if isinstance(part, dict) else None
        if not isinstance(kind, str):
            raise _Broken(f'{where}.content[{place}] is no part; write {{"type": "text", "text": ...}}')
        if kind != "text":
            plain = False
            continue
        if not isinstance(part.get("text"), str):
            raise _Broken(f"{where}.content[{place}].text is {_kind(part.get('text'))}; write a string")
        texts.append(part["text"])
    return Message(role, "\n".join(texts)), plain


def moment(text: Json) -> datetime | None:
    """A reference time from ISO 8601 with its zone. Raises a ValueError that shows the form."""
    if text is None:
        return None
    cure = "write ISO 8601 with a zone, such as 2026-03-17T09:00:00+01:00"
    if not isinstance(text, str):
        raise _Broken(f"now is {_kind(text)}; {cure}")
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _Broken(f"now is '{text[:60]}', no date and time; {cure}") from None
    if read.tzinfo is None:
        raise _Broken(f"now is '{text[:60]}', without a zone; {cure}")
    return read


def _requirement(text: Json, default: Requirement) -> Requirement:
    if text is None:
        return default
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise _Broken(f"requires is {_kind(text)}; write a string such as 'proved'")
    try:
        return Requirement.parse(str(text))
    except ValueError as error:
        raise _Broken(f"requires: {error}") from None


def _problem(value: Json) -> Problem | None:
    if value is None:
        return None
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("family"), str)
        or not isinstance(value.get("body"), dict)
    ):
        raise _Broken('problem must be {"family": "...", "body": {...}}')
    return Problem.from_json(value)


def _typed(request: dict[str, Any], key: str, kind: type, wanted: str) -> Any:
    value = request.get(key)
    if value is not None and not isinstance(value, kind):
        raise _Broken(f"{key} is {_kind(value)}; write {wanted}")
    return value


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list" if value else "an empty list"
        case _:
            return "an object"


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    read = dict(pairs)
    if len(read) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise _Broken(f"the key '{twice[:60]}' stands twice in one object; keep one")
    return read


def _no_constant(name: str) -> Json:
    raise _Broken(f"{name} is not JSON; write a number, a string or null")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise _Broken(f"the number {text[:30]} is too large; write it as a string")
    return value


def _depth(value: Json) -> int:
    """Levels of lists and objects in a JSON value."""
    depth, level = 0, [value]
    while level := [part for part in level if isinstance(part, dict | list)]:
        depth += 1
        level = [below for part in level for below in (part.values() if isinstance(part, dict) else part)]
    return depth


def _no_half_characters(value: Json) -> None:
    """Refuse lone surrogates: legal in JSON's escapes, but no text."""
    rest = [value]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            rest.extend(part)
            rest.extend(part.values())
        elif isinstance(part, list):
            rest.extend(part)
        elif isinstance(part, str):
            try:
                part.encode("utf-8")
            except UnicodeEncodeError as error:
                half = f"\\u{ord(part[error.start]):04x}"
                raise _Broken(f"half a character ({half}) in a string; write both halves, or drop it") from None
