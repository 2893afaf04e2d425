"""A JSON reply holds what was asked, in the type that is declared, or there is none."""

from __future__ import annotations

import pytest

from suffice.records import Answer, Message, Task
from suffice.symbolic.reading import family_reader
from suffice.symbolic.solver import SymbolicSolver

SHARE, DAY, LENGTH = "What is 12% of $50?", "What weekday is 5 March 2026?", "How long is it from 8:15 to 17:00?"


def asked(text: str, wanted: dict | None) -> Answer | None:
    task = Task("t", (Message("user", text),), response_format=wanted)
    for family in ("arithmetic", "calendar"):
        answer = SymbolicSolver(family, [family_reader(family)]).solve(task)
        if isinstance(answer, Answer):
            return answer
    return None


def schema(key: str, kind: dict, **more) -> dict:
    inner = {"type": "object", "properties": {key: kind}, **more}
    return {"type": "json_schema", "json_schema": {"name": "reply", "schema": inner}}


@pytest.mark.parametrize(
    ("text", "wanted", "reply"),
    [
        ("What is 7/2?", schema("answer", {"type": "number"}), '{"answer": 3.5}'),
        ("What is 7/2?", schema("answer", {"type": "integer"}), None),
        (SHARE, schema("answer", {"type": "integer"}), '{"answer": 6}'),
        (SHARE, schema("answer", {"type": "string"}), '{"answer": "6.00"}'),
        (SHARE, schema("finalAnswer", {"type": "number", "title": "Finalanswer"}), '{"finalAnswer": 6.0}'),
        (SHARE, schema("answer", {"type": "number"}, additionalProperties=False), '{"answer": 6.0}'),
        (DAY, schema("answer", {"type": "number"}), None),
        (DAY, schema("weekday", {"type": "string"}), '{"weekday": "Thursday"}'),
        (DAY, schema("date", {"type": "string"}), None),
        (LENGTH, schema("minutes", {"type": "number"}), None),
        (SHARE, schema("cents", {"type": "integer"}), None),
        (SHARE, schema("euros", {"type": "number"}), None),
        (SHARE, schema("before_tax", {"type": "number"}), None),
        (SHARE, schema("answer", {"type": "number", "description": "in thousands"}), None),
        (SHARE, schema("answer", {"type": "number"}, description="Round to tens."), None),
        (SHARE, schema("answer", {"type": "number", "multipleOf": 5}), None),
        (SHARE, {"type": "json_schema", "json_schema": "rubbish"}, None),
        (SHARE + ' Reply as JSON with the key "answer".', None, '{"answer": 6.0}'),
        (SHARE + ' Reply as JSON with the key "cents".', None, None),
    ],
)  # fmt: skip
def test_the_reply_is_what_the_format_says(text, wanted, reply):
    answer = asked(text, wanted)
    assert (answer and answer.text) == reply


def test_the_working_is_shown_where_it_is_asked_for() -> None:
    answer = asked("Show your working. What is 12% of 5000?", None)
    assert answer is not None and answer.text == "12% of 5000 = 600\nThe answer is 600."
    assert asked("Show your working. What day is 45 days after 3 March 2026?", None) is None


@pytest.mark.parametrize(
    ("name", "title", "answered"),
    [
        ("reply", "Reply", True),
        ("FinalAnswer", None, True),
        ("math_response_v2", None, True),
        ("TaxDue", None, False),
        ("answer", "PriceInCents", False),
        ("answer_before_tax", None, False),
    ],
)
def test_the_name_of_a_schema_may_want_something_else_too(name, title, answered) -> None:
    wanted = schema("answer", {"type": "number"}, **({"title": title} if title else {}))
    wanted["json_schema"]["name"] = name
    assert (asked(SHARE, wanted) is not None) is answered


def test_a_title_that_is_not_the_key_may_ask_for_something_else() -> None:
    schema = {"type": "object", "properties": {"answer": {"type": "number", "title": "in thousands"}}}
    assert asked(SHARE, {"type": "json_schema", "json_schema": {"schema": schema}}) is None
