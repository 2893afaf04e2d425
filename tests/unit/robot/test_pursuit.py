"""New plans for the same goal: valid from everywhere, found without a search of all states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suffice.config.pursuit import pursuit
from suffice.config.robot import Plan, literals
from suffice.robot.executor import NoWay, Planner
from suffice.robot.moves import Move
from suffice.robot.operators import BY_HAND
from suffice.robot.scene import Layout, Supports, hanoi, tower
from suffice.robot.scene.supports import ASKEW, TABLE, clear


def carried_out(layout: Layout, now: Supports, moves: list[Move]) -> Supports:
    """What stands where afterwards; every move is one that the puzzle allows."""
    half = {cube.name: cube.half_m for cube in layout.cubes}
    for move in moves:
        assert move.cube in clear(now) and move.to not in now.values()
        assert half[move.cube] < half.get(move.to, 1.0)
        now = {**now, move.cube: move.to}
    return now


SCENES = {size: hanoi(*size) for size in ((3, 3), (5, 3), (4, 5))}
PLANNERS: dict[tuple[int, int], Planner] = {size: pursuit(BY_HAND, layout) for size, layout in SCENES.items()}


@given(st.sampled_from(sorted(SCENES)), st.data())
@settings(max_examples=60, deadline=None)
def test_from_wherever_it_is_left_the_goal_is_reached(size: tuple[int, int], data: st.DataObject) -> None:
    layout, plan = SCENES[size], PLANNERS[size]
    goal, now = tower(layout, layout.areas[-1].name), dict(tower(layout))
    shortest = list(plan(now, goal))
    assert carried_out(layout, now, shortest) == goal
    now = dict(carried_out(layout, now, shortest[: data.draw(st.integers(0, len(shortest)))]))
    for _ in range(data.draw(st.integers(1, 3))):  # also onto smaller cubes, and beside the areas
        cube = data.draw(st.sampled_from(clear(now)))
        free = [place for place in (*(area.name for area in layout.areas), *clear(now)) if place not in now.values()]
        now[cube] = data.draw(st.sampled_from([TABLE, *(place for place in free if place != cube)]))
    assert carried_out(layout, now, list(plan(now, goal))) == goal


def test_the_plan_that_was_told_is_the_one_that_is_carried_out() -> None:
    layout = hanoi(4, 5)
    now, goal = tower(layout), {"red": "blue", "blue": "peg5"}
    roundabout = [("red", "peg2"), ("green", "peg3"), ("red", "green"), ("blue", "peg5"), ("red", "blue")]
    steps, before = list[tuple[str, ...]](), dict(now)
    for cube, to in roundabout:
        steps.append(("move", cube, before[cube], to))
        before[cube] = to
    assert list(BY_HAND.moves(steps)) == roundabout
    plan = Plan(tuple(roundabout), tuple(steps), "proved", "", tuple(literals(goal)))
    assert list(pursuit(BY_HAND, layout, told=(now, plan))(now, goal)) == [Move(*one) for one in roundabout]
    elsewhere = {**now, "red": "peg4"}
    assert len(pursuit(BY_HAND, layout, told=(now, plan))(elsewhere, goal)) == 3
    assert len(pursuit(BY_HAND, layout, told=(now, plan))(now, {"red": "peg2"})) == 1


def test_what_must_be_done_first_is_chosen_for_what_follows() -> None:
    layout = SCENES[3, 3]
    goal = tower(layout, "peg3")
    plan = pursuit(BY_HAND, layout)
    plan(tower(layout), goal)
    fallen = {"red": ASKEW, "green": "blue", "blue": "peg3"}
    found = plan(fallen, goal, [Move("red", "peg1"), Move("red", "green")])
    assert list(found) == [Move("red", "green")]


def test_a_new_plan_is_no_longer_than_undoing_what_happened() -> None:
    layout = hanoi(6, 4)
    goal, plan = tower(layout, "peg4"), pursuit(BY_HAND, layout)
    first = list(plan(tower(layout), goal))
    states = [tower(layout)]
    for move in first:
        states.append({**states[-1], move.cube: move.to})
    for number, now in enumerate(states[:-1]):
        cube = clear(now)[0]
        assert len(plan({**now, cube: TABLE}, goal)) <= len(first) - number + 1


def test_where_there_is_no_way_it_is_said_again() -> None:
    plan = pursuit(BY_HAND, SCENES[3, 3])
    assert list(plan(tower(SCENES[3, 3]), {"blue": "peg3"}))
    with pytest.raises(NoWay, match="cannot be reached"):
        plan({"red": "peg1", "green": "peg2", "blue": ASKEW}, {"blue": "peg3"})
