"""Pursues a goal: makes a plan, has its moves carried out one by one, and makes another one where a move failed.

A move ends at the first difference from what the plan expects (``mover.py``); the new plan is made from what stands
where now. What no plan covers is repaired first (a cube left in the hand, a fallen one). Where nothing can be done it
stops, with the reason.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from suffice.robot.episode import Episode, Outcome
from suffice.robot.eyes import Blind, Eyes
from suffice.robot.hand import SETTLE_STEPS, Hand
from suffice.robot.mover import Mover, Skills, Watch
from suffice.robot.moves import Move
from suffice.robot.repair import holding, refusal, tidied
from suffice.robot.scene import Observation, Scene, Supports, ground
from suffice.robot.scene.control import CONTROL_HZ
from suffice.robot.scene.supports import holds

MOST_FAILURES = 6  # moves that failed, in a row
MOVES_OVER = 20  # beyond twice the first plan
RECOVERIES = 3  # attempts at another plan, after a move that failed


class Planner(Protocol):
    """From what stands where, and what shall: the moves. Where there are moves of which one must come ``first``, it
    chooses that, too. Raises NoWay with the reason."""

    def __call__(self, now: Supports, goal: Supports, first: Sequence[Move] = ()) -> Sequence[Move]: ...


class NoWay(Exception):
    """No plan; the message says why."""


class Executor:
    """One arm in one scene, for one run. ``eyes`` is all it knows of the cubes; ``scene`` takes its actions."""

    def __init__(self, scene: Scene, eyes: Eyes, skills: Skills, planner: Planner, watch: Watch | None = None):
        watch = watch or Watch()
        self.layout, self.eyes, self.planner, self.watch = scene.layout, eyes, planner, watch
        self.hand = Hand(scene, eyes, watch.after_step)
        self.mover = Mover(self.hand, skills, watch)

    def run(self, goal: Supports) -> Episode:
        """Bring about ``goal`` (what some cubes shall stand on), or stop with the reason."""
        began, simulated = self._clock_s(), self._simulator_s()
        self._episode = episode = Episode(dict(goal), {})
        try:
            seen = self.hand.look()
            episode.start = ground(seen, self.layout)
            self._pursue(goal, seen)
        except (Blind, NoWay) as stop:
            episode.reason = str(stop)
        with suppress(Blind):
            self._judge(goal)
        episode.control_steps = self.hand.control_steps
        episode.simulated_s = episode.control_steps / CONTROL_HZ
        episode.simulator_cpu_s = self._simulator_s() - simulated
        episode.policy_cpu_s = self._clock_s() - began
        return episode

    def _pursue(self, goal: Supports, seen: Observation) -> None:
        """Plan, act, compare. Raises NoWay, Blind."""
        episode = self._episode
        if why := refusal(seen, self.layout, goal):
            raise NoWay(why)
        plan = self._planned(episode.start, goal)
        episode.planned = len(plan)
        most = 2 * len(plan) + MOVES_OVER
        now, failures = episode.start, 0
        while plan and len(episode.acted) < most and failures < MOST_FAILURES:
            acted = self.mover.move(plan.pop(0), now)
            episode.acted.append(acted)
            done = acted.outcome is Outcome.DONE
            failures = 0 if done else failures + 1
            now = acted.seen
            if self.watch.replan and not (done and (plan or self._reached(goal))):
                now, plan = self._recovered(goal)
        if failures >= MOST_FAILURES:
            last = episode.acted[-1]
            raise NoWay(f"{failures} moves in a row failed, the last of them ({last.move}): {last.outcome}")
        if plan:
            raise NoWay("the goal was not reached within the moves allowed")

    def _recovered(self, goal: Supports) -> tuple[Supports, list[Move]]:
        """Hand empty and raised, a new plan from what is seen. Raises NoWay, Blind."""
        for attempt in range(RECOVERIES):
            self.mover.empty_hand()
            self.hand.wait(SETTLE_STEPS * (1 + (attempt > 0)))
            began = self._clock_s()
            seen = self.hand.look()
            if holding(seen, self.layout) is not None:
                continue
            if why := refusal(seen, self.layout, goal):
                raise NoWay(why)
            now = ground(seen, self.layout)
            tidying = tidied(seen, self.layout)
            try:
                plan = self._planned(now, goal, tidying)
            except NoWay:
                if attempt < RECOVERIES - 1:
                    continue
                if not tidying:
                    raise
                plan = tidying[:1]  # more than one is to be tidied before there is a plan
            self._episode.replans += 1
            self._episode.slowest_replan_s = max(self._episode.slowest_replan_s, self._clock_s() - began)
            return now, plan
        raise NoWay("the hand cannot be emptied")

    def _planned(self, now: Supports, goal: Supports, first: Sequence[Move] = ()) -> list[Move]:
        plan = list(self.planner(now, goal, first))
        self._episode.plans.append([str(move) for move in plan])
        return plan

    def _judge(self, goal: Supports) -> None:
        """Whether the goal is there, and how much of the way: moves that are still missing, against the first plan."""
        episode = self._episode
        now = ground(self.hand.look(), self.layout)
        episode.success = holds(goal, now)
        if episode.success:
            episode.progress, episode.reason = 1.0, None
            return
        episode.reason = episode.reason or "the plan's end is not the goal"
        if episode.planned:
            with suppress(NoWay):
                episode.progress = max(0.0, 1 - len(self.planner(now, goal)) / episode.planned)

    def _reached(self, goal: Supports) -> bool:
        """By what was last seen."""
        return holds(goal, ground(self.eyes.track(None), self.layout))

    def _simulator_s(self) -> float:
        """CPU seconds of the simulator, pictures included."""
        return self.hand.simulator_cpu_s + self.eyes.rendering_cpu_s

    def _clock_s(self) -> float:
        """CPU seconds without those of the simulator."""
        return time.process_time() - self._simulator_s()
