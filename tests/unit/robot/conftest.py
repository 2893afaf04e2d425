"""Five demonstrations and a policy trained on them, once for all tests of the robot."""

from __future__ import annotations

from pathlib import Path

import pytest

from suffice.config import arm
from suffice.robot.bench import Parts
from suffice.robot.demonstrate import record
from suffice.robot.scene import Scene, hanoi
from suffice.robot.skills.policy import load
from suffice.robot.skills.train import train


@pytest.fixture(scope="session")
def demonstrations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("robot") / "demos.hdf5"
    record(path, 5, blocks=3, pegs=3, seed=0, tell=lambda line: None)
    return path


@pytest.fixture(scope="session")
def policy_file(demonstrations: Path) -> Path:
    path = demonstrations.with_name("policy.npz")
    train(demonstrations, path, steps=1500)
    return path


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene(hanoi(3))


@pytest.fixture(scope="module")
def parts(policy_file: Path) -> Parts:
    return arm.parts(load(policy_file), "truth")
