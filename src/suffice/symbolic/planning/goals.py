"""From what a goal says, and the scene that it is said of, to the literals that must hold.

Every way in which the words and the scene do not fit each other is refused with its reason: a cube that is not there,
a colour that two cubes have, a place that is taken, a pile that stands on itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from suffice.records import Abstain, Code, Json


@dataclass(frozen=True, slots=True)
class Cube:
    """``size_m``: its width as measured."""

    name: str
    colour: str | None
    size_m: float


@dataclass(frozen=True, slots=True)
class Place:
    """A peg, or an area of the table. ``colour`` where it has one that can be told."""

    name: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class World:
    """A scene that goals are told of. ``body``: a planning Problem without its goal; its facts ``(on, x, y)`` say
    what stands where. ``places`` from left to right. ``unruled``: the parts of the body that are otherwise where any
    cube may stand on any other; that only smaller ones may is a rule of towers alone.
    """

    body: Mapping[str, Any]
    cubes: Sequence[Cube]
    places: Sequence[Place]
    unruled: Mapping[str, Any] = field(default_factory=dict)

    def problem(self, goal: list[Json], ruled: bool) -> dict[str, Json]:
        return {**self.body, **({} if ruled else self.unruled), "goal": goal, "find": "plan"}


class Unfit(Exception):
    """The words and the scene do not fit each other."""

    def __init__(self, code: Code, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def problem(world: World, ask: str, said: Mapping[str, Any]) -> dict[str, Json] | Abstain:
    """The Problem that a goal states of a scene. ``ask`` and ``said``: the clause and its captures, as the rules
    name them."""
    try:
        goal = _Goal(world).literals(ask, said)
    except Unfit as unfit:
        return Abstain(unfit.code, str(unfit))
    return world.problem(goal, ruled=ask == "tower")


class _Goal:
    def __init__(self, world: World) -> None:
        self.world = world
        self.below = {fact[1]: fact[2] for fact in world.body["start"] if fact[0] == "on"}

    def literals(self, ask: str, said: Mapping[str, Any]) -> list[Json]:
        if not self.world.cubes:
            raise Unfit(Code.UNDERDETERMINED, "there is no cube in the scene")
        match ask:
            case "tower":
                return self._tower(said)
            case "pile":
                return self._pile(said["pile"])
            case "onto":
                return [["on", self._cube(said["cube"]).name, self._bare_place(said["to"], said["cube"]).name]]
            case "sort_colour":
                return self._by_colour()
            case "sort_size":
                return self._by_size()
        raise Unfit(Code.UNSUPPORTED, "no goal that is known here")

    # --- goals -----------------------------------------------------------------------------------------
    def _tower(self, said: Mapping[str, Any]) -> list[Json]:
        to, stands = self._place(said["to"]), {self._ground(cube.name) for cube in self.world.cubes}
        if "from" in said:
            away = self._place(said["from"])
            if stands != {away.name}:
                raise Unfit(Code.INCONSISTENT, f"the tower does not stand on {away.name}")
        if "one" in said and len(stands) > 1:
            raise Unfit(
                Code.AMBIGUOUS, f"there is no one tower: cubes stand on {', '.join(sorted(stands))}; say 'all cubes'"
            )
        return self._stacked(self.world.cubes, to)

    def _pile(self, pile: Mapping[str, Any]) -> list[Json]:
        cubes: list[Cube] = []
        while "rest" in pile:
            cubes.append(self._cube(pile["top"]))
            pile = pile["rest"]
        cubes += [self._cube(pile["top"]), self._cube(pile["under"])]
        names = [cube.name for cube in cubes]
        if len(set(names)) != len(names):
            raise Unfit(Code.INCONSISTENT, "a cube cannot stand above itself")
        goal: list[Json] = [["on", top, under] for top, under in pairwise(names)]
        if "place" in pile:
            goal.append(["on", names[-1], self._place(pile["place"]).name])
        return goal

    def _by_colour(self) -> list[Json]:
        groups: dict[str, list[Cube]] = {}
        for cube in self.world.cubes:
            if cube.colour is None:
                raise Unfit(Code.UNDERDETERMINED, f"the colour of {cube.name} is not known")
            groups.setdefault(cube.colour, []).append(cube)
        return self._on_own_places(groups, "colours")

    def _by_size(self) -> list[Json]:
        groups: dict[str, list[Cube]] = {}
        for cube in sorted(self.world.cubes, key=lambda cube: cube.size_m):
            groups.setdefault(f"{1e3 * cube.size_m:.0f} mm", []).append(cube)
        return self._on_own_places(groups, "sizes")

    def _on_own_places(self, groups: Mapping[str, list[Cube]], what: str) -> list[Json]:
        """One place for each group: those of the same colour where the places have colours, else from left to right."""
        places = list(self.world.places)
        if len(groups) > len(places):
            raise Unfit(Code.INCONSISTENT, f"{len(groups)} {what} do not fit on {len(places)} places")
        if what == "colours" and any(place.colour for place in places):
            coloured = {place.colour: place for place in places}
            missing = [colour for colour in groups if colour not in coloured]
            if missing or len(coloured) != len(places):
                raise Unfit(Code.UNDERDETERMINED, f"it is not known which place the {', '.join(missing)} cubes go to")
            places = [coloured[colour] for colour in groups]
        return [
            fact for group, place in zip(groups.values(), places, strict=False) for fact in self._stacked(group, place)
        ]

    # --- things ------------------------------------------------------------------------------------------
    def _cube(self, said: Mapping[str, Any]) -> Cube:
        cubes = self.world.cubes
        if "size" in said:
            sizes = [cube.size_m for cube in cubes]
            wanted = min(sizes) if said["size"] == "smallest" else max(sizes)
            found, words = [cube for cube in cubes if cube.size_m == wanted], f"{said['size']} cube"
        else:
            found, words = [cube for cube in cubes if cube.colour == said["colour"]], f"{said['colour']} cube"
        if len(found) > 1:
            raise Unfit(Code.AMBIGUOUS, f"{len(found)} cubes may be the {words}: {', '.join(c.name for c in found)}")
        if not found:
            there = ", ".join(cube.colour or cube.name for cube in cubes)
            raise Unfit(Code.INCONSISTENT, f"there is no {words} in the scene; there are: {there}")
        return found[0]

    def _place(self, said: Mapping[str, Any]) -> Place:
        places = self.world.places
        if "colour" in said:
            found = [place for place in places if place.colour == said["colour"]]
            if len(found) != 1:
                raise Unfit(Code.INCONSISTENT, f"there are {len(found)} {said['colour']} places in the scene")
            return found[0]
        side = said["side"] if "side" in said else said["n"]
        side = side if isinstance(side, str) else side[1]  # an ordinal, or a number as the shared English has them
        if side == "middle" and len(places) % 2 == 0:
            raise Unfit(Code.AMBIGUOUS, f"none of {len(places)} places is the middle one")
        named = {"leftmost": 0, "middle": len(places) // 2, "rightmost": len(places) - 1}
        numbers = {str(index + 1): index for index in range(len(places))}
        index = {**numbers, **named}.get(side)
        if index is None:
            raise Unfit(Code.INCONSISTENT, f"there is no place number {side[:20]}: there are {len(places)}")
        return places[index]

    def _bare_place(self, said: Mapping[str, Any], cube: Mapping[str, Any]) -> Place:
        """A place that no other cube stands on: "on the left peg" might else be on what stands there."""
        place, own = self._place(said), self._cube(cube).name
        if any(below == place.name and name != own for name, below in self.below.items()):
            raise Unfit(Code.AMBIGUOUS, f"a cube stands on {place.name} already: on top of it, or in its place?")
        return place

    def _stacked(self, cubes: Sequence[Cube], place: Place) -> list[Json]:
        """All of them in one tower, the largest below."""
        order = sorted(cubes, key=lambda cube: cube.size_m)
        names = [*(cube.name for cube in order), place.name]
        return [["on", top, under] for top, under in pairwise(names)]

    def _ground(self, name: str) -> str:
        """The place at the bottom of the tower that the cube is part of."""
        for _ in self.world.cubes:
            name = self.below.get(name, name)
        return name
