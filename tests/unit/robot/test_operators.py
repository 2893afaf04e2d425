"""Operators learned from a handful of moves are those of the game, in every state of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suffice.config.robot import NoPlan, body_of, planner, told, written
from suffice.robot.operators import (
    BY_HAND,
    PREDICATES,
    TYPES,
    Domain,
    Lesson,
    Order,
    Transition,
    facts,
    induce,
    kinds,
    order_of,
    stacked,
)
from suffice.robot.scene.layout import Layout, hanoi
from suffice.robot.scene.supports import tower
from suffice.symbolic.planning import pddl
from suffice.symbolic.planning.ground import ground

Supports = dict[str, str]


def states(layout: Layout) -> Iterator[Supports]:
    """Every legal arrangement of the cubes."""
    cubes, areas = [cube.name for cube in layout.cubes], [area.name for area in layout.areas]
    for places in product(areas, repeat=len(cubes)):
        yield {
            cube: next(
                (other for other, there in zip(cubes[i + 1 :], places[i + 1 :], strict=True) if there == area), area
            )
            for i, (cube, area) in enumerate(zip(cubes, places, strict=True))
        }


def legal(supports: Mapping[str, str], layout: Layout) -> set[tuple[str, str]]:
    """The moves that the rules of the game allow."""
    size = {cube.name: i for i, cube in enumerate(layout.cubes)}
    free = [thing for thing in (*size, *(area.name for area in layout.areas)) if thing not in supports.values()]
    return {
        (cube, to)
        for cube in size
        if cube in free
        for to in free
        if to != cube and size[cube] < size.get(to, len(size))
    }


def moved(supports: Mapping[str, str], cube: str, to: str) -> Supports:
    return {**supports, cube: to}


def demonstrations(layout: Layout, count: int, seed: int, by: str = "move") -> list[tuple[str, Supports, Supports]]:
    """Random single moves from random states; ``by`` two parts: pick and place."""
    rng, every = random.Random(seed), list(states(layout))
    found: list[tuple[str, Supports, Supports]] = []
    for number in range(1, count + 1):
        before = rng.choice(every)
        cube, to = rng.choice(sorted(legal(before, layout)))
        after = moved(before, cube, to)
        if by == "move":
            found.append((f"demonstration {number}", before, after))
        else:
            held = moved(before, cube, "hand")
            found += [(f"demonstration {number}", before, held), (f"demonstration {number}", held, after)]
    return found


def learned(layout: Layout, shown: list[tuple[str, Supports, Supports]], names: tuple[str, ...] = ("move",)) -> Lesson:
    order = order_of(pair for _, *both in shown for supports in both for pair in stacked(supports, layout))
    transitions = [
        Transition(names[i % len(names)], facts(before, layout, order), facts(after, layout, order), where)
        for i, (where, before, after) in enumerate(shown)
    ]
    return induce(transitions, kinds(layout), TYPES, PREDICATES, order)


class Allowed:
    """The moves that the learned operators allow in each state, by the planner's own grounding."""

    def __init__(self, domain: Domain, layout: Layout) -> None:
        self.domain, self.layout = domain, layout
        self.task = ground({**body_of(domain, layout, tower(layout)), "goal": []})
        self.bit = {fact: 1 << place for place, fact in enumerate(self.task.facts)}

    def __call__(self, supports: Supports) -> set[tuple[str, str]]:
        state = sum(self.bit.get(fact, 0) for fact in facts(supports, self.layout, self.domain.order))
        return {move for step, _ in self.task.after(state) for move in self.domain.moves([step.name])}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_moves_teach_the_game_in_every_state_of_four_to_six_blocks(seed: int) -> None:
    three = hanoi(3)
    lesson = learned(three, demonstrations(three, 5, seed))
    assert lesson.contradictions == ()
    for blocks in (4, 5, 6):
        layout = hanoi(blocks)
        allowed = Allowed(lesson.domain, layout)
        for supports in states(layout):
            assert allowed(supports) == legal(supports, layout), (blocks, supports)


def test_what_was_written_down_for_comparison_is_the_game_too() -> None:
    for blocks in (3, 5):
        layout = hanoi(blocks)
        allowed = Allowed(BY_HAND, layout)
        for supports in states(layout):
            assert allowed(supports) == legal(supports, layout), (blocks, supports)


def test_picking_and_placing_are_learned_apart_and_read_as_pddl() -> None:
    three = hanoi(3)
    lesson = learned(three, demonstrations(three, 5, 2, by="parts"), ("pick", "place"))
    pick, place = lesson.domain.operators
    assert [variable for variable, _ in pick.parameters] == ["?x", "?y"]
    assert set(pick.when) == {("on", "?x", "?y"), ("clear", "?x"), ("free",)}
    assert set(place.when) == {("holding", "?x"), ("clear", "?y"), ("smaller", "?x", "?y")}
    text = written(lesson.domain)
    assert "(smaller ?x ?y)" in text and "(:action pick" in text
    read = pddl.parse(text, "(define (problem none) (:domain learned))")
    assert read["actions"] == lesson.domain.actions()
    layout = hanoi(4)
    plan = planner(lesson.domain, layout)(tower(layout), tower(layout, "peg3"))
    assert len(plan.moves) == 15 and plan.level == "proved"


@pytest.mark.parametrize(("blocks", "pegs", "moves"), [(3, 3, 7), (4, 3, 15), (6, 3, 63), (5, 4, 13)])
def test_plans_over_learned_operators_are_optimal(blocks: int, pegs: int, moves: int) -> None:
    three = hanoi(3)
    domain = learned(three, demonstrations(three, 5, 1)).domain
    layout = hanoi(blocks, pegs)
    plan = planner(domain, layout)(tower(layout), tower(layout, layout.areas[-1].name))
    assert len(plan.moves) == moves and plan.level == "proved"
    assert plan.moves[0][0] == "red"


def test_an_order_that_was_broken_can_be_mended_and_a_fallen_cube_picked_up() -> None:
    three = hanoi(3)
    domain = learned(three, demonstrations(three, 5, 1)).domain
    broken = {"red": "peg1", "green": "peg2", "blue": "red"}
    plan = planner(domain, three)(broken, tower(three, "peg3"))
    assert plan.moves[0] == ("blue", "peg3")
    fallen = {"red": "table", "green": "blue", "blue": "peg1"}
    plan = planner(domain, three)(fallen, tower(three, "peg3"))
    assert ("red", "peg2") in plan.moves or ("red", "peg3") in plan.moves or ("red", "green") in plan.moves


@given(st.integers(0, 10_000), st.integers(1, 12))
@settings(max_examples=25, deadline=None)
def test_what_few_moves_teach_never_allows_a_forbidden_one(seed: int, count: int) -> None:
    three = hanoi(3)
    lesson = learned(three, demonstrations(three, count, seed))
    four = hanoi(4)
    if lesson.domain.order is None:
        assert any("order of sizes" in said for said in lesson.missing)
        return
    allowed = Allowed(lesson.domain, four)
    for supports in states(four):
        assert allowed(supports) <= legal(supports, four)


def test_the_order_is_that_of_measured_sizes() -> None:
    assert order_of([(0.040, 0.045), (0.045, 0.050), (0.040, 0.050)]) == Order(0.0025, 0.005, 2)
    assert order_of([(0.040, 0.045), (0.045, 0.040)]) is None
    assert order_of([]) is None
    order = Order(0.0025, 0.005, 2)
    assert order.smaller(0.041, 0.0449) and not order.smaller(0.045, 0.0455) and not order.smaller(0.045, 0.040)


def test_contradictions_are_named_with_their_demonstration() -> None:
    three = hanoi(3)
    shown = demonstrations(three, 9, 4)
    start = tower(three)
    lesson = learned(three, [*shown, ("demonstration 10", start, start)])
    assert lesson.contradictions == ("demonstration 10: 'move' changed nothing; demonstrate it again",)
    lesson = learned(three, [*shown, ("demonstration 10", start, {**start, "red": "hand"})])
    (said,) = lesson.contradictions
    assert said.startswith("demonstration 10: 'move' brings about") and "leave it out" in said
    assert len(lesson.domain.operators) == 1
    split = learned(three, [("demonstration 1", start, {**start, "red": "hand"}), *shown[:1]])
    assert split.domain.operators == () and "different effects" in split.contradictions[0]


def test_what_was_never_shown_is_named_with_what_to_demonstrate() -> None:
    three = hanoi(3)
    flat = {"red": "peg1", "green": "peg2", "blue": "peg3"}
    lesson = learned(three, [("demonstration 1", flat, {**flat, "red": "green"})])
    assert any("demonstrate 'move' on an area" in said for said in lesson.missing)
    assert any("demonstrate 'move' from a cube" in said for said in lesson.missing)
    grasps = [one for one in demonstrations(three, 5, 3, by="parts") if "hand" in one[2].values()]
    lesson = learned(three, grasps, ("pick",))
    assert any("'free'" in said for said in lesson.missing)
    assert learned(three, []).missing[0].startswith("no action was shown")


def test_a_domain_is_stored_and_read_back() -> None:
    three = hanoi(3)
    domain = learned(three, demonstrations(three, 5, 1)).domain
    assert Domain.from_json(domain.to_json()) == domain


def test_a_goal_told_in_english_is_planned_checked_and_receipted() -> None:
    three = hanoi(3)
    domain = learned(three, demonstrations(three, 5, 1)).domain
    layout = hanoi(4)
    receipt, plan = told("Move the tower to the right peg.", domain, layout, tower(layout))
    assert receipt.status == "answered" and len(plan.moves) == 15 and plan.level == "proved"
    assert receipt.answer is not None and receipt.answer.reading is not None and receipt.answer.reading.by == "grammar"
    _, plan = told("Stack blue on red on green.", domain, three, tower(three))
    assert plan.moves[-1] == ("blue", "red")  # a larger cube on a smaller one: this goal is no tower
    for text, reason in (
        ("Stack the pink cube on the red one.", "no pink cube"),
        ("Paint the cubes.", "not understood"),
        ("Stack red on red.", "above itself"),
    ):
        with pytest.raises(NoPlan, match=reason):
            told(text, domain, three, tower(three))
    blue_below = {"blue": "peg1", "green": "peg2", "red": "peg3"}
    with pytest.raises(NoPlan, match="no action brings about"):
        planner(domain, three)(blue_below, {"blue": "green"})
