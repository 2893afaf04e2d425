"""The families' rules hold together."""

from __future__ import annotations

from pathlib import Path

import pytest

from suffice.plugins import families
from suffice.symbolic.english.grammar import Grammar, Parse
from suffice.symbolic.english.text import analyse
from suffice.symbolic.grammars import family_grammar


@pytest.mark.parametrize("family", families())
def test_every_rule_that_is_named_exists(family: str) -> None:
    family_grammar(family)[0].check()


@pytest.mark.parametrize("family", families())
def test_a_glance_at_the_next_word_loses_no_reading(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "What's 15% of $80, rounded to two decimals?",
        "The jacket costs $120 and is 35% off, what do I pay?",
        "What time is it in Tokyo when it is 3 pm in Berlin on 5 March 2026?",
        "How many days are there between March 1 and March 10, 2026?",
    ]
    grammar = family_grammar(family)[0]

    def all_clauses() -> list[object]:
        found: list[object] = []
        for text in texts:
            parse = Parse(grammar, analyse(text))
            found += [parse.clauses(index, True) for index in range(len(parse.tokens))]
        return found

    quick = all_clauses()
    _look_no_further(grammar, monkeypatch)
    assert all_clauses() == quick


@pytest.mark.parametrize("family", families())
def test_a_literal_begins_only_with_what_it_declares(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grammar = family_grammar(family)[0]
    tables = [(text, [grammar.table(token) for token in text.tokens]) for text in map(analyse, _wordings())]
    closed = {
        (name, id(table)) for _, row in tables for table in row for name in grammar.literals if not table.begins(name)
    }
    assert len({name for name, _ in closed}) > 0.8 * len(grammar.literals)
    _look_no_further(grammar, monkeypatch)
    strays: set[tuple[str, str]] = set()
    for text, row in tables:
        parse = Parse(grammar, text)
        for index, table in enumerate(row):
            for name in grammar.literals:
                if (name, id(table)) in closed and parse.match(name, index):
                    strays.add((name, text.tokens[index].form))
    assert not strays


def _look_no_further(grammar: Grammar, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule and literal is tried at every token."""
    monkeypatch.setattr(Grammar, "first", lambda self, rule: None)
    monkeypatch.setattr(grammar, "_firsts", {})
    monkeypatch.setattr(grammar, "_tables", {})


def _wordings() -> list[str]:
    folder = Path(__file__).parent
    return [line for file in sorted(folder.rglob("wording/*.txt")) for line in file.read_text("utf-8").splitlines()][
        ::4
    ]
