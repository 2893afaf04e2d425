"""Text atoms, bottom-up: runs, parts, and what case, trimming, replacing and initials make of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from suffice.learn.synthesis import costs
from suffice.learn.synthesis.costs import Atom
from suffice.learned.program.node import Fields, Slot, Text
from suffice.learned.program.picks import Part, Run
from suffice.learned.program.texts import Case, Chunks, Fill, Initials, Keep, Replace, Trim, cased
from suffice.learned.program.tokens import NAMES, spans

Values = tuple[str, ...]
_RUNS, _PARTS = 5, 6  # how many from each end
_SEPARATORS_MAX = 8
_SOURCE_MAX = 1_500  # characters; longer texts are not enumerated


def slots(inputs: Sequence[Fields], most: int = _SOURCE_MAX) -> list[tuple[Slot, Values]]:
    """The slots that are short enough to search in, with their text on every row."""
    names = sorted({name for fields in inputs for name in fields})
    found = [(Slot(name), tuple(fields.get(name, "") for fields in inputs)) for name in names]
    return [(slot, values) for slot, values in found if max(map(len, values)) <= most]


def separators(values: Values) -> list[str]:
    """Characters other than letters and digits, and runs of them, that every text holds."""
    common = {c for c in values[0] if not c.isalnum() and not c.isspace()}
    if any(c.isspace() for c in values[0]):
        common.add(" ")
    run = ""
    for c in values[0] + "a":
        if c.isalnum():
            if 1 < len(run) <= 4:
                common.add(run)
            run = ""
        else:
            run += c
    kept = [c for c in common if all(c in value for value in values)]
    return sorted(kept, key=lambda c: (len(c), values[0].find(c)))[:_SEPARATORS_MAX]


def enumerate_atoms(inputs: Sequence[Fields], outputs: Values) -> Iterator[tuple[Atom, Values]]:
    """Atoms with their values on every row; only those whose values occur in the outputs."""
    for slot, whole in slots(inputs):
        first = [(Atom(0.45 + costs.PIECE, slot), whole), *_shallow(slot, whole, 0.7 + costs.PIECE)]
        kept = list(_within(first, outputs))
        yield from kept
        parts = [(atom, values) for atom, values in first if isinstance(atom.node, Part) and all(values)]
        for atom, values in _unique(parts):
            yield from _within(_shallow(atom.node, values, atom.cost + 0.45, deep=True), outputs)
            yield from _within(_whole(atom.node, values, atom.cost + 0.3, outputs), outputs)
        yield from _within(_whole(slot, whole, 0.7 + costs.PIECE, outputs), outputs)


def _unique(found: Iterable[tuple[Atom, Values]]) -> list[tuple[Atom, Values]]:
    best: dict[Values, Atom] = {}
    for atom, values in found:
        if values not in best or atom.cost < best[values].cost:
            best[values] = atom
    return [(atom, values) for values, atom in best.items()]


def _shallow(of: Text, values: Values, cost: float, deep: bool = False) -> Iterator[tuple[Atom, Values]]:
    if not all(values):
        return
    reach = 2 if deep else _RUNS
    for token in NAMES:
        runs = [spans(value, token) for value in values]
        fewest = min(map(len, runs))
        for n in (*range(1, min(fewest, reach) + 1), *range(-min(fewest, reach), 0)):
            at = n - 1 if n > 0 else n
            cut = tuple(value[r[at][0] : r[at][1]] for value, r in zip(values, runs, strict=True))
            yield Atom(cost + costs.token(token) + costs.nth(n), Run(of, token, n)), cut
    reach = 2 if deep else _PARTS
    for by in separators(values):
        split = [value.split(by) for value in values]
        fewest = min(map(len, split))
        for n in (*range(1, min(fewest, reach) + 1), *range(-min(fewest, reach), 0)):
            picked = tuple(parts[n - 1 if n > 0 else n].strip() for parts in split)
            yield Atom(cost + 0.1 + 0.1 * len(by) + costs.nth(n), Part(of, by, n)), picked


def _whole(of: Text, values: Values, cost: float, outputs: Values) -> Iterator[tuple[Atom, Values]]:
    """What is done to a whole text: keep, replace, initials, fill, tidy."""
    yield Atom(cost + 0.2, Trim(of)), tuple(" ".join(value.split()) for value in values)
    for token in ("digits", "letters", "alnum", "nonspace", "upper"):
        for joint in ("", " ", "-", ".", "_"):
            extra = 0.5 + costs.token(token) + (0.2 if joint else 0.0)
            yield Atom(cost + extra, Keep(of, token, joint)), tuple(Keep(of, token, joint).joint.join(
                value[a:b] for a, b in spans(value, token)) for value in values)  # fmt: skip
    fresh = [c for c in dict.fromkeys(outputs[0]) if not c.isalnum() and all(c in output for output in outputs)]
    for size, joint in product((2, 3, 4, 5), fresh):
        grouped = tuple(joint.join(v[i : i + size] for i in range(0, len(v), size)) for v in values)
        if grouped != values:
            yield Atom(cost + 0.8, Chunks(of, size, joint)), grouped
    for joint in ("", ".", " ", ". "):
        initials = tuple(joint.join(value[a] for a, _ in spans(value, "letters")) for value in values)
        yield Atom(cost + 0.5 + (0.2 if joint else 0.0), Initials(of, joint)), initials
    for old in dict.fromkeys("".join(values)):
        if old.isalnum() or not any(old in value for value in values):
            continue
        for new in ("", *fresh):
            if new != old:
                replaced = tuple(value.replace(old, new) for value in values)
                yield Atom(cost + 0.55, Replace(of, old, new)), replaced
                if new:
                    continue
                for other in dict.fromkeys("".join(replaced)):
                    if not other.isalnum():
                        twice = tuple(value.replace(other, "") for value in replaced)
                        yield Atom(cost + 1.0, Replace(Replace(of, old, ""), other, "")), twice
    lengths = {len(output) for output in outputs}
    if len(lengths) == 1 and len({len(value) for value in values}) > 1:
        width = lengths.pop()
        for char in ("0", " ", "*", "x", "X"):
            for side in ("left", "right"):
                if 0 < width <= 60:
                    filled = tuple(v.rjust(width, char) if side == "left" else v.ljust(width, char) for v in values)
                    yield Atom(cost + 0.7, Fill(of, width, char, side)), filled


def _within(found: Iterable[tuple[Atom, Values]], outputs: Values) -> Iterator[tuple[Atom, Values]]:
    """Those that occur in the outputs as they stand or in another case."""
    folded = [output.casefold() for output in outputs]
    for atom, values in found:
        if not all(values) or values[0].casefold() not in folded[0]:
            continue
        if not all(value.casefold() in output for value, output in zip(values, folded, strict=True)):
            continue
        if all(value in output for value, output in zip(values, outputs, strict=True)):
            yield atom, values
        for style in ("lower", "upper", "title", "sentence"):
            styled = tuple(cased(value, style) for value in values)
            if styled != values and all(value in output for value, output in zip(styled, outputs, strict=True)):
                yield Atom(atom.cost + costs.CASE, Case(atom.node, style)), styled
