"""Acts on a plan and monitors it: after every part of a move the scene is compared with what the plan expects.

Any difference ends the move; a new plan is made from what stands where now. What no plan covers is repaired first (a
cube left in the hand, a fallen one). Where nothing can be done it stops, with the reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from suffice.robot.approach import approach, towered
from suffice.robot.episode import Acted, Episode
from suffice.robot.eyes import Blind, Eyes, Hidden
from suffice.robot.features import Skill
from suffice.robot.hand import SETTLE_STEPS, Hand
from suffice.robot.moves import Move, landing
from suffice.robot.repair import holding, put_away, refusal, tidied
from suffice.robot.scene import Observation, Scene, Supports, ground
from suffice.robot.scene.supports import HAND, clear

Skills = Callable[[Skill, Observation, Move], tuple[np.ndarray, bool]]  # five numbers in -1..1, and whether it is done

PART_STEPS = 100  # 5 s for one part of a move
MOVED_M = 0.03  # what a part of a move leads to, while it is carried out
MOST_FAILURES = 6  # moves that failed, in a row
MOVES_OVER = 20  # beyond twice the first plan


class Planner(Protocol):
    """From what stands where, and what shall: the moves. Where there are moves of which one must come ``first``, it
    chooses that, too. Raises NoWay with the reason."""

    def __call__(self, now: Supports, goal: Supports, first: Sequence[Move] = ()) -> Sequence[Move]: ...


class NoWay(Exception):
    """No plan; the message says why."""


@dataclass(frozen=True, slots=True)
class Watch:
    """``replan`` False: the first plan is carried out blindly, for comparison. ``before_part`` is called before every
    part of a move, with how many were begun: disturbances, films."""

    replan: bool = True
    before_part: Callable[[int], None] = lambda begun: None
    after_step: Callable[[], None] = lambda: None


class Executor:
    """One arm in one scene. ``eyes`` is all it knows of the cubes; ``scene`` takes its actions."""

    def __init__(self, scene: Scene, eyes: Eyes, skills: Skills, planner: Planner, watch: Watch = Watch()):
        self.scene, self.layout, self.eyes = scene, scene.layout, eyes
        self.skills, self.planner, self.watch = skills, planner, watch
        self.hand = Hand(scene, eyes, watch.after_step)
        self._parts = 0
        self._episode = Episode({}, {})

    def run(self, goal: Supports) -> Episode:
        """Bring about ``goal`` (what some cubes shall stand on), or stop with the reason."""
        began, drawn = time.process_time(), self.eyes.rendering_cpu_s
        seen = self._look()
        self._episode = episode = Episode(dict(goal), ground(seen, self.layout))
        self._parts = 0
        try:
            self._pursue(goal, seen)
        except (Blind, NoWay) as stop:
            episode.reason = str(stop)
        with suppress(Blind):
            self._judge(goal)
        episode.control_steps = self.hand.control_steps
        episode.simulator_cpu_s = self.hand.simulator_cpu_s + self.eyes.rendering_cpu_s - drawn
        episode.policy_cpu_s = time.process_time() - began - episode.simulator_cpu_s
        episode.simulated_s = episode.control_steps / 20
        return episode

    # --- plan, act, compare ------------------------------------------------------------------------
    def _pursue(self, goal: Supports, seen: Observation) -> None:
        episode = self._episode
        if why := refusal(seen, self.layout, goal):
            raise NoWay(why)
        plan = self._planned(episode.start, goal)
        episode.planned = len(plan)
        most = 2 * len(plan) + MOVES_OVER
        now, failures = episode.start, 0
        while plan and len(episode.acted) < most and failures < MOST_FAILURES:
            acted = self._move(plan.pop(0), now)
            episode.acted.append(acted)
            done = acted.outcome == "done" and (bool(plan) or self._reached(goal))
            failures = 0 if done else failures + 1
            now = acted.seen
            if not done and self.watch.replan:
                now, plan = self._recovered(goal)
        if failures >= MOST_FAILURES:
            last = episode.acted[-1]
            raise NoWay(f"{failures} moves in a row failed, the last of them ({last.move}): {last.outcome}")
        if plan:
            raise NoWay("the goal was not reached within the moves allowed")

    def _judge(self, goal: Supports) -> None:
        """Whether the goal is there, and how much of the way: moves that are still missing, against the first plan."""
        episode = self._episode
        now = ground(self._look(), self.layout)
        episode.success = self._reached(goal)
        if episode.success:
            episode.progress, episode.reason = 1.0, None
            return
        episode.reason = episode.reason or "the plan's end is not the goal"
        if episode.planned:
            with suppress(NoWay):
                episode.progress = max(0.0, 1 - len(self.planner(now, goal)) / episode.planned)

    def _reached(self, goal: Supports) -> bool:
        """By what was last seen."""
        now = ground(self.eyes.track(None), self.layout)
        return all(now.get(cube) == below for cube, below in goal.items())

    def _recovered(self, goal: Supports) -> tuple[Supports, list[Move]]:
        """Hand empty and raised, a new plan from what is seen. Raises NoWay."""
        for attempt in range(3):
            seen = self._look()
            held = holding(seen, self.layout)
            if held is None:
                self.hand.withdraw()
            else:
                self._parts_of(put_away(held, seen, self.layout), (Skill.REACH_PLACE, Skill.RELEASE))
            self.hand.wait(SETTLE_STEPS * (1 + (attempt > 0)))
            began = self._clock_s()
            seen = self._look()
            if holding(seen, self.layout) is not None:
                continue
            if why := refusal(seen, self.layout, goal):
                raise NoWay(why)
            now = ground(seen, self.layout)
            try:
                plan = self._planned(now, goal, tidied(seen, self.layout))
            except NoWay:
                if attempt == 2:
                    raise
                continue
            self._episode.replans += 1
            self._episode.slowest_replan_s = max(self._episode.slowest_replan_s, self._clock_s() - began)
            return now, plan
        raise NoWay("the hand cannot be emptied")

    def _planned(self, now: Supports, goal: Supports, first: Sequence[Move] = ()) -> list[Move]:
        plan = list(self.planner(now, goal, first))
        self._episode.plans.append([str(move) for move in plan])
        return plan

    def _clock_s(self) -> float:
        """CPU seconds without those of the simulator."""
        return time.process_time() - self.hand.simulator_cpu_s - self.eyes.rendering_cpu_s

    def _look(self, still: bool = False) -> Observation:
        """Where a cube is hidden: once more from higher, and from further back; it is taken to be where it was if the
        hand must keep ``still``. Raises Blind."""
        for elsewhere in (self.hand.rise, self.hand.retreat):
            try:
                return self.eyes.look()
            except Hidden:
                if still:
                    return self.eyes.track(None)
                elsewhere()
        return self.eyes.look()

    # --- one move ----------------------------------------------------------------------------------
    def _move(self, move: Move, now: Supports) -> Acted:
        expected = {**now, move.cube: move.to}
        broken = _preconditions(move, now)
        if self.watch.replan:
            self._come_to_grips(move.cube)
        outcome, steps = self._parts_of(move, tuple(Skill), {**now, move.cube: HAND}, now)
        seen = ground(self._look(), self.layout, expected)
        if outcome == "done" and seen != expected:
            outcome = "differs"
        broken += tuple(f"{cube} on {seen[cube]}, not on {on}" for cube, on in expected.items() if seen[cube] != on)
        return Acted(move, now, expected, seen, outcome, steps, broken)

    def _come_to_grips(self, cube: str) -> None:
        """Turn the hand to the sides on which a cube can be gripped; before, draw it nearer, or others apart from it,
        where that is needed. What changes by that is seen before the first part of the move."""
        seen = self.eyes.track(None)  # as last looked at
        for _ in self.layout.cubes:
            way = approach(seen, self.layout, cube)
            if way is None:
                return
            self.hand.poise(way.grip)
            if towered(seen, self.layout, way.cube):
                self.hand.over(way.cube)
            if way.to_m is None:
                return
            outcome, _ = self._parts_of(Move(way.cube, way.cube), (Skill.REACH_PICK, Skill.GRASP))
            if outcome != "done":
                self.hand.withdraw()
                return
            self.hand.draw(way.to_m)
            seen = self._look()

    def _parts_of(
        self, move: Move, parts: Sequence[Skill], carried: Supports | None = None, standing: Supports | None = None
    ) -> tuple[str, dict[str, int]]:
        """Carry out parts of a move. ``standing``, ``carried``: what is expected before and after the cube is taken."""
        steps: dict[str, int] = {}
        for part in parts:
            self.hand.timed(lambda: self.watch.before_part(self._parts))
            self._parts += 1
            seen = self._look(still=part in (Skill.GRASP, Skill.RELEASE))
            if self.watch.replan and standing is not None and carried is not None:
                if part in (Skill.REACH_PICK, Skill.GRASP):
                    if ground(seen, self.layout, standing) != standing:
                        return "changed", steps
                elif part is Skill.REACH_PLACE and holding(seen, self.layout) != move.cube:
                    return "missed", steps
                elif _others(ground(seen, self.layout, carried), move.cube) != _others(carried, move.cube):
                    return "changed", steps
            taken = part in (Skill.REACH_PLACE, Skill.RELEASE)
            width, aim = 2 * self.layout.cube(move.cube).half_m, self._aim(part, seen, move)
            for _ in range(PART_STEPS):
                seen = self.eyes.track(move.cube if taken else None)
                wanted, over = self.skills(part, seen, move)
                if over:
                    break
                if self.watch.replan and part is Skill.REACH_PLACE and seen.aperture_m < width - 0.008:
                    return "lost", steps
                if self.watch.replan and np.abs(self._aim(part, seen, move) - aim).max() > MOVED_M:
                    return "changed", steps
                self.hand.act(wanted, seen)
                steps[part] = steps.get(part, 0) + 1
            else:
                if self.watch.replan:
                    return "slow", steps
        return "done", steps

    def _aim(self, part: Skill, seen: Observation, move: Move) -> np.ndarray:
        """Where a part of a move leads to."""
        if part in (Skill.REACH_PICK, Skill.GRASP):
            return seen.cubes[move.cube].position_m
        return landing(seen, self.layout, move.to)


def _preconditions(move: Move, now: Supports) -> tuple[str, ...]:
    """What should hold before a move, and does not."""
    free = clear(now)
    said = [] if move.cube in free else [f"{move.cube} is not clear"]
    return (*said, *([f"{move.to} is not clear"] if move.to in now.values() else []))


def _others(supports: Supports, cube: str) -> dict[str, str]:
    return {one: below for one, below in supports.items() if one != cube}
