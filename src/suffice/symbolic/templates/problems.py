"""Problems that a template states as they would be posted, with ``"{slot}"`` in the place of a slot's value.

``"{guests}"`` is the value of a slot, ``"{#guests}"`` the places "1" to "n" for a list of n names, and
``{"each": "g", "of": "guests", "is": ...}`` one item for each of them, in which ``"{g}"`` is the one. The members of a
slot of clauses stand in the array around them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from suffice.errors import UsageError
from suffice.records import Json
from suffice.symbolic.templates.pattern import Pattern

_PLACE = re.compile(r"\{(#?\w+)\}")
_EACH = frozenset(("each", "of", "is"))
CLAUSE = {"ordering": ("say", "holds"), "rules": ("text", "then")}  # of a family: its words, what they say
NAME_CHARS = 60
_NO_NAME = re.compile(r"[^\w .&'’/#-]|\s\s|[\n\r\v\f\x1c-\x1f\x85\u2028\u2029]|^[^\w]")
_LISTED = re.compile(r", and |, | and ")

Form = tuple[Pattern, Json]  # a line, and the clause that it makes


@dataclass(frozen=True)
class Clauses:
    """The value of a slot of clauses: what its lines say, and all names in them."""

    members: tuple[Json, ...]
    names: tuple[str, ...]


def parsed(text: Any, where: str) -> Json:
    """JSON out of TOML's text. Raises UsageError."""
    if not isinstance(text, str):
        return text
    try:
        found = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{where}: is not JSON: {error}; write it as it would be posted, in '''...'''") from error
    for string in strings(found):
        if ("{" in string or "}" in string) and not _PLACE.fullmatch(string):
            raise UsageError(f"{where}: '{string}' is not the name of a slot alone; write \"{{name}}\" as a string")
    return found


def strings(part: Json) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for item in part.values():
            yield from strings(item)
    elif isinstance(part, list):
        for item in part:
            yield from strings(item)


def places(part: Json, own: frozenset[str] = frozenset()) -> set[str]:
    """The slots that it names; ``own``: names that "each" gives."""
    if isinstance(part, str):
        found = _PLACE.fullmatch(part)
        return {found[1].removeprefix("#")} - own if found else set()
    if isinstance(part, dict) and part.keys() == _EACH:
        return ({part["of"]} - own) | places(part["is"], own | {part["each"]})
    items = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return set().union(*(places(item, own) for item in items))


def filled(part: Json, values: Mapping[str, Any]) -> Json:
    """The Problem with values in the places of slots."""
    if isinstance(part, str):
        place = _PLACE.fullmatch(part)
        if not place:
            return part
        name = place[1]
        return [str(n) for n, _ in enumerate(values[name[1:]], 1)] if name[0] == "#" else values[name]
    if isinstance(part, dict):
        if part.keys() == _EACH:
            return [filled(part["is"], {**values, part["each"]: one}) for one in values[part["of"]]]
        return {key: filled(item, values) for key, item in part.items()}
    if not isinstance(part, list):
        return part
    found: list[Json] = []
    for item in part:
        value = filled(item, values)
        found += value.members if isinstance(value, Clauses) else [value]
    return found


def clause(family: str, line: str, said: Json) -> Json:
    """One line as a clause of the family: a formula, or a clause without its words."""
    words, holds = CLAUSE[family]
    return {words: line, **said} if isinstance(said, dict) else {words: line, holds: said}


def is_name(text: str) -> bool:
    """One line that may stand for somebody or something: letters, digits and a few marks, no commas."""
    return 0 < len(text) <= NAME_CHARS and text == text.strip() and not _NO_NAME.search(text)


def listed(text: str) -> list[str] | None:
    """Ann, Bob and Cy; None where one of them is no name, or comes twice."""
    found = _LISTED.split(text)
    if not all(map(is_name, found)) or len(set(map(spelled, found))) < len(found):
        return None
    return found


def spelled(name: str) -> str:
    """What spellings of one name have in common."""
    return unicodedata.normalize("NFKC", name).casefold()


def mistaken(names: list[str], constants: Json) -> str | None:
    """Why names cannot be told apart, from one another or from what the template itself speaks of; None if they can."""
    own = {spelled(string) for string in strings(constants)}
    known: dict[str, str] = {}
    for name in names:
        key = spelled(name)
        if known.setdefault(key, name) != name:
            return f"'{known[key]}' and '{name}' may be one name"
        if key in own:
            return f"'{name}' is what the template itself speaks of"
    return None
