"""Templates of orders and rules: a Problem as it would be posted, with places for names, facts and lines of clauses."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from suffice.errors import UsageError
from suffice.records import Abstain, Answer, Code, Level, Message, Status, Task
from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver
from suffice.symbolic.templates.fit import fit
from suffice.symbolic.templates.load import from_tables, load
from suffice.symbolic.templates.read import TemplateReader
from suffice.symbolic.templates.template import Template

EXAMPLES = Path(__file__).parents[3] / "examples" / "templates"
(SEATING,) = load(EXAMPLES / "seating.toml")
SYSTEM = tomllib.loads((EXAMPLES / "seating.toml").read_text())["template"][0]["system"]
(ROTA,) = load(EXAMPLES / "on-call-week.toml")

FREIGHT = """
[[template]]
name = "freight"
family = "rules"
user = "Parcel {parcel:name} of {sender:name}: {weight:quantity}. Does it go by air?"
problem = '''
{"clauses": [{"if": ["cmp", "le", ["weight", "?x"], ["qty", "2", "kg"]], "then": ["goes by air", "?x"]},
             {"if": ["cmp", "gt", ["weight", "?x"], ["qty", "2", "kg"]], "then": ["not", ["goes by air", "?x"]]},
             {"then": ["sends", "{sender}", "{parcel}"]},
             {"then": ["cmp", "eq", ["weight", "{parcel}"], "{weight}"]}],
 "ask": {"truth": ["goes by air", "{parcel}"]}}'''
"""


def one(text: str) -> Template:
    (template,) = from_tables(tomllib.loads(text)["template"], "t.toml")
    return template


def outcome(template: Template, *contents: str) -> Answer | Abstain:
    roles = ("system", "user") if len(contents) == 2 else ("user",)
    messages = tuple(Message(role, content) for role, content in zip(roles, contents, strict=True))
    task = Task("t", messages)
    answer = SymbolicSolver(template.family, [TemplateReader(template.family, [template])]).solve(task)
    if isinstance(answer, Answer):
        verdict = CertificateVerifier().verify(task, answer)
        assert verdict.status is Status.VALID and verdict.guarantee.level is Level.PROVED
    return answer


def seated(wishes: str, guests: str = "Ann, Bob and Cy", seat: str = "1") -> Answer | Abstain:
    return outcome(SEATING, SYSTEM, f"Guests: {guests}\nWishes:\n{wishes}\nWho sits in seat {seat}?")


def rota(constraints: str, people: str = "Ann, Bob, Cy, Dee and Eve") -> Answer | Abstain:
    text = f"On-call rota, Monday to Friday, one engineer a day: {people}.\nConstraints\n{constraints}"
    return outcome(ROTA, f"{text}\nRota in order of days, names only:")


def value(found: Answer | Abstain) -> str | None:
    return found.value if isinstance(found, Answer) else None


def test_names_and_lines_make_the_problem() -> None:
    assert value(seated("- Ann sits between Bob and Cy.\n- Cy sits somewhere to the left of Bob.")) == "Cy"
    assert value(seated("- José Álvarez sits next to R. & J. Moss.", "José Álvarez and R. & J. Moss", "2")) is None
    assert value(seated("- O'Neill sits in seat 2.", "O'Neill and Team 7", "2")) == "O'Neill"
    days = "* Cy only does Wed\n* Ann before Bob\n* Bob the day after Ann\n* Eve cannot do Mon"
    days += "\n* if Ann is before Cy, then Dee does Thu\n* Ann before Cy"
    assert value(rota(days)) == "Ann, Bob, Cy, Dee, Eve"


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (seated("- Ann sits in seat 1.\n- Bob sits in seat 1."), Code.INCONSISTENT),
        (seated("- Ann sits next to Bob."), Code.UNDERDETERMINED),
        (seated("- Zoe sits in seat 1."), Code.UNSUPPORTED),
        (seated("- Ann sits in seat 4."), Code.UNSUPPORTED),
        (seated("- Ann sits in seat 1.", seat="7"), Code.UNSUPPORTED),
        (seated("- Ann sits in seat 1.", seat="9"), Code.NOT_MY_LANGUAGE),
        (seated("- Ann sits in seat one."), Code.NOT_MY_LANGUAGE),
        (seated("- Ann sits in seat 1, or so."), Code.NOT_MY_LANGUAGE),
        (seated("- Ann sits in seat 1.\n\n- Bob sits in seat 2."), Code.NOT_MY_LANGUAGE),
        (seated("- Ann sits in seat 1.", "Ann, Bob and Ann"), Code.NOT_MY_LANGUAGE),
        (seated("- Ann sits in seat 1.", "Ann, Bob and ANN"), Code.NOT_MY_LANGUAGE),
        (seated("- Ann sits in seat 1.", "Ann; Bob"), Code.NOT_MY_LANGUAGE),
        (seated("- ann sits in seat 1."), Code.AMBIGUOUS),
        (seated("- Ann sits in seat 1.", "Ann, Bob and leftmost"), Code.AMBIGUOUS),
        (rota("* Ann only does Mon", "Ann, Bob, Cy and Dee"), Code.UNSUPPORTED),
        (rota("* Ann before Bob before Cy"), Code.UNSUPPORTED),
    ],
)
def test_what_is_not_as_stated_is_refused(found: Answer | Abstain, code: Code) -> None:
    assert isinstance(found, Abstain) and found.code is code, found


def test_quantities_are_told_in_one_unit_and_names_are_not_mixed_up() -> None:
    freight = one(FREIGHT)
    asked = "Parcel {} of {}: {}. Does it go by air?"
    assert value(outcome(freight, asked.format("A1", "Tom", "1999 g"))) == "Yes"
    assert value(outcome(freight, asked.format("A1", "Tom", "2.5 kg"))) == "No"
    assert isinstance(outcome(freight, asked.format("A1", "Tom", "3 m")), Abstain)
    for parcel in ("?x", "not", "a1", "goes by air"):
        refused = outcome(freight, asked.format(parcel, "A1", "1 kg"))
        assert isinstance(refused, Abstain), (parcel, refused)


def test_a_near_miss_is_shown_at_its_line() -> None:
    user = "Guests: Ann and Bob\nWishes:\n- Ann sits in seat 1.\n- Bob is shy.\nWho sits in seat 1?"
    found = fit(SEATING, Task("t", (Message("system", SYSTEM), Message("user", user))))
    assert found.status == "near" and found.difference is not None
    assert (found.difference.slot, found.difference.line) == ("wishes", 4)
    fine = fit(
        SEATING, Task("t", (Message("system", SYSTEM), Message("user", user.replace("is shy", "sits in seat 2"))))
    )
    assert fine.status == "fits" and json.dumps(fine.to_json())


CLUES = """
[template.clauses.facts]
"{a:name} is late." = '["is late", "{a}"]'
"""


def stated(change: dict[str, Any], more: str = "") -> str:
    table = tomllib.loads(FREIGHT)["template"][0] | change
    lines = [f"{key} = {json.dumps(item)}" for key, item in table.items() if item is not None]
    return "[[template]]\n" + "\n".join(lines) + "\n" + more


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (stated({"problem": "{"}), "is not JSON"),
        (stated({"problem": '{"clauses": [{"then": ["is {parcel}", "a"]}]}'}), "not the name of a slot alone"),
        (stated({"problem": '{"clauses": [{"then": ["{thing}", "a"]}]}'}), "'{thing}' is no slot"),
        (stated({"problem": '{"clauses": [], "ask": {"truth": ["is late", "{parcel}"]}}'}), "makes no problem"),
        (stated({"find": "1 + 1"}), "'find' has no place"),
        (stated({"problem": '{"clauses": [{"then": ["is", "a"]}], "ask": {"truth": ["is", "a"]}}'}), "names no slot"),
        (stated({"user": "Parcel {parcel:text} of {sender:name}: {weight:quantity}."}), "text without a value"),
        (stated({"user": "Parcel {parcel:name} {sender:name}: {weight:quantity}."}), "only white space stands"),
        (stated({"user": "{parcel:name} of {sender:name}: {weight:quantity} {x:clauses}"}), "lines are not described"),
        (stated({}, CLUES), "belongs to no slot"),
        (stated({"family": "arithmetic"}, CLUES), "arithmetic has no clauses"),
        (stated({"problem": None, "find": "weight"}), "state the Problem as 'problem'"),
    ],
)  # fmt: skip
def test_mistakes_are_named(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        one(text)
