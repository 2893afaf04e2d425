"""The robot's planner: learned operators and what is seen, handed to the planning family; its plans are checked there.

The robot knows nothing of the symbolic tier; here the two are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from suffice.config.ladder import Ladder, build
from suffice.config.settings import Settings
from suffice.drivers import run_sync
from suffice.ledgers.memory import MemoryLedger
from suffice.ports import Reader
from suffice.records import Budget, Json, Problem, Receipt, Task
from suffice.robot.operators import PREDICATES, Domain, facts, kinds
from suffice.robot.scene.layout import Layout
from suffice.robot.scene.supports import Supports
from suffice.symbolic.planning.goals import Cube, Place, World
from suffice.symbolic.planning.pddl import domain_text
from suffice.symbolic.planning.read import PlanningReader
from suffice.symbolic.reading import FormReader
from suffice.symbolic.solver import SymbolicSolver

_BUDGET = Budget(seconds=None)  # the search is limited by states


@dataclass(frozen=True, slots=True)
class Plan:
    """Cubes and where to put them, in order; ``steps``: the same as actions. ``level`` and ``statement``: what the
    check of the plan allows to be claimed of it. ``goal``: the literals that hold afterwards."""

    moves: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, ...], ...]
    level: str
    statement: str
    goal: tuple[Json, ...]


class NoPlan(Exception):
    """There is none; the message says why, and the receipt which refusals led to that."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt
        super().__init__("; ".join(one.reason for one in receipt.attempts if one.reason) or str(receipt.error))


def planner(domain: Domain, layout: Layout, ruled: bool = True) -> Callable[[Supports, Supports], Plan]:
    """A function from what stands on what, and what shall, to a checked plan of as few actions as possible. It raises
    NoPlan. ``ruled`` as in ``body_of``."""
    ladder = _ladder(FormReader("planning"))

    def plan(now: Supports, goal: Supports) -> Plan:
        body = {**body_of(domain, layout, now, ruled), "goal": literals(goal), "find": "shortest"}
        return _planned(domain, ladder, Task("plan", problem=Problem("planning", body), budget=_BUDGET))[1]

    return plan


def told(text: str, domain: Domain, layout: Layout, now: Supports) -> tuple[Receipt, Plan]:
    """The plan for a goal in English, and its receipt: reading, plan, check. Raises NoPlan with the reason."""
    body = body_of(domain, layout, now)
    world = World(
        body,
        [Cube(cube.name, cube.name, 2 * cube.half_m) for cube in layout.cubes],  # a cube's name is its colour
        [Place(area.name) for area in layout.areas],
        unruled(domain, body["objects"], body["start"]),
    )
    return _planned(domain, _ladder(PlanningReader(world)), Task.ask(text, id="goal"))


def _ladder(reader: Reader) -> Ladder:
    return replace(build(Settings()), solvers=(SymbolicSolver("planning", [reader]),))


def _planned(domain: Domain, ladder: Ladder, task: Task) -> tuple[Receipt, Plan]:
    receipt = run_sync(ladder.steps(task), ledger=MemoryLedger())
    answer, verdict = receipt.answer, receipt.verdict
    if answer is None or answer.certificate is None or answer.reading is None or verdict is None:
        raise NoPlan(receipt)
    steps = tuple(tuple(step["expr"]) for step in answer.certificate.items[0]["steps"])
    guarantee, goal = verdict.guarantee, answer.reading.problems[0].body["goal"]
    return receipt, Plan(tuple(domain.moves(steps)), steps, str(guarantee.level), guarantee.statement, tuple(goal))


def literals(goal: Supports) -> list[Json]:
    """What shall hold in the end."""
    return [["on", cube, below] for cube, below in goal.items()]


def body_of(domain: Domain, layout: Layout, now: Supports, ruled: bool = True) -> dict[str, Json]:
    """A planning Problem without its goal. ``ruled``: only smaller cubes may stand on larger ones, where the
    demonstrations taught that; else any cube on any other."""
    objects = kinds(layout, now)
    start = sorted(list(fact) for fact in facts(now, layout, domain.order))
    body: dict[str, Any] = {
        "types": dict(domain.types),
        "objects": objects,
        "predicates": {name: list(kind) for name, kind in domain.predicates.items()},
        "actions": domain.actions(),
        "start": start,
    }
    return body if ruled else {**body, **unruled(domain, objects, start)}


def unruled(domain: Domain, objects: Mapping[str, str], start: list[Json]) -> dict[str, Json]:
    """What a Problem says otherwise where size does not matter: ``fits`` holds of all pairs, and stands for it."""
    fits = [["fits", one, on] for one, on in product(objects, objects) if _may_stand(objects, one, on)]
    return {
        "predicates": {name: list(kind) for name, kind in {**domain.predicates, "fits": PREDICATES["smaller"]}.items()},
        "actions": domain.actions({"smaller": "fits"}),
        "start": [*start, *fits],
    }


def _may_stand(objects: Mapping[str, str], one: str, on: str) -> bool:
    return objects[one] == "cube" and objects[on] in ("cube", "area") and one != on


def written(domain: Domain) -> str:
    """The learned operators as a PDDL domain."""
    return domain_text({"types": domain.types, "predicates": domain.predicates, "actions": domain.actions()})
