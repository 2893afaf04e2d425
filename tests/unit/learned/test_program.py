"""What the nodes of a program do to text."""

from __future__ import annotations

import pytest

from suffice.learned.kinds.program import Candidate, Programs
from suffice.learned.predictor import Parts
from suffice.learned.program.moments import moments
from suffice.learned.program.node import Slot
from suffice.learned.program.notation import from_json, parsed
from suffice.learned.program.usual import Usual

ORDER = "order 7731-B, 2 boxes (fragile) for Ola Nordmann-Lie"


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("run(slot('x'), 'digits', -1)", "2"),
        ("run(slot('x'), 'proper', 3)", "Lie"),
        ("part(slot('x'), ',', 2)", "2 boxes (fragile) for Ola Nordmann-Lie"),
        ("cut(slot('x'), joint('=(', '', 1), joint('', '=)', 1))", "fragile"),
        ("case(cut(slot('x'), at(0), length(3)), 'upper')", "ORD"),
        ("case(part(slot('x'), ' ', -1), 'lower')", "nordmann-lie"),
        ("initials(part(slot('x'), 'for', 2), '.')", "O.N.L"),
        ("keep(slot('x'), 'digits', '/')", "7731/2"),
        ("numeral(plus(rounded(figure(slot('x'), 1, '.'), 'down', '50', '0'), '49'), 0, 6, '', '.', False)", "007749"),
        ("numeral(figure(slot('x'), 1, '.'), 2, 1, ',', '.', False)", "7,731.00"),
        ("choose(has(slot('x'), '=boxes', 1), const('box'), const('no box'))", "box"),
        ("fill(run(slot('x'), 'digits', 2), 3, '0', 'left')", "002"),
        ("chunks(keep(slot('x'), 'letters', ''), 20, '/')", "orderBboxesfragilefo/rOlaNordmannLie"),
        ("numeral(rest(figure(slot('x'), 1, '.'), '60'), 0, 2, '', '.', False)", "51"),
        ("numeral(units(figure(slot('x'), 1, '.'), '60'), 0, 2, '', '.', False)", "128"),
        ("ordinal(figure(slot('x'), 2, '.'))", "2nd"),
        ("numeral(count(slot('x'), 'proper'), 0, 1, '', '.', False)", "3"),
        ("run(slot('x'), 'digits', 3)", None),
        ("slot('y')", ""),
    ],
)
def test_text(program: str, value: str | None):
    assert parsed(program).value({"x": ORDER}) == value


@pytest.mark.parametrize(
    ("text", "order", "layout", "value"),
    [
        ("due 3/4/2027", "month first", "{D} {Month} {Y}", "4 March 2027"),
        ("due 3/4/2027", "day first", "{D} {Mon} {YY}", "3 Apr 27"),
        ("due 23/4/2027", "month first", "{Y}-{MM}-{DD}", "2027-04-23"),
        ("20270423", "day first", "{Weekday}, the {Dth}", "Friday, the 23rd"),
        ("at 12:05 am on 1 January 2027", "day first", "{H}:{mm} {week year}-W{week02}", "0:05 2026-W53"),
        ("930", "clock digits", "{h}:{mm} {am}", "9:30 am"),
        ("2027-02-30", "day first", "{D}", None),
        ("25:00", "day first", "{H}", None),
    ],
)
def test_moments(text: str, order: str, layout: str, value: str | None):
    assert parsed(f"written(when(slot('x'), {order!r}, 1), {layout!r})").value({"x": text}) == value


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("later(when(slot('x'), 'day first', 1), 1, 'months')", "2028-02-29 23:50"),
        ("later(when(slot('x'), 'day first', 1), 900, 'seconds')", "2028-02-01 00:05"),
        ("step(when(slot('x'), 'day first', 1), 'down', 3600, 1800)", "2028-01-31 23:30"),
        ("step(when(slot('x'), 'day first', 1), 'nearest', 3600, 0)", "2028-02-01 00:00"),
    ],
)
def test_moved_moments(change: str, value: str):
    program = parsed(f"written({change}, '{{Y}}-{{MM}}-{{DD}} {{HH}}:{{mm}}')")
    assert program.value({"x": "31 Jan 2028, 23:50"}) == value


def test_the_last_representable_day_has_no_morrow():
    assert (
        parsed("written(later(when(slot('x'), 'day first', 1), 1, 'days'), '{D}')").value({"x": "9999-12-31"}) is None
    )


def test_two_dates_of_a_text():
    assert [m.day for m in moments("from 3 May 2027 until 9 May 2027", "day first")] == [3, 9]


@pytest.mark.parametrize(
    "program",
    ["run(slot('x'), 'vowels', 1)", "__import__('os')", "slot('x').name", "case(slot('x'), 'loud')", "slot(1)",
     "run(slot('x'), 'digits', True)", "const('x', 'y')", "const(" * 150 + ")" * 150, "slot('x'", "[slot('x')]",
     "numeral(times(figure(slot('x'), 1, '.'), '1e999'), 0, 1, '', '.', False)"],
)  # fmt: skip
def test_what_is_no_program_is_refused(program: str):
    with pytest.raises(ValueError):
        parsed(program)


def test_data_that_are_no_program_are_refused():
    for data in (None, [], {}, {"slot": []}, {"slot": "x"}, {"at": [0]}, {"run": [{"slot": ["x"]}, "digits", 1.0]}):
        with pytest.raises(ValueError):
            from_json(data)
    for header in ({}, {"version": 1}, {"version": 1, "programs": []}, {"version": 1, "programs": [{"weight": 1}]}):
        with pytest.raises(ValueError):
            Programs.of(Parts(header))


def test_disagreement_lowers_the_confidence():
    first, last = parsed("run(slot('x'), 'digits', 1)"), parsed("run(slot('x'), 'digits', -1)")
    programs = Programs([Candidate(1.0, first), Candidate(0.5, last)], 0.0, Usual.of([]))
    sure, unsure = programs.guess({"x": "a 7"}), programs.guess({"x": "7 of 9"})
    assert sure is not None and (sure.value, sure.confidence) == ("7", 1.0)
    assert unsure is not None and unsure.value == "7" and unsure.confidence == pytest.approx(2 / 3)
    assert programs.guess({"x": "none"}) is None
    assert unsure.why == {"program": "run(slot('x'), 'digits', 1)", "says": "the 1st run of digits of «x»"}


def test_an_input_unlike_the_examples_lowers_the_confidence():
    programs = Programs([Candidate(1.0, parsed("slot('x')"))], 0.25, Usual.of([{"x": "a, 1"}, {"x": "b, 22"}]))
    usual, odd, empty = (programs.guess({"x": text}) for text in ("c, 7", "c 7?", " "))
    assert usual is not None and usual.confidence == 0.8
    assert odd is not None and odd.confidence < 0.5
    assert empty is not None and (empty.value, empty.confidence) == ("", 0.05)


def test_a_long_text_is_read_as_absent():
    assert Slot("x").value({"x": "x" * 30_000}) is None
