"""Goals in English: read whole and carried out, or refused with the reason."""

from __future__ import annotations

import pytest

from suffice.records import Abstain, Answer, Code, Level, Task
from suffice.symbolic.planning.goals import Cube, Place, World
from suffice.symbolic.planning.problem import EXAMPLES
from suffice.symbolic.planning.read import PlanningReader
from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver

from .hanoi import hanoi

_BODY = {key: value for key, value in hanoi(3).items() if key not in ("goal", "find")}
_ACTIONS = _BODY["actions"]
_PLACE = {**_ACTIONS["place"], "when": [["holding", "?x"], ["clear", "?y"], ["not", ["=", "?x", "?y"]]]}
WORLD = World(
    _BODY,
    [Cube("c0", "red", 0.04), Cube("c1", "green", 0.045), Cube("c2", "blue", 0.05)],
    [Place("p0"), Place("p1"), Place("p2")],
    {"actions": {**_ACTIONS, "place": _PLACE}},
)
TOWER_RIGHT = [["on", "c0", "c1"], ["on", "c1", "c2"], ["on", "c2", "p2"]]


def ask(text: str, world: World | None = WORLD) -> Answer | Abstain:
    return SymbolicSolver("planning", [PlanningReader(world)]).solve(Task.ask(text))


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("Move the tower to the right peg.", TOWER_RIGHT),
        ("Please move the whole tower from the left peg to the rightmost peg, thanks!", TOWER_RIGHT),
        ("Could you bring all the cubes to peg 3?", TOWER_RIGHT),
        ("Stack all cubes by size on the third area.", TOWER_RIGHT),
        ("Build a tower of all the cubes on the right peg.", TOWER_RIGHT),
        ("Stack red on blue on green", [["on", "c0", "c2"], ["on", "c2", "c1"]]),
        ("Put the red cube on top of the blue cube.", [["on", "c0", "c2"]]),
        ("Stack the blue cube on green on red on the middle peg",
         [["on", "c2", "c1"], ["on", "c1", "c0"], ["on", "c0", "p1"]]),
        ("Put the smallest cube on the largest cube.", [["on", "c0", "c2"]]),
        ("Put the red cube on the right peg", [["on", "c0", "p2"]]),
        ("Sort the cubes by colour.", [["on", "c0", "p0"], ["on", "c1", "p1"], ["on", "c2", "p2"]]),
        ("Sort all the cubes by size onto the areas from left to right", [["on", f"c{i}", f"p{i}"] for i in range(3)]),
    ],
)  # fmt: skip
def test_a_goal_is_read_and_its_plan_proved(text: str, goal: list[list[str]]) -> None:
    answer = ask(text)
    assert isinstance(answer, Answer) and answer.reading is not None, answer
    assert [one.body["goal"] for one in answer.reading.problems] == [goal]
    assert CertificateVerifier().verify(Task.ask(text), answer).guarantee.level is Level.PROVED


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("Do not move the tower to the right peg.", Code.NOT_MY_LANGUAGE, ""),
        ("Move the tower to the right peg without touching the red cube.", Code.NOT_MY_LANGUAGE, ""),
        ("Move the tower to the right peg unless it is raining.", Code.NOT_MY_LANGUAGE, ""),
        ("Ann said: move the tower to the right peg.", Code.NOT_MY_LANGUAGE, ""),
        ("If it rains, move the tower to the right peg.", Code.NOT_MY_LANGUAGE, ""),
        ("Move the tower to the right peg. Sort the cubes by colour.", Code.UNSUPPORTED, "one goal at a time"),
        ("Move the tower to the fourth peg.", Code.INCONSISTENT, "no place number 4"),
        ("Move the tower to peg 0.", Code.INCONSISTENT, "no place number 0"),
        ("Move the tower from the right peg to the left peg.", Code.INCONSISTENT, "does not stand on p2"),
        ("Stack the yellow cube on the red cube.", Code.INCONSISTENT, "no yellow cube"),
        ("Stack red on blue on red.", Code.INCONSISTENT, "above itself"),
        ("Put the red cube on the left peg.", Code.AMBIGUOUS, "already"),
        ("Move the tower to the red peg.", Code.INCONSISTENT, "0 red places"),
        ("Move the tower to peg -1.", Code.INCONSISTENT, "no place number -1"),
        ("Move the tower to peg 1.5.", Code.INCONSISTENT, "no place number 1.5"),
        ("Move the tower to peg.", Code.NOT_MY_LANGUAGE, ""),
        ("Move the tower to peg " + "9" * 5000, Code.INCONSISTENT, "no place number 9"),
        ("Stack " + "red on blue on " * 400 + "green.", Code.TOO_HARD, "too deep"),
        ("Move the blocks on the right peg.", Code.NOT_MY_LANGUAGE, ""),
        ("Take the red cube on the right peg.", Code.NOT_MY_LANGUAGE, ""),
        ("Imagine you must move the tower to the right peg.", Code.UNSUPPORTED, "only supposed"),
        ("Let's say you have to move the tower to the right peg.", Code.UNSUPPORTED, "only supposed"),
        ("Move just the blue cube to the right peg.", Code.UNSUPPORTED, "'just'"),
        ("Move the tower to the right peg, without steps.", Code.UNSUPPORTED, "answer"),
        ("Put the red cube on peg 3/1.", Code.UNSUPPORTED, "either of two"),
        ("Hello!", Code.UNSUPPORTED, "no goal"),
        (EXAMPLES[0][0], Code.UNSUPPORTED, "states one of its own"),
        ("Find a plan.", Code.NOT_MY_LANGUAGE, ""),
    ],
)
def test_what_does_not_fit_the_scene_is_refused(text: str, code: Code, reason: str) -> None:
    answer = ask(text)
    assert isinstance(answer, Abstain) and answer.code is code and reason in answer.reason, answer


def test_cubes_that_stand_apart_are_no_tower() -> None:
    start = [fact for fact in _BODY["start"] if fact[0] not in ("on", "clear")]
    apart = [["on", f"c{i}", f"p{i}"] for i in range(3)] + [["clear", f"c{i}"] for i in range(3)]
    scattered = World({**_BODY, "start": [*start, *apart]}, WORLD.cubes, WORLD.places)
    answer = ask("Move the tower to the right peg.", scattered)
    assert isinstance(answer, Abstain) and answer.code is Code.AMBIGUOUS and "p0, p1, p2" in answer.reason
    assert isinstance(ask("Move all the cubes to the right peg.", scattered), Answer)


def test_two_red_cubes_are_ambiguous_and_four_places_have_no_middle() -> None:
    twins = World(_BODY, [Cube("c0", "red", 0.04), Cube("c1", "red", 0.045), Cube("c2", "blue", 0.05)], WORLD.places)
    answer = ask("Stack red on blue.", twins)
    assert isinstance(answer, Abstain) and answer.code is Code.AMBIGUOUS
    four = World(_BODY, WORLD.cubes, [*WORLD.places, Place("p3")])
    answer = ask("Move the tower to the middle peg.", four)
    assert isinstance(answer, Abstain) and answer.code is Code.AMBIGUOUS


def test_a_goal_without_a_scene_is_nobodys() -> None:
    answer = ask("Move the tower to the right peg.", None)
    assert isinstance(answer, Abstain) and answer.code is Code.NOT_MY_LANGUAGE


@pytest.mark.parametrize(("text", "now", "gold"), EXAMPLES)
def test_pddl_in_a_chat_is_planned(text: str, now: str | None, gold: str) -> None:
    del now
    answer = ask(text, None)
    assert isinstance(answer, Answer) and answer.value == gold


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (":strips", ":adl", "requirement :adl"),
        ("(on a b)))", "(or (on a b))))", "'or' is not supported"),
        ("(:domain blocks)", "(:domain cubes)", "belongs to the domain cubes"),
        ("(free))\n", "(free) (on a z))\n", "not known"),
        ("Find a plan", "Find a good plan", "not understood"),
    ],
)
def test_pddl_beyond_the_core_is_refused(old: str, new: str, reason: str) -> None:
    text = EXAMPLES[0][0].replace("(clear b) (free))", "(clear b) (free))\n")
    assert old in text
    answer = ask(text.replace(old, new), None)
    assert isinstance(answer, Abstain) and reason in answer.reason, answer
