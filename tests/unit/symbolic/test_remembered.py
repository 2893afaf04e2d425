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


def test_a_request_that_comes_again_gets_the_same_outcome() -> None:
    solver, verifier = SymbolicSolver("calendar", [family_reader("calendar")], remembers=8), CertificateVerifier()
    noon = datetime.fromisoformat("2026-03-17T12:00:00+00:00")
    same_moment = datetime.fromisoformat("2026-03-17T13:00:00+01:00")
    tasks = [
        Task("t", (Message("user", "What time will it be in 3 hours?"),), now) for now in (noon, same_moment, noon)
    ]
    first, elsewhere, again = (solver.solve(task) for task in tasks)
    assert isinstance(first, Answer) and again is first
    assert isinstance(elsewhere, Answer) and elsewhere.value != first.value
    assert verifier.verify(tasks[2], again) == CertificateVerifier().verify(tasks[0], first)


def test_what_a_request_sets_is_not_forgotten() -> None:
    solver = SymbolicSolver("arithmetic", [family_reader("arithmetic")], remembers=8)
    text = (Message("user", "What is 15% of 80?"),)
    assert isinstance(solver.solve(Task("a", text)), Answer)
    assert not isinstance(solver.solve(Task("b", text, extra={"tools": [{"type": "function"}]})), Answer)
    assert not isinstance(solver.solve(Task("c", text, response_format={"type": "json_object"})), Answer)
    assert not isinstance(solver.solve(Task("d", text, extra={"max_tokens": 1})), Answer)
