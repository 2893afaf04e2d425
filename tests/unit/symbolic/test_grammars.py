"""The families' rules hold together."""

from __future__ import annotations

from pathlib import Path

import pytest

from suffice.plugins import families
from suffice.symbolic.english.grammar import Grammar, Parse
from suffice.symbolic.english.text import analyse
from suffice.symbolic.reading import family_grammar, family_literals


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
    monkeypatch.setattr(Grammar, "gate", lambda self, node: None)
    monkeypatch.setattr(Grammar, "first", lambda self, rule: None)
    for node in grammar.nodes():
        monkeypatch.setattr(node, "gate", None)
    assert all_clauses() == quick


@pytest.mark.parametrize("family", families())
def test_a_literal_begins_only_with_what_it_declares(family: str) -> None:
    known = family_literals(family)
    open_grammar = Grammar()  # the same literals without their openers
    open_grammar.literals = dict(known.literals)
    strays: set[tuple[str, str]] = set()
    for text in _wordings():
        parse = Parse(open_grammar, analyse(text))
        for index, token in enumerate(parse.tokens):
            if token.kind != "number":
                strays |= {
                    (name, token.form)
                    for name, openers in known.openers.items()
                    if token.form not in openers and parse.match(name, index)
                }
    assert not strays


def _wordings() -> list[str]:
    folder = Path(__file__).parent
    return [line for file in sorted(folder.rglob("wording/*.txt")) for line in file.read_text("utf-8").splitlines()][
        ::4
    ]
