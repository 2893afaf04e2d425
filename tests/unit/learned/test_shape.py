"""Shapes: constants and slots, one cut or none."""

import pytest

from suffice.learned.shape import Shape, form
from suffice.records import Message, Problem, Task


def _task(*texts, roles=("user",), **more):
    return Task("t", tuple(map(Message, roles, texts)), **more)


def test_the_only_slot_is_called_input():
    shape = Shape(("user",), (('Given this clause:\n"', '"\nThe title is:'),))
    assert shape.slots == ("input",)
    assert shape.fields(_task('Given this clause:\n"Ohio law applies."\nThe title is:')) == {
        "input": "Ohio law applies."
    }
    assert shape.fields(_task("Given this clause:\nOhio law applies.\nThe title is:")) is None


def test_a_message_may_be_all_slot():
    shape = Shape(("system", "user"), (("Sort it.",), ("", "")))
    assert shape.fields(_task("Sort it.", "any text", roles=("system", "user"))) == {"input": "any text"}
    assert shape.fields(_task("Sort them.", "any text", roles=("system", "user"))) is None
    assert shape.fields(_task("any text")) is None


def test_slots_are_named_by_the_label_before_them():
    shape = Shape(("user",), (("Amount: ", "\nDue date: ", "\n<note>", "</note>\n", ""),))
    assert shape.slots == ("amount", "due_date", "note", "input4")


def test_a_slot_that_could_end_in_two_places_fits_nothing():
    shape = Shape(("user",), (("From: ", "\nText: ", ""),))
    assert shape.fields(_task("From: a\nText: b")) == {"from": "a", "text": "b"}
    assert shape.fields(_task("From: a\nText: b\nText: c")) is None


def test_line_ends_of_windows_are_line_ends():
    shape = Shape(("user",), (("A:\n", "\nB"),))
    assert shape.fields(_task("A:\r\nx\r\nB")) == {"input": "x"}


def test_tools_and_schema_are_part_of_the_shape():
    schema = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}
    with_schema = _task("x", response_format=schema)
    shape = Shape(("user",), (("", ""),), form(with_schema))
    assert shape.form and shape.fields(with_schema) == {"input": "x"}
    assert shape.fields(_task("x")) is None
    assert shape.fields(_task("x", response_format=schema, extra={"tools": [{"type": "function"}]})) is None
    assert form(_task("x", response_format={"type": "text"}, extra={"n": 1, "temperature": 0})) is None


@pytest.mark.parametrize("more", [{"extra": {"messages": []}}, {"problem": Problem("arithmetic", {})}])
def test_what_is_more_than_text_fits_nothing(more):
    assert Shape(("user",), (("", ""),)).fields(_task("x", **more)) is None


def test_a_shape_needs_constants_between_slots():
    with pytest.raises(ValueError, match="between"):
        Shape(("user",), (("a", "", "b"),))
    with pytest.raises(ValueError, match="no shape"):
        Shape.from_json({"roles": ["user"], "messages": [[1]], "form": None})


def test_long_texts_take_linear_time():
    shape = Shape(("user",), (("", "ab", "ab", ""),))
    assert shape.fields(_task("ab" * 200_000)) is None
