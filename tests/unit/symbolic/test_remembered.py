"""What is remembered of texts is what would be read anew, also once it has been answered."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

import pytest

from suffice.plugins import families
from suffice.records import Answer, Message, Task
from suffice.symbolic.english.discourse import sentences_of
from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.english.text import analyse
from suffice.symbolic.grammars import family_grammar
from suffice.symbolic.reading import family_reader
from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver


@pytest.mark.parametrize("family", families())
def test_an_answer_leaves_the_remembered_reading_as_it_was(family: str) -> None:
    grammar = family_grammar(family)[0]
    solver = SymbolicSolver(family, [family_reader(family)])
    answered = 0
    for text, now, _ in import_module(f"suffice.symbolic.{family}.problem").EXAMPLES:
        task = Task("t", (Message("user", text),), datetime.fromisoformat(now) if now else None)
        for _ in range(2):
            answer = solver.solve(task)
            if isinstance(answer, Answer):
                CertificateVerifier().verify(task, answer)
                answered += 1
        known = sentences_of(grammar, text, False)
        assert repr(known) == repr(sentences_of.__wrapped__(grammar, text, False))
    assert answered > 4


def test_tables_that_were_dropped_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    grammar = family_grammar("arithmetic")[0]
    text = analyse("The jacket costs $120 and is 35% off, what do I pay?")
    kept = Parse(grammar, text).clauses(0)
    monkeypatch.setattr("suffice.symbolic.english.grammar.TABLES", 2)
    assert Parse(grammar, text).clauses(0) == kept and kept
