"""The planner as the executor calls it: the first plan for a goal is as short as can be, later ones are there at once.

Every plan is checked by the planning family's checker before anything moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from suffice.config.robot import NoPlan, Plan, body_of, literals, planner
from suffice.records import Json, Status
from suffice.robot.executor import NoWay, Planner
from suffice.robot.moves import Move
from suffice.robot.operators import Domain, Fact, facts
from suffice.robot.operators.facts import spot
from suffice.robot.scene import Layout, Supports
from suffice.robot.scene.supports import TABLE
from suffice.symbolic.planning.check import check
from suffice.symbolic.planning.course import Course

Goal = tuple[tuple[str, str], ...]
Steps = Sequence[tuple[str, ...]]


def pursuit(domain: Domain, layout: Layout, ruled: bool = True, told: tuple[Supports, Plan] | None = None) -> Planner:
    """``ruled``: smaller cubes on bigger ones only, where the demonstrations taught that. ``told``: a start, and the
    plan from it that somebody was told of: it is the first one, then."""
    plan = planner(domain, layout, ruled)
    courses: dict[Goal, Course] = {}

    def planned(now: Supports, goal: Supports, first: Sequence[Move] = ()) -> list[Move]:
        starts = [{**now, move.cube: move.to} for move in first] or [now]
        course = courses.get(tuple(goal.items()))
        if course is None:
            known = told is not None and starts == [told[0]] and list(told[1].goal) == literals(goal)
            number, steps = (0, told[1].steps) if told and known else shortest(starts, goal)
            course = courses[tuple(goal.items())] = Course(_anywhere(domain, layout, goal, ruled))
        else:
            number, steps = joined(course, starts, goal) or shortest(starts, goal)
        course.remember(_standing(domain, layout, starts[number]), steps)
        return [*first[number : number + 1], *(Move(cube, to) for cube, to in domain.moves(steps))]

    def joined(course: Course, starts: Sequence[Supports], goal: Supports) -> tuple[int, Steps] | None:
        """A new plan from one of the starts, checked."""
        found = course.plan([_standing(domain, layout, start) for start in starts])
        if found is None:
            return None
        number, solution = found
        body = {**body_of(domain, layout, starts[number], ruled), "goal": literals(goal), "find": "plan"}
        if check(body, solution).status is not Status.VALID:
            return None
        return number, [tuple(step["expr"]) for step in solution.steps]

    def shortest(starts: Sequence[Supports], goal: Supports) -> tuple[int, Steps]:
        """The shortest of the plans from each start. Raises NoWay where there is none at all."""
        found, why = list[tuple[int, Steps]](), ""
        for number, start in enumerate(starts):
            try:
                made = plan(start, goal)
            except NoPlan as none:
                why = str(none)
            else:
                found.append((number, made.steps))
        if not found:
            raise NoWay(why)
        return min(found, key=lambda one: len(one[1]))

    return planned


def _anywhere(domain: Domain, layout: Layout, goal: Supports, ruled: bool) -> dict[str, Json]:
    """The Problem for a start in which every cube is beside the areas and on every other one."""
    cubes = [cube.name for cube in layout.cubes]
    body = body_of(domain, layout, dict.fromkeys(cubes, TABLE), ruled)
    piled = [["on", one, other] for one, other in permutations(cubes, 2)]
    return {**body, "start": [*body["start"], *piled], "goal": literals(goal)}


def _standing(domain: Domain, layout: Layout, now: Supports) -> set[Fact]:
    """What holds. Spots beside the areas on which nothing lies are clear."""
    empty = {("clear", spot(cube)) for cube, below in now.items() if below != TABLE}
    return {*facts(now, layout, domain.order), *empty}
