"""What the replies of a group are made of: records field by field, labels, spans, numbers, dates, or free text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from suffice.learn import columns
from suffice.learn.alignment import constants, tokens
from suffice.learn.columns import Column
from suffice.learn.sets import members
from suffice.learned.record import Literal, read_record
from suffice.learned.reply import ONLY, Reply, Value
from suffice.learned.sets import LISTED, Members

_RECORDS = 0.9  # share of replies that must be records for the group to be of records
_MOST_FIELDS = 80
_SHOWN = 40  # replies that decide how a record is laid out


@dataclass(frozen=True, slots=True)
class Said:
    """A reply of the sample: its text, the texts of the request's slots, for how many replies it stands, and how many
    are known to be the same."""

    text: str
    inputs: tuple[str, ...]
    weight: int = 1
    count: int = 1


@dataclass(frozen=True, slots=True)
class Typed:
    """A reply with, for each value, why it is taken for what it is, and how many of the sample it can state."""

    reply: Reply
    why: dict[str, str]
    states: float  # share of the sample that is made of these values


def typed(said: Sequence[Said], options: tuple[str, ...] = ()) -> Typed:
    """Raises ValueError where nothing was said at all."""
    if not said:
        raise ValueError("no replies")
    records = [read_record(one.text) for one in said]
    held = sum(one.weight for one, record in zip(said, records, strict=True) if record)
    found = _record(said, records, options) if held >= _RECORDS * _weight(said) else None
    if found is None:
        found = _set(said) or _single(said, options)
    reply, why = found
    states = sum(one.weight for one in said if reply.values(one.text) is not None) / _weight(said)
    return Typed(reply, why, states)


def _weight(said: Sequence[Said]) -> int:
    return sum(one.weight for one in said)


def _set(said: Sequence[Said]) -> tuple[Reply, dict[str, str]] | None:
    """A reply that is a set of labels."""
    found = members(ONLY, [Column(one.text.strip(), one.inputs, one.weight, one.count) for one in said])
    if found is None:
        return None
    one, parts = found
    return Reply(tuple(parts), sets=(one,)), dict.fromkeys(
        one.names.values(), f"in a set of {len(parts)} labels or not"
    )


def _single(said: Sequence[Said], options: tuple[str, ...]) -> tuple[Reply, dict[str, str]]:
    """A reply of one value, perhaps in constant words."""
    bare = columns.value(ONLY, [Column(one.text.strip(), one.inputs, one.weight, one.count) for one in said], options)
    around = constants([tokens(one.text.strip()) for one in said]) if len(said) >= 10 else None
    if bare[0].output in ("label", "number", "date") or around is None or len(around) != 2:
        return Reply((bare[0],)), {ONLY: bare[1]}
    before, after = around
    inner = [
        Column(text[len(before) : len(text) - len(after)], one.inputs, one.weight, one.count)
        for one in said
        if (text := one.text.strip()).startswith(before) and text.endswith(after) and len(text) > len(before + after)
    ]
    value, why = columns.value(ONLY, inner, options) if inner else bare
    words = " … ".join(repr(part.strip()) for part in around if part.strip())
    return Reply((value,), before=before, after=after), {ONLY: f"{why}, in the constant words {words}"}


def _record(
    said: Sequence[Said], records: Sequence[dict[str, str] | None], options: tuple[str, ...]
) -> tuple[Reply, dict[str, str]] | None:
    """A record, if its keys are few."""
    pairs = [(one, record) for one, record in zip(said, records, strict=True) if record]
    total = sum(one.weight for one, _ in pairs)
    counts: Counter[str] = Counter()
    order: dict[str, None] = {}
    for one, record in pairs:
        counts.update({name: one.weight for name in record})
        order.update(dict.fromkeys(record))
    names = [name for name in order if counts[name] >= max(2, 0.01 * total) or counts[name] == total]
    if not names or len(names) > _MOST_FIELDS or sum(counts.values()) < 0.2 * len(names) * total:
        return None
    parts, sets, why = [], [], {}
    for name in _nested(names):
        several = _field_set(name, pairs) if counts[name] == total else None
        if several is not None:
            sets.append(several[0])
            parts += several[1]
            why |= dict.fromkeys(several[0].names.values(), f"in the set {name} or not")
            continue
        value, reason = _field(name, pairs, counts[name] == total, options if len(names) == 1 else ())
        parts.append(value)
        why[name] = reason
    return _laid_out(
        Reply(tuple(parts), record=True, sets=tuple(sets)), [one.text.strip() for one, _ in pairs[:_SHOWN]]
    ), why


def _nested(names: list[str]) -> list[str]:
    """Fields of one object together, in the order of their first; an object is not a plain value as well."""
    inside = {name.rpartition(".")[0] for name in names}
    plain = [name for name in names if name not in inside]
    first = {name.split(".")[0]: place for place, name in reversed(list(enumerate(plain)))}
    return sorted(plain, key=lambda name: (first[name.split(".")[0]], plain.index(name)))


def _field_set(name: str, pairs: Sequence[tuple[Said, dict[str, str]]]) -> tuple[Members, list[Value]] | None:
    """A field that is a set of labels: a list, or a text with separators, not now one and now the other."""
    texts = [record[name] for _, record in pairs]
    found = members(name, [Column(str(text), one.inputs, one.weight, one.count)
                           for (one, _), text in zip(pairs, texts, strict=True)])  # fmt: skip
    if found is None or any(isinstance(text, Literal) != (found[0].between == LISTED) for text in texts):
        return None
    return found


def _field(
    name: str, pairs: Sequence[tuple[Said, dict[str, str]]], always: bool, options: tuple[str, ...]
) -> tuple[Value, str]:
    stated = [(one, record[name]) for one, record in pairs if name in record]
    nulls = [one for one, text in stated if isinstance(text, Literal) and text == "null"]
    empty = "null" if nulls else None if always else "missing"
    filled = [(one, text) for one, text in stated if not (isinstance(text, Literal) and text == "null")]
    literal = sum(isinstance(text, Literal) for _, text in filled) * 2 > len(filled)
    column = [
        Column(str(text), one.inputs, one.weight, one.count)
        for one, text in filled
        if isinstance(text, Literal) == literal
    ]
    if not column:
        return Value(name, "text", literal=literal, empty=empty), "always null"
    value, why = columns.value(name, column, options)
    left = {None: "", "null": ", null at times", "missing": ", left out at times"}[empty]
    return replace(value, literal=literal, empty=empty), why + left


def _laid_out(reply: Reply, texts: Sequence[str]) -> Reply:
    """The reply as most texts are laid out: indented or not, with or without words around."""
    around: Counter[tuple[str, str]] = Counter()
    for text in texts:
        around[text[: text.index("{")], text[text.rindex("}") + 1 :]] += 1
    (before, after), count = around.most_common(1)[0]
    if count * 2 <= len(texts):
        before = after = ""
    ways = [
        replace(reply, before=before, after=after, indent=indent, compact=compact)
        for indent, compact in product((None, 2, 4), (False, True))
    ]
    return max(ways, key=lambda way: sum(_reproduces(way, text) for text in texts))


def _reproduces(reply: Reply, text: str) -> bool:
    values = reply.values(text)
    try:
        return values is not None and reply.text(values) == text
    except (ValueError, KeyError):
        return False
