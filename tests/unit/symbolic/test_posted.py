"""Problems of orders and rules that are posted instead of told: from the line of a file to a checked answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from suffice.cli import suffice
from suffice.records import Json, Problem
from suffice.symbolic.ordering import problem as ordering
from suffice.symbolic.rules import problem as rules
from suffice.symbolic.schema import schema

PETS: Json = {
    "slots": ["1", "2", "3"],
    "attributes": {
        "name": {"values": ["Ann", "Bob", "Cy"], "kind": "each"},
        "pet": {"values": ["cat", "dog", "fish"], "kind": "each"},
    },
    "clues": [
        {"say": "Ann has the cat.", "holds": ["same", ["name", "Ann"], ["pet", "cat"]]},
        {"say": "Bob has no dog.", "holds": ["not", ["same", ["name", "Bob"], ["pet", "dog"]]]},
    ],
    "find": ["which", "is", [[name, ["same", ["name", name], ["pet", "dog"]]] for name in ("Ann", "Bob", "Cy")]],
    "form": {"only": True},
}
QUEUE: Json = {
    "slots": ["1", "2", "3"],
    "ordered": ["first", "last"],
    "attributes": {"person": {"values": ["Ann", "Bob", "Cy"], "kind": "each"}},
    "clues": [{"say": "", "holds": ["ahead", ["person", "Bob"], ["person", "Ann"], 1, None]},
              {"say": "", "holds": ["ahead", ["person", "Ann"], ["person", "Cy"], 1, None]}],
    "find": ["order", "person", "forward"],
}  # fmt: skip
ADULT: Json = ["cmp", "ge", ["age", "?x"], ["num", "18"]]
LOAN: Json = {
    "clauses": [
        {"if": ["and", ["is a member", "?x"], ADULT], "then": ["may borrow", "?x"], "text": "4.1"},
        {"if": ["not", ["is a member", "?x"]], "then": ["not", ["may borrow", "?x"]], "text": "4.2"},
        {"then": ["is a member", "tom"]},
        {"then": ["cmp", "eq", ["age", "tom"], ["num", "19"]]},
        {"then": ["not", ["is a member", "ann"]]},
    ],
    "ask": {"truth": ["may borrow", "tom"]},
}
POSTED = [
    ("ordering", PETS, "Cy"),
    ("ordering", {**PETS, "find": ["grid"]}, None),
    ("ordering", {**PETS, "find": ["whether", "could", ["same", ["name", "Bob"], ["pet", "dog"]]]}, "No"),
    ("ordering", QUEUE, "Bob, Ann, Cy"),
    ("ordering", {**QUEUE, "clues": QUEUE["clues"][:1]}, None),
    ("rules", LOAN, "Yes"),
    ("rules", {**LOAN, "ask": {"truth": ["may borrow", "ann"]}}, "No"),
    ("rules", {**LOAN, "ask": {"who": ["may borrow", "?x"]}}, "Tom"),
    ("rules", {**LOAN, "ask": {"truth": ["is tall", "tom"]}}, None),
    ("rules", {**LOAN, "ask": {"truth": ["is tall", "tom"]}, "form": {"unknown": "Open"}}, "Open"),
    ("rules", {**LOAN, "ask": {"options": [["may borrow", "tom"], ["may borrow", "ann"]], "must": "fail"},
               "form": {"labels": ["A", "B"]}}, "B"),
]  # fmt: skip


@pytest.mark.parametrize(("family", "body", "gold"), POSTED)
def test_a_posted_problem_is_answered_and_checked(family: str, body: Json, gold: str | None, tmp_path: Path) -> None:
    tasks, out = tmp_path / "tasks.jsonl", tmp_path / "out.jsonl"
    tasks.write_text(json.dumps({"id": "1", "problem": {"family": family, "body": body}}) + "\n")
    arguments = ["run", str(tasks), "-o", str(out), "--ledger", str(tmp_path / "l.sqlite")]
    CliRunner().invoke(suffice, arguments, catch_exceptions=False, standalone_mode=False)
    (told,) = map(json.loads, out.read_text().splitlines())
    assert told["answer"] == gold, told
    if gold is not None:
        assert (told["guarantee"]["level"], told["evidence"]["checked_by"]) == (
            "proved",
            f"suffice.symbolic.{family}.check",
        )
        assert (told["solver"], told["reading"]["by"]) == (family, "form")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"form": {"labels": ["A"]}}, "one for each of what it may be"),
        ({"form": {"labels": {"true": "A", "false": "A"}}}, "different labels"),
        ({"form": {"labels": {"true": "A", "false": "B"}, "unknown": "?"}}, "one for each of what it may be"),
        ({"form": {"unknown": ""}}, "form.unknown"),
        ({"form": {"yesno": "yes"}}, "form.yesno"),
        ({"form": {"reply": [1]}}, "pieces of text"),
        ({"ask": {"options": [ADULT, ["is old", "tom"]], "must": "fail"}, "form": {"labels": ["A"]}}, "one label each"),
        ({"ask": {"truth": ["cmp", "ge", ["age", "tom"], ["qty", "2", "year"]]}}, "write both in one unit"),
        ({"ask": {"truth": ["cmp", "ge", ["age", "tom"], ["num", "1e999999999"]]}}, "is no num"),
        ({"ask": {"truth": ["cmp", "ge", ["age", "tom"], ["num", "1/0"]]}}, "is no num"),
    ],
)
def test_what_a_form_may_not_say_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rules.validate({**LOAN, **change})


# --- laws: whatever is made of the language fits the schema and survives a file ---------------------------------
NAMES = st.sampled_from(("Ann", "Bob", "Cy"))
ITEM = NAMES.map(lambda name: ["name", name])
FAR = st.tuples(st.integers(0, 2), st.one_of(st.none(), st.integers(2, 3))).map(list)
ATOMS = st.one_of(
    st.tuples(ITEM, st.lists(st.sampled_from("123"), min_size=1, max_size=3, unique=True)).map(lambda p: ["at", *p]),
    st.tuples(st.sampled_from(("ahead", "apart")), ITEM, ITEM, FAR).map(lambda p: [*p[:3], *p[3]]),
    st.tuples(ITEM, ITEM, ITEM).map(lambda p: ["between", *p]),
    st.tuples(ITEM, st.integers(1, 3), st.sampled_from(("first", "last"))).map(lambda p: ["rank", *p]),
)


def joined(parts: st.SearchStrategy[Json], least: int = 1) -> st.SearchStrategy[Json]:
    several = st.lists(parts, min_size=least, max_size=3)
    return st.one_of(
        parts.map(lambda part: ["not", part]),
        st.tuples(st.sampled_from(("and", "or")), several).map(lambda p: [p[0], *p[1]]),
    )


CLUES = st.recursive(ATOMS, joined, max_leaves=5).map(lambda holds: {"say": "", "holds": holds})
ORDERS = st.fixed_dictionaries({
    "slots": st.just(["1", "2", "3"]), "ordered": st.just(["first", "last"]),
    "attributes": st.just({"name": {"values": ["Ann", "Bob", "Cy"], "kind": "each"}}),
    "clues": st.lists(CLUES, max_size=4),
    "find": st.one_of(
        st.sampled_from((["grid"], ["order", "name", "backward"])),
        st.tuples(st.sampled_from(ordering.WHETHER), ATOMS).map(lambda p: ["whether", *p]),
        st.tuples(st.sampled_from(ordering.WHICH), ATOMS, ATOMS).map(
            lambda p: ["which", p[0], [["A", p[1]], ["B", p[2]]]]
        ),
    ),
})  # fmt: skip
TERM = st.sampled_from(("tom", "my parcel", "?x"))
VALUE = st.one_of(st.integers(-9, 99), st.fractions(0, 9, max_denominator=9)).map(lambda n: ["num", str(n)])
SAID = st.one_of(
    st.tuples(st.sampled_from(("is kind", "is a member")), TERM).map(list),
    st.tuples(st.just("owns"), TERM, TERM).map(list),
    st.tuples(st.sampled_from(("lt", "ge", "ne")), TERM, VALUE).map(lambda p: ["cmp", p[0], ["age", p[1]], p[2]]),
)
FORMULAS = st.recursive(SAID, lambda parts: joined(parts, 2), max_leaves=4)
RULES = st.fixed_dictionaries({
    "clauses": st.lists(
        st.fixed_dictionaries({"then": FORMULAS}, optional={"if": FORMULAS, "text": st.text(max_size=9)}),
        min_size=1, max_size=4,
    ),
    "ask": st.one_of(
        st.fixed_dictionaries({"truth": FORMULAS}),
        st.fixed_dictionaries({"who": st.just(["is kind", "?x"])}),
        st.fixed_dictionaries(
            {"options": st.lists(FORMULAS, min_size=2, max_size=3), "must": st.sampled_from(rules.MODES)}
        ),
    ),
    "form": st.fixed_dictionaries({}, optional={"unknown": st.just("?"), "only": st.booleans(), "one": st.booleans()}),
})  # fmt: skip


@pytest.mark.parametrize("family", ["ordering", "rules"])
@settings(max_examples=150)
@given(data=st.data())
def test_law_a_problem_survives_a_file_and_fits_its_schema(family: str, data: st.DataObject) -> None:
    body = data.draw(ORDERS if family == "ordering" else RULES)
    (ordering if family == "ordering" else rules).validate(body)
    problem = Problem(family, body)
    again = Problem.from_json(json.loads(json.dumps(problem.to_json())))
    assert again == problem
    assert Draft202012Validator(schema(family)).is_valid(dict(again.body))
