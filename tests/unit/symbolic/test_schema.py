"""The schemas beside ``validate``: whatever Problem the tests and benchmarks know, and mutations of all of them."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from suffice.bench.perturb.suite import TELLERS, draw
from suffice.bench.symbolic import everyday
from suffice.records import Answer, Problem, Reading, Task
from suffice.symbolic.formal.ways import WAYS
from suffice.symbolic.reading import family_reader, reading
from suffice.symbolic.schema import described, schema
from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver, answered

ROOT = Path(__file__).parents[3]
FAMILIES = tuple(family for family in described() if family in TELLERS)  # those whose Problems are told in English


@cache
def checker(family: str) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema(family))
    return Draft202012Validator(schema(family))


def accepted(family: str, body: Any) -> bool:
    """By the schema. A deep body needs several frames of the validator for each level."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        return checker(family).is_valid(body)
    finally:
        sys.setrecursionlimit(limit)


def refused(family: str, body: Any) -> str | None:
    """Why ``validate`` refuses; None if it does not."""
    try:
        import_module(f"suffice.symbolic.{family}.problem").validate(body)
    except ValueError as error:
        return str(error)
    return None


def _bodies(family: str, task: Task) -> Iterator[Any]:
    read = family_reader(family).read(task)
    yield from (dict(problem.body) for problem in read.problems) if isinstance(read, Reading) else ()


@cache
def bodies(family: str) -> tuple[Any, ...]:
    """Problems read from the examples, the everyday development suites and the generator of perturbed stories."""
    found: list[Any] = []
    for text, _, _ in import_module(f"suffice.symbolic.{family}.problem").EXAMPLES:
        found += _bodies(family, Task.ask(text))
    suites = ROOT / "benchmarks" / "everyday"
    for path in (*sorted(suites.glob("dev*.jsonl")), *suites.glob(f"{family}.jsonl")):
        for item in everyday(path):
            found += _bodies(family, item.task) if item.family == family else ()
    for drawn in draw(family, 300, 11):
        found += _bodies(family, drawn.task("drawn"))
    return tuple(found)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_problem_that_is_read_fits_the_schema(family: str) -> None:
    assert len(bodies(family)) > 150
    for body in bodies(family):
        assert accepted(family, body), body
        assert refused(family, body) is None


@pytest.mark.parametrize("family", FAMILIES)
def test_the_examples_are_answered_as_they_say(family: str) -> None:
    solver = SymbolicSolver(family, [family_reader(family)])
    for text, now, gold in import_module(f"suffice.symbolic.{family}.problem").EXAMPLES:
        answer = solver.solve(Task.ask(text, now=datetime.fromisoformat(now) if now else None))
        assert isinstance(answer, Answer) and answer.value == gold, (text, answer)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_operation_has_its_meaning(family: str) -> None:
    told = import_module(f"suffice.symbolic.{family}.schema")
    language = import_module(f"suffice.symbolic.{family}.{'problem' if family == 'ordering' else 'language'}")
    form = import_module(f"suffice.symbolic.{family}.problem") if family in ("ordering", "rules") else language
    special = getattr(language, "SPECIAL", frozenset())
    assert set(told.MEANINGS) == set(language.OPERATIONS) - special
    assert set(schema(family)["properties"]["form"]["properties"]) == set(form.FORM_TYPES)
    text = json.dumps(schema(family))
    assert all(f'"{name}"' in text for name in language.OPERATIONS)


# What ``validate`` knows beyond the schema, as the schema's module states it.
KNOWS_MORE = (
    "is not given", "is defined by itself", "is a label and cannot", "should be or name", "is no unknown",
    "is no unit", "unit expression", "is no ISO 4217", "must be an ISO 4217", "a quantity needs a unit",
    "nested", "more than", "different unknowns", "one of the unknowns", "must be a whole number from",
    "exclude each other", "above zero", "form.unit must be", "'now' is", "is no value of kind",
    "a month is written", "takes", "needs unknowns", "one value", "there are no rows",
    "values for", "more values than", "has no order", "have no order", "is no value of", "are no slots",
    "another number",
    "several slots or in none", "no value of", "different labels", "from least to most", "nothing that can be asked",
    "is no formula", "begins with", "'who' asks for ?x", "different labels", "labels of a truth", "one label each",
    "is told in", "' is no date", "a fact of 'days'", "'days' are two dates such", "ends of slices grow",
    "the last slice ends", "with 'told'", "names two clauses", "have one name", "go before itself",
)  # fmt: skip
JUNK: list[Any] = [None, True, 0, -1, 7, 10**16, 1.5, "", "x", "USD", "km", "both", "2026-02-30", "x" * 61, [], {}]
JUNK += [["num", "1"], ["num", "1/0"], ["ref", "a"], ["var", "x"], ["add"], ["date", "2026-02-30"], ["thing", "a"]]
JUNK += [["qty", "1", "km"], ["sub", ["num", "1"], ["num", "2"]], ["dur", {"days": 1}], ["zone", "UTC"], ["today"]]
JUNK += [["is kind", "?x"], ["not", "tom"], ["cmp", "ge", ["age", "tom"], ["num", "1e9"]], "?x", "follow", ["a", "b"]]
JUNK += [["rows", [{"a": ["num", "1"]}]], ["which", "min", [["a", ["num", "1"]], ["b", ["num", "2"]]]], ["list", []]]


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _places(part, (*path, key))


def mutated(body: Any, data: st.DataObject) -> Any:
    """The body with one to three parts replaced, left out, doubled, or exchanged for another part of it."""
    body = copy.deepcopy(body)
    for _ in range(data.draw(st.integers(1, 3))):
        places = [path for path in _places(body) if path]
        if not places:
            return body
        *way, last = data.draw(st.sampled_from(places))
        holder = body
        for key in way:
            holder = holder[key]
        how = data.draw(st.sampled_from(("replace", "drop", "double", "swap", "key")))
        if how == "drop":
            del holder[last]
        elif how == "double" and isinstance(holder, list):
            holder.insert(last, copy.deepcopy(holder[last]))
        elif how == "swap":
            part = body
            for key in data.draw(st.sampled_from(places)):
                part = part[key] if not isinstance(part, str) else part
            holder[last] = copy.deepcopy(part)
        elif how == "key" and isinstance(holder, dict):
            holder[data.draw(st.sampled_from(("a", "9", "decimals", "json", "unit", "where", "now", "who")))] = (
                holder.pop(last)
            )
        else:
            holder[last] = copy.deepcopy(data.draw(st.sampled_from(JUNK)))
    return body


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=300)
@given(data=st.data())
def test_schema_and_validate_agree_on_mutated_problems(family: str, data: st.DataObject) -> None:
    body = mutated(data.draw(st.sampled_from(bodies(family))), data)
    why = refused(family, body)
    if accepted(family, body):
        assert why is None or any(known in why for known in KNOWS_MORE), (why, body)
    else:
        assert why is not None, body


@pytest.mark.parametrize("family", FAMILIES)
def test_the_command_prints_the_schema(family: str) -> None:
    from suffice.cli import suffice

    printed = CliRunner().invoke(suffice, ["schema", family], catch_exceptions=False, standalone_mode=False)
    assert json.loads(printed.output) == schema(family)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=300)
@given(data=st.data())
def test_whatever_is_valid_is_answered_or_refused(family: str, data: st.DataObject) -> None:
    """A Problem may come from anybody: engine, checker and paraphrase break on none that is valid."""
    body = mutated(data.draw(st.sampled_from(bodies(family))), data)
    read = reading(family, [body], "form")
    if isinstance(read, Reading):
        task = Task("posted", problem=Problem(family, body))
        answer = answered(family, read)
        if isinstance(answer, Answer):
            CertificateVerifier().verify(task, answer)
        ways = WAYS[family]
        ways.canonical(body)
        quotes = [str(one.get("say", one.get("text", ""))) for one in body.get("clues", body.get("clauses", ()))]
        if quotes:  # what quotes is held against a text that holds its quotes
            ways.account(". ".join(quotes) + ". Who is it?", body)
