"""How the text of a reply is made of values: one value in constant words, or a JSON record field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from suffice.learned import spelling
from suffice.learned.record import Literal, dumped, read_record
from suffice.learned.sets import LISTED, Members
from suffice.records import Json

OUTPUTS = ("label", "span", "number", "date", "text")
ONLY = "answer"  # the name of the value of a reply that is no record


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a reply.

    ``labels``: the closed set in canonical spelling, ``aliases`` other spellings of them; of a span, number or date:
    words that stand for none, such as ``n/a``. ``before``, ``after``:
    what stands around the number, such as a currency. ``decimals``, ``grouped``: how numbers are written; ``style``:
    how dates are. ``literal``: in a record, JSON that is no string; ``empty``: in a record, what the empty text is
    written as, "null" or "missing"; None: an empty string.
    """

    name: str
    output: str
    labels: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    before: str = ""
    after: str = ""
    decimals: int | None = None
    grouped: bool = False
    style: str = "%Y-%m-%d"
    literal: bool = False
    empty: str | None = None

    def __post_init__(self) -> None:
        if self.output not in OUTPUTS:
            raise ValueError(f"no output '{self.output}'; there are: {', '.join(OUTPUTS)}")
        if self.output == "label" and not self.labels:
            raise ValueError("a label needs the set that it is one of")

    def read(self, text: str) -> str | None:
        """The canonical value that ``text`` states; None where it states none of this kind."""
        if self.empty and not text:
            return ""
        none = spelling.whole_label(text, self.labels) if self.labels and self.output != "label" else None
        if none is not None:
            return none
        match self.output:
            case "label":
                return spelling.read_label(text, self.labels, self.aliases)
            case "number":
                found = spelling.read_number(text)
                around = found and (found[0].casefold(), found[2].casefold())
                ours = (self.before.strip().casefold(), self.after.strip().casefold())
                return found[1] if found and (around in (ours, ("", ""))) else None
            case "date":
                return spelling.read_date(spelling.trimmed(text), self.style)
            case "span":
                return text if self.literal else spelling.trimmed(text)
        return text if self.literal else text.strip()

    def write(self, value: str) -> str:
        """Raises ValueError where ``value`` is none that ``read`` gives."""
        if self.empty and not value:
            return ""
        if self.output != "label" and value in self.labels:
            return value
        match self.output:
            case "label" if value not in self.labels:
                raise ValueError(f"'{value}' is none of the labels of {self.name}")
            case "number":
                plain = spelling.write_number(spelling.canonical_number(value), self.decimals, self.grouped)
                return f"{self.before}{plain}{self.after}"
            case "date":
                return spelling.write_date(value, self.style)
        return value

    def same(self, a: str, b: str) -> bool:
        """Whether two canonical values mean the same."""
        if a == b or self.output in ("label", "number", "date") or self.literal:
            return a == b
        return spelling.folded(a) == spelling.folded(b) != ""

    def to_json(self) -> Json:
        stated = {name: getattr(self, name) for name in _DEFAULTS if getattr(self, name) != _DEFAULTS[name]}
        if self.labels:
            stated["labels"] = list(self.labels)
        if self.aliases:
            stated["aliases"] = dict(self.aliases)
        return {"name": self.name, "output": self.output, **stated}

    @classmethod
    def from_json(cls, value: Json) -> Value:
        parts = dict(value)
        parts["labels"] = tuple(parts.get("labels", ()))
        parts["aliases"] = tuple((spelled, label) for spelled, label in parts.get("aliases", {}).items())
        return cls(**parts)


_DEFAULTS: dict[str, Any] = {
    "labels": (), "aliases": (), "before": "", "after": "", "decimals": None, "grouped": False, "style": "%Y-%m-%d",
    "literal": False, "empty": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reply:
    """``parts`` in the order in which they are written. ``before`` and ``after`` are constant words around it all.

    ``record``: a JSON object whose nested fields have dotted names; ``indent`` of its lines, ``compact``: no spaces.
    ``sets``: what several of the parts are the labels of.
    """

    parts: tuple[Value, ...]
    record: bool = False
    before: str = ""
    after: str = ""
    indent: int | None = None
    compact: bool = False
    sets: tuple[Members, ...] = ()

    def __post_init__(self) -> None:
        if not self.parts or len(set(self.names)) < len(self.parts):
            raise ValueError("a reply needs values, each with a name of its own")
        if not set(self._member_of) <= set(self.names):
            raise ValueError("a set needs a value for each of its labels")
        if not self.record and len(self.parts) - len(self._member_of) + len(self.sets) > 1:
            raise ValueError("a reply of several values must be a record")

    @classmethod
    def one(cls, output: str, labels: tuple[str, ...] = ()) -> Reply:
        """A reply that is nothing but one value."""
        return cls((Value(ONLY, output, labels),))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)

    @property
    def _member_of(self) -> dict[str, Members]:
        """The set that a part belongs to, by the part's name."""
        return {name: one for one in self.sets for name in one.names.values()}

    @property
    def outputs(self) -> dict[str, str]:
        """What each value is, a set being one of them."""
        inside = self._member_of
        return {inside[one.name].name if one.name in inside else one.name: "set" if one.name in inside else one.output
                for one in self.parts}  # fmt: skip

    def part(self, name: str) -> Value:
        """Raises KeyError."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def values(self, text: str) -> dict[str, str] | None:
        """The canonical value of each name; None where the text is not made of them.

        A reference that is not made of them agrees with no answer: whoever counts errors counts it as one.
        """
        read = self._record(text) if self.record else self._only(text)
        return None if read is None or None in read.values() else read

    def text(self, values: Mapping[str, str]) -> str:
        """The reply that states ``values``. Raises KeyError for one that is missing, ValueError for a wrong one."""
        written = {part.name: part.write(values[part.name]) for part in self.parts}
        plain = self.sets[0].write(written) if self.sets and not self.record else written.get(ONLY)
        body = self._json(written) if self.record else plain
        return f"{self.before}{body}{self.after}"

    def states(self, values: Mapping[str, str]) -> bool:
        """Whether the reply can state these values, each of which it can state."""
        try:
            return bool(self.text(values)) or True
        except ValueError:
            return False

    def brief(self, values: Mapping[str, str]) -> str:
        """The value itself, or all of them as a JSON object."""
        if not self.record:
            return self.sets[0].write(values) if self.sets else values[ONLY]
        inside, found = self._member_of, dict[str, Any]()
        for part in self.parts:
            one = inside.get(part.name)
            found |= {part.name: values[part.name]} if one is None else {one.name: one.chosen(values)}
        return json.dumps(found, ensure_ascii=False)

    def said(self, name: str, value: str) -> str | None:
        """The canonical value that is taken from a reply which states ``value``; None where it cannot be stated."""
        part = self.part(name)
        try:
            return part.read(part.write(value))
        except ValueError:
            return None

    def same(self, name: str, a: str, b: str) -> bool:
        """Whether two canonical values of ``name`` mean the same."""
        return self.part(name).same(a, b)

    def to_json(self) -> Json:
        parts = [part.to_json() for part in self.parts]
        around = {"before": self.before, "after": self.after, "indent": self.indent, "compact": self.compact}
        sets = {"sets": [one.to_json() for one in self.sets]} if self.sets else {}
        return {"parts": parts, "record": self.record, **around, **sets}

    @classmethod
    def from_json(cls, value: Json) -> Reply:
        """Raises ValueError where ``value`` is not what ``to_json`` writes."""
        try:
            sets = tuple(Members.from_json(one) for one in value.get("sets", ()))
            return cls(**{**value, "parts": tuple(Value.from_json(part) for part in value["parts"]), "sets": sets})
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"no reply: {error!r}") from None

    def _only(self, text: str) -> dict[str, Any] | None:
        part, stripped = self.parts[0], text.strip()
        before, after = self.before.strip(), self.after.strip()
        inner = stripped
        if before and inner.casefold().startswith(before.casefold()):
            inner = inner[len(before) :]
        if after and inner.casefold().endswith(after.casefold()):
            inner = inner[: -len(after)]
        if self.sets:
            found = self.sets[0].read(inner)
            return dict(found) if found is not None else None
        read = part.read(inner)
        return {ONLY: part.read(stripped) if read is None and inner != stripped else read}

    def _record(self, text: str) -> dict[str, Any] | None:
        found = read_record(text)
        inside = self._member_of
        sets = {one.name: one for one in self.sets}
        if found is None or found.keys() - (set(self.names) - inside.keys()) - sets.keys():
            return None
        read: dict[str, Any] = {}
        for name, one in sets.items():
            field = found.get(name)
            known = (
                one.read(field) if field is not None and (one.between == LISTED) == isinstance(field, Literal) else None
            )
            if known is None:
                return None
            read |= known
        return {part.name: read[part.name] if part.name in inside else _from_field(part, found.get(part.name))
                for part in self.parts}  # fmt: skip

    def _json(self, written: Mapping[str, str]) -> str:
        tree: dict[str, Any] = {}
        inside = self._member_of
        for part in self.parts:
            one = inside.get(part.name)
            if one is None and part.empty == "missing" and not written[part.name]:
                continue
            *folders, last = (part if one is None else one).name.split(".")
            place = reduce(lambda below, folder: below.setdefault(folder, {}), folders, tree)
            if one is None:
                place[last] = _to_field(part, written[part.name])
            elif last not in place:
                text = one.write(written)
                place[last] = json.loads(text) if one.between == LISTED else text
        return dumped(tree, self.indent, self.compact)


def _from_field(part: Value, field: str | None) -> str | None:
    """The canonical value of a field of a record; ``field`` is None where the key is missing."""
    if field is None:
        return "" if part.empty == "missing" else None
    if isinstance(field, Literal):
        if field == "null" and part.empty == "null":
            return ""
        if not part.literal and field[:1] in "[{":
            return None
    elif part.empty and not field:
        return None  # an empty string is not what "" stands for here
    elif part.literal and part.output in ("text", "span"):
        return json.dumps(field, ensure_ascii=False)
    return part.read(str(field))


def _to_field(part: Value, written: str) -> Any:
    if part.empty == "null" and not written:
        return Literal("null")
    if part.literal and written.startswith("["):  # laid out as the rest of the record is
        return json.loads(written, parse_float=Literal, parse_int=Literal)
    return Literal(written) if part.literal else written
