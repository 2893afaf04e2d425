"""What is trained: on which demonstrations, told which move or not, from poses or from pictures."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.end_to_end.network import Shape


@dataclass(frozen=True, slots=True)
class Variant:
    """``told``: a planner says which cube and which place come next. ``episodes``: full solutions instead of single
    moves. ``steps``: of training, so many as its share of the CPU budget pays for."""

    told: bool
    episodes: bool
    steps: int
    pictures: bool = False
    executed: int = 1  # control steps of a chunk
    sizes: bool = True  # whether it is given how big cubes are, beside relations

    @property
    def demonstrations(self) -> str:
        return "episodes" if self.episodes else "moves"

    @property
    def shape(self) -> Shape:
        return Shape(pictures=self.pictures)

    @property
    def sided(self) -> bool:
        """The goal, never told, lies to the right."""
        return self.episodes and not self.told


VARIANTS = {
    "moves": Variant(told=False, episodes=False, steps=3000),
    "episodes": Variant(told=False, episodes=True, steps=9000),
    "guided-moves": Variant(told=True, episodes=False, steps=8000),
    "guided-moves-unsized": Variant(told=True, episodes=False, steps=3000, sizes=False),
    "pixels": Variant(told=False, episodes=True, steps=24000, pictures=True, executed=2),
}
