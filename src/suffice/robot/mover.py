"""Carries out one move: comes to grips with its cube, then does its parts, and checks before each what is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from suffice.robot.approach import approach, towered
from suffice.robot.episode import Acted, Outcome
from suffice.robot.features import Skill
from suffice.robot.hand import Hand
from suffice.robot.moves import Move, landing
from suffice.robot.repair import holding, put_away
from suffice.robot.scene import Observation, Supports, ground
from suffice.robot.scene.supports import HAND

Skills = Callable[[Skill, Observation, Move], tuple[np.ndarray, bool]]  # five numbers in -1..1, and whether it is done

PART_STEPS = 100  # 5 s for one part of a move
MOVED_M = 0.03  # what a part of a move leads to, while it is carried out
SLIPPED_M = 0.008  # fingers nearer to each other than the cube is wide


@dataclass(frozen=True, slots=True)
class Watch:
    """``replan`` False: the first plan is carried out blindly, for comparison. ``before_part`` is called before every
    part of a move, with how many were begun, ``after_step`` after every control step: disturbances, films."""

    replan: bool = True
    before_part: Callable[[int], None] = lambda begun: None
    after_step: Callable[[], None] = lambda: None


class Mover:
    """The hand, and the skills that move it."""

    def __init__(self, hand: Hand, skills: Skills, watch: Watch):
        self.hand, self.eyes, self.layout = hand, hand.eyes, hand.scene.layout
        self.skills, self.watch = skills, watch
        self._begun = 0  # parts of moves

    def move(self, move: Move, now: Supports) -> Acted:
        """Carry out a move. ``now``: what stands where, as last seen. Raises Blind."""
        expected = {**now, move.cube: move.to}
        if self.watch.replan:
            self._come_to_grips(move.cube)
        outcome, steps = self._parts(move, Skill, now)
        seen = ground(self.hand.look(), self.layout, expected)
        if outcome is Outcome.DONE and seen != expected:
            outcome = Outcome.DIFFERS
        return Acted(move, now, expected, seen, outcome, steps)

    def empty_hand(self) -> None:
        """Put away what is held, or open the fingers; the hand ends raised. Raises Blind."""
        seen = self.hand.look()
        held = holding(seen, self.layout)
        away = put_away(held, seen, self.layout) if held else None
        if away is None:
            self.hand.withdraw()
        else:
            self._parts(away, (Skill.REACH_PLACE, Skill.RELEASE))

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
            outcome, _ = self._parts(Move(way.cube, way.cube), (Skill.REACH_PICK, Skill.GRASP))
            if outcome is not Outcome.DONE:
                self.hand.withdraw()
                return
            self.hand.draw(way.to_m)
            seen = self.hand.look()

    # --- the parts of a move -----------------------------------------------------------------------
    def _parts(self, move: Move, parts: Iterable[Skill], now: Supports | None = None) -> tuple[Outcome, dict[str, int]]:
        """Parts of a move, up to the first that is not done, and the steps that each took. ``now``: what stood where
        before, if that is to be checked."""
        steps: dict[str, int] = {}
        for part in parts:
            self.hand.timed(lambda: self.watch.before_part(self._begun))
            self._begun += 1
            seen = self.hand.look(still=part in (Skill.GRASP, Skill.RELEASE))
            unexpected = self._unexpected(part, seen, move, now) if self.watch.replan and now is not None else None
            outcome = unexpected or self._part(part, seen, move, steps)
            if outcome is not Outcome.DONE:
                return outcome, steps
        return Outcome.DONE, steps

    def _unexpected(self, part: Skill, seen: Observation, move: Move, now: Supports) -> Outcome | None:
        """What speaks against beginning a part: something stands elsewhere, or nothing is held."""
        if part in (Skill.REACH_PICK, Skill.GRASP):
            return None if ground(seen, self.layout, now) == now else Outcome.CHANGED
        if part is Skill.REACH_PLACE and holding(seen, self.layout) != move.cube:
            return Outcome.MISSED
        carried = {**now, move.cube: HAND}
        same = {**ground(seen, self.layout, carried), move.cube: HAND} == carried
        return None if same else Outcome.CHANGED

    def _part(self, part: Skill, seen: Observation, move: Move, steps: dict[str, int]) -> Outcome:
        """One part, until its skill takes itself for done; its control steps are added to ``steps``."""
        held = move.cube if part in (Skill.REACH_PLACE, Skill.RELEASE) else None
        width, aim = self.layout.cube(move.cube).width_m, self._aim(part, seen, move)
        for _ in range(PART_STEPS):
            seen = self.eyes.track(held)
            wanted, over = self.skills(part, seen, move)
            if over:
                return Outcome.DONE
            if self.watch.replan and part is Skill.REACH_PLACE and seen.aperture_m < width - SLIPPED_M:
                return Outcome.LOST
            if self.watch.replan and np.abs(self._aim(part, seen, move) - aim).max() > MOVED_M:
                return Outcome.CHANGED
            self.hand.act(wanted, seen)
            steps[part] = steps.get(part, 0) + 1
        return Outcome.SLOW if self.watch.replan else Outcome.DONE

    def _aim(self, part: Skill, seen: Observation, move: Move) -> np.ndarray:
        """Where a part of a move leads to, in metres."""
        if part in (Skill.REACH_PICK, Skill.GRASP):
            return seen.cubes[move.cube].position_m
        return landing(seen, self.layout, move.to)
