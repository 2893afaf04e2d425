"""What is remembered of a sentence is what the reader of the whole text reads in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from suffice.symbolic.english.text import analyse
from suffice.symbolic.grammars import family_grammar
from suffice.symbolic.rules import statements
from suffice.symbolic.rules.statements import Statements

HERE = Path(__file__)
EVERYDAY = HERE.parents[4] / "benchmarks" / "everyday"
FILES = [HERE.with_name("attacks.jsonl"), EVERYDAY / "rules.jsonl", EVERYDAY / "policies.jsonl"]
WORDS = (
    "Moles run. Every runs is late. Tom is runs. Does it dull? Nobody dull. He is not dull.",
    "Wolves are wolf. Wolves sleep. The wolf sleeps. Charlie sleeps. Anne and Charlie are charlie's.",
    "May may sleep. Moreover, May is tired. It rains. If it is cold, it is blue. Mays are mays.",
)


def texts(file):
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [line.get("input") or line.get("text") or line["messages"][-1]["content"] for line in lines]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_sentence_by_itself_says_what_it_says_in_the_text(file):
    compared = 0
    for source in [*texts(file)[:400], *WORDS]:
        text = analyse(source)
        for puzzle in (False, True):
            told = Statements(text, family_grammar("rules")[0], puzzle)
            for sentence in text.sentences:
                start, end = sentence.start, sentence.end
                for meant in ({}, {"he": "tom", "she": "tom"}):
                    whole = told.of_whole(end, meant).clauses(start, end)
                    assert told.clauses(start, end, meant) == whole, text.slice(start, end)
                    compared += 1
    assert compared > 300


def test_no_more_than_so_many_are_remembered(monkeypatch):
    monkeypatch.setattr(statements, "REMEMBERED", 10)
    grammar = family_grammar("rules")[0]
    for number in range(25):
        source = f"Every {'m' * number}ouse is a rodent."
        text = analyse(source)
        assert Statements(text, grammar, False).clauses(0, len(text.tokens) - 1, {})
        assert len(statements._known) <= 10
    statements.forget()
    assert not statements._known
