"""The shape of a request: what is the same in all requests of a group, and the slots that differ.

A message is ``constants[0] slot constants[1] ... slot constants[n]``; a message of two empty constants is all slot.
A request fits in one way or not at all: where a slot could end in two places, nobody guesses. Linear in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain

from suffice.records import Json, Task

# What of a request, beside its messages, decides what a reply may look like.
FORM = frozenset({
    "tools", "functions", "tool_choice", "function_call", "n", "stop", "logprobs", "top_logprobs", "modalities",
    "audio", "web_search_options",
})  # fmt: skip
# A name in the constant text just before a slot: "Amount: ", "<title>", '"name": "', "**Body**\n".
_LABEL = re.compile(r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9 _-]{0,23})[\"'*`]*\s?[:=>]\s*[\"'*`(\[{<]*\s*\Z")


@dataclass(frozen=True, slots=True)
class Shape:
    """``messages[i]`` are the constants of message i, one more than it has slots; ``slots`` names all slots in order.

    ``form``: hash of tools, response format and whatever else decides what a reply may look like; None: plain text.
    """

    roles: tuple[str, ...]
    messages: tuple[tuple[str, ...], ...]
    form: str | None = None
    slots: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if not self.roles or len(self.roles) != len(self.messages) or not all(self.messages):
            raise ValueError("a shape has one role and at least one constant for each of its messages")
        for constants in self.messages:
            if "" in constants[1:-1]:
                raise ValueError("two slots of a shape need constant text between them")
        object.__setattr__(self, "slots", _names(self.messages))

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that stand for everything a request must fit."""
        canonical = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @property
    def constant_chars(self) -> int:
        """How much of its requests a shape pins down: the more, the more particular it is."""
        return sum(map(len, chain.from_iterable(self.messages)))

    def fields(self, task: Task) -> dict[str, str] | None:
        """The text in each slot; None where the task does not fit, or fits in more than one way."""
        if not plain(task) or tuple(message.role for message in task.messages) != self.roles:
            return None
        return self.cut([message.content for message in task.messages]) if form(task) == self.form else None

    def cut(self, texts: list[str]) -> dict[str, str] | None:
        """The same for the texts of the messages, where roles and form are known to fit."""
        found: list[str] = []
        for constants, text in zip(self.messages, texts, strict=True):
            pieces = _cut(constants, _lines(text))
            if pieces is None:
                return None
            found += pieces
        return dict(zip(self.slots, found, strict=True))

    def texts(self, fields: Mapping[str, str]) -> list[str]:
        """The messages' texts with their slots filled: the inverse of ``cut``."""
        filled, names = [], iter(self.slots)
        for constants in self.messages:
            pieces = [constants[0]]
            for constant in constants[1:]:
                pieces += [fields[next(names)], constant]
            filled.append("".join(pieces))
        return filled

    def places(self, fields: Mapping[str, str]) -> list[tuple[str, int, int, int]]:
        """Where each slot stands: its name, the number of its message, and its first and last but one character there,
        lines ending in a line feed alone."""
        found, names = [], iter(self.slots)
        for number, constants in enumerate(self.messages):
            at = len(constants[0])
            for constant in constants[1:]:
                name = next(names)
                found.append((name, number, at, at + len(fields[name])))
                at += len(fields[name]) + len(constant)
        return found

    def to_json(self) -> Json:
        return {"roles": list(self.roles), "messages": [list(parts) for parts in self.messages], "form": self.form}

    @classmethod
    def from_json(cls, value: Json) -> Shape:
        """Raises ValueError where ``value`` is not what ``to_json`` writes."""
        try:
            messages = tuple(tuple(map(_text, parts)) for parts in value["messages"])
            return cls(tuple(map(_text, value["roles"])), messages, value["form"])
        except (TypeError, KeyError) as error:
            raise ValueError(f"no shape: {error!r}") from None


def plain(task: Task) -> bool:
    """Whether the messages hold all that the request said: no images, no tool calls, no posted problem."""
    return bool(task.messages) and task.problem is None and "messages" not in task.extra


def form(task: Task) -> str | None:
    """A hash of what decides, beside the messages, what a reply may look like; None where that is nothing."""
    stated = {name: value for name, value in task.extra.items() if name in FORM and value is not None}
    if stated.get("n") == 1:
        del stated["n"]
    wanted = task.response_format
    if wanted is not None and dict(wanted) != {"type": "text"}:
        stated["response_format"] = wanted
    if not stated:
        return None
    canonical = json.dumps(stated, sort_keys=True, ensure_ascii=False, default=dict)
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _cut(constants: tuple[str, ...], text: str) -> list[str] | None:
    """The slots' texts. Leftmost and rightmost places of the constants must be the same: then there is one way."""
    first, last = constants[0], constants[-1]
    if len(constants) == 1:
        return [] if text == first else None
    end = len(text) - len(last)
    if end < len(first) or not text.startswith(first) or not text.endswith(last):
        return None
    inner = constants[1:-1]
    if not inner:
        return [text[len(first) : end]]
    at, starts = len(first), []
    for constant in inner:
        at = text.find(constant, at, end)
        if at < 0:
            return None
        starts.append(at)
        at += len(constant)
    at = end
    for constant, leftmost in zip(reversed(inner), reversed(starts), strict=True):
        at = text.rfind(constant, len(first), at)
        if at != leftmost:
            return None
    ends = [*starts, end]
    begins = [len(first), *(start + len(constant) for start, constant in zip(starts, inner, strict=True))]
    return [text[begin:stop] for begin, stop in zip(begins, ends, strict=True)]


def _names(messages: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """``input`` for the only slot; else the label in front of each, or ``input1`` and so on."""
    before = [constant for constants in messages for constant in constants[:-1]]
    if len(before) == 1:
        return ("input",)
    names: list[str] = []
    for number, constant in enumerate(before, 1):
        label = _LABEL.search(constant[-64:])
        words = re.findall(r"[a-z0-9]+", label[1].lower()) if label else []
        name = "_".join(words[-3:])
        names.append(name if name and name not in names and not name.startswith("input") else f"input{number}")
    return tuple(names)
