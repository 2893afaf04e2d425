"""How the executor sees: the simulator's true state (an upper bound), or, by the same door, pictures."""

from __future__ import annotations

from abc import ABC, abstractmethod

from suffice.robot.scene import Observation, Scene


class Blind(Exception):
    """Nothing can be seen (a black, covered or frozen camera); the message says why. The executor stops safely."""


class Hidden(Blind):
    """Some cubes are not seen, others are: what stands before them may be the hand. All that is seen is taken over."""


class Eyes(ABC):
    """``look`` before each part of a move; ``track`` at every control step in between.

    ``rendering_cpu_s``: what the simulator spent on pictures so far, which a camera would bring for nothing.
    """

    rendering_cpu_s: float = 0.0

    @abstractmethod
    def look(self) -> Observation:
        """The whole scene now. Raises Hidden, Blind."""

    @abstractmethod
    def track(self, held: str | None) -> Observation:
        """The arm as it feels itself, and the cubes as last seen; a ``held`` cube goes with the hand."""


class Truth(Eyes):
    """The simulator's state."""

    def __init__(self, scene: Scene):
        self._scene = scene

    def look(self) -> Observation:
        return self._scene.observe()

    def track(self, held: str | None) -> Observation:
        del held
        return self._scene.observe()
