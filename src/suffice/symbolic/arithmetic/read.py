"""Reads arithmetic out of plain English; the wording is data, in ``scenarios/*.rules``."""

from __future__ import annotations

from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.english.discourse import Meaning
from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.reading import GrammarReader, plain_body


def read(task: Task) -> Reading | Abstain:
    """Every arithmetic Problem that the whole task states, or why there is none."""
    return GrammarReader("arithmetic", finish).read(task)


def install(grammar: Grammar) -> None:
    """The literals that only arithmetic needs."""
    grammar.literals["letter"] = letter


def letter(parse: Parse, index: int) -> list[Match]:
    """The name of an unknown: one letter."""
    form = parse.form(index)
    return [(index + 1, form)] if len(form) == 1 and form.isalpha() else []


def finish(meaning: Meaning, task: Task) -> Json | Abstain:
    """The Problem body; an unknown that is asked for must be the equation's."""
    body = plain_body(meaning, task)
    asked = body["form"].pop("letter", None)
    for value in body["given"].values():
        if asked is not None and value[0] == "equation" and value[1] != asked:
            return Abstain(Code.UNDERDETERMINED, f"the equation says nothing about {asked}")
    return body
