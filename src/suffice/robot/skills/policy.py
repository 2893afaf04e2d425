"""A trained policy: four networks in one file without pickled objects, and what it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from suffice.errors import UsageError
from suffice.files import whole
from suffice.robot.features import Skill, relations, scaled
from suffice.robot.files import learned
from suffice.robot.moves import Move
from suffice.robot.operators import Domain
from suffice.robot.scene import Layout, Observation
from suffice.robot.skills.network import Network

FORMAT = "suffice-robot-policy/1"
_CURE = "make one with suffice robot train DEMOS -o POLICY"
OUTPUTS = 6  # x, y, z, turn, fingers; the last one's sign: done


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """``about``: demonstrations, seed, CPU seconds; kept with the networks."""

    networks: Mapping[Skill, Network]
    about: Mapping[str, Any]

    def act(self, skill: Skill, seen: Observation, layout: Layout, move: Move) -> tuple[np.ndarray, bool]:
        """Five numbers in -1..1, and whether the skill takes itself for done."""
        relation = relations(skill, seen, layout, move)
        value = self.networks[skill](inputs(relation, self.about["scaling"], self.about["naive"][skill]))
        return np.clip(value[:5], -1, 1), bool(value[5] > 0)

    @property
    def domain(self) -> Domain:
        """The operators that the same demonstrations taught."""
        return Domain.from_json(self.about["domain"])

    @property
    def size(self) -> int:
        """How many numbers were learned."""
        return sum(one.size for network in self.networks.values() for one in network.parameters)


def inputs(relation: np.ndarray, scaling: str, naive: Any) -> np.ndarray:
    """``multi``: relations at several scales. ``naive``: each number by its mean and deviation, for comparison."""
    if scaling == "multi":
        return scaled(relation)
    mean, deviation = naive
    return (relation - np.asarray(mean)) / np.asarray(deviation)


def save(path: Path, arrays: Mapping[str, np.ndarray], about: Mapping[str, Any]) -> None:
    """Write atomically."""
    stored = {**arrays, "about": np.array(json.dumps({"format": FORMAT, **about}))}
    with whole(path) as file:
        np.savez(file, **stored)  # pyright: ignore[reportArgumentType]  # newer numpy names another parameter


def load_arrays(path: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Raises UsageError where the file is no policy."""
    return learned(path, FORMAT, _CURE)


def load(path: Path) -> Policy:
    """A trained policy. Raises UsageError where it is none, unfinished, or its parts do not fit each other."""
    arrays, about = load_arrays(path)
    try:
        if not about["finished"]:
            raise UsageError(f"{path} is only partly trained: run the same suffice robot train again, it goes on")
        policy = Policy({skill: network(arrays, skill) for skill in Skill}, about)
        whole = _is_whole(policy)
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise UsageError(f"{path} is no whole policy ({broken}): {_CURE}") from None
    if not whole:
        raise UsageError(f"{path} is no whole policy (parts are missing, or are no numbers): {_CURE}")
    return policy


def _is_whole(policy: Policy) -> bool:
    """Whether all parts are there and fit each other: operators, networks, what they are given. Raises what a part
    that is missing raises."""
    told = [policy.domain, policy.about["demonstrations"]]
    for skill, net in policy.networks.items():
        given = inputs(np.zeros((1, 7)), policy.about["scaling"], policy.about["naive"][skill])
        if net(given).shape != (1, OUTPUTS) or not all(np.isfinite(part).all() for part in net.parameters):
            return False
    return bool(told)


def network(arrays: Mapping[str, np.ndarray], skill: Skill, part: str = "value") -> Network:
    """One skill's network from the arrays of a file."""
    layers = range(sum(1 for key in arrays if key.startswith(f"{skill}/{part}/weight")))
    return Network(
        tuple(arrays[f"{skill}/{part}/weight{i}"] for i in layers),
        tuple(arrays[f"{skill}/{part}/bias{i}"] for i in layers),
    )


def as_arrays(net: Network, skill: Skill, part: str = "value") -> dict[str, np.ndarray]:
    named = {}
    for i, (weight, bias) in enumerate(zip(net.weights, net.biases, strict=True)):
        named[f"{skill}/{part}/weight{i}"], named[f"{skill}/{part}/bias{i}"] = weight, bias
    return named
