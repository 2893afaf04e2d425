"""Every kind finds its own examples, and nothing is found where nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from suffice.symbolic.extraction import dates, patterns
from suffice.symbolic.extraction.examples import EXAMPLES, NOTHING, NOW
from suffice.symbolic.extraction.spans import KINDS, extract

CASES = [(kind, text, found) for kind, cases in EXAMPLES.items() for text, found in cases]


def test_every_kind_has_examples():
    assert set(EXAMPLES) == set(KINDS)
    assert all(any(kind == shown for _, shown, _ in found) for kind, _, found in CASES)


@pytest.mark.parametrize(("kind", "text", "found"), CASES, ids=[text for _, text, _ in CASES])
def test_examples(kind, text, found):
    spans = extract(text, now=NOW)
    assert tuple((span.text, span.kind, span.timex or span.value) for span in spans) == found


@pytest.mark.parametrize(("kind", "text", "found"), CASES, ids=[text for _, text, _ in CASES])
def test_a_span_by_itself_is_found_again(kind, text, found):
    for span in extract(text, now=NOW):
        (again,) = extract(span.text, now=NOW)
        assert again == replace(span, start=0, end=len(span.text))


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text):
    assert [span for span in extract(text, now=NOW) if span.kind not in ("number", "quantity")] == []


def test_no_rule_begins_with_itself():
    grammar = dates.grammar()
    begins = {
        part: set().union(*(_first_parts(rule.node)[0] for rule in rules)) for part, rules in grammar.rules.items()
    }
    for part in begins:
        seen, todo = set(), [part]
        while todo:
            for further in begins.get(todo.pop(), ()):
                assert further != part, f"{part} begins with itself"
                if further not in seen:
                    seen.add(further)
                    todo.append(further)


def _first_parts(node: patterns.Node) -> tuple[set[str], bool]:
    """The parts a node can begin with, and whether it can be empty."""
    match node:
        case patterns.Part(part=part):
            return {part}, False
        case patterns.Maybe(node=inner):
            return _first_parts(inner)[0], True
        case patterns.Either(nodes=nodes):
            found = [_first_parts(inner) for inner in nodes]
            return set().union(*(parts for parts, _ in found)), any(empty for _, empty in found)
        case patterns.Row(nodes=nodes):
            parts: set[str] = set()
            for inner in nodes:
                more, empty = _first_parts(inner)
                parts |= more
                if not empty:
                    return parts, False
            return parts, True
    return set(), False


def test_every_part_that_a_pattern_names_is_defined():
    grammar = dates.grammar()
    for rules in grammar.rules.values():
        for rule in rules:
            rule.node.first(grammar.first)  # raises KeyError for a part that nobody defines


@pytest.mark.parametrize("pattern", ["a (b", "a) b"])
def test_brackets_must_pair(pattern):
    with pytest.raises(ValueError, match="bracket"):
        patterns.compiled(pattern)
