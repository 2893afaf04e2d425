from __future__ import annotations

import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest

from suffice.errors import UsageError
from suffice.robot.demonstrate import record
from suffice.robot.demonstrations import read
from suffice.robot.features import Skill
from suffice.robot.lessons import taught
from suffice.robot.moves import legal_moves
from suffice.robot.scene import hanoi, tower
from suffice.robot.skills.network import Network
from suffice.robot.skills.policy import load
from suffice.robot.skills.train import train


def test_demonstrations_are_single_legal_moves(demonstrations: Path) -> None:
    shown = read(demonstrations)
    assert len(shown) == 5
    for one in shown:
        assert one.move in legal_moves(one.layout, one.before)
        assert one.after == {**one.before, one.move.cube: one.move.to}
        assert set(one.skills) == set(Skill)
        assert len(one.seen) == len(one.actions) == len(one.done)
        assert one.before != tower(one.layout) or one.after != tower(one.layout, "peg3")


def test_recording_goes_on_where_it_stopped(demonstrations: Path, tmp_path: Path) -> None:
    parts, whole = tmp_path / "parts.hdf5", read(demonstrations)
    for count in (1, 2):
        with h5py.File(parts, "a") as file:
            file.create_group(f"unfinished/demo_{count - 1}")  # as if the recording had been killed
        record(parts, count, blocks=3, pegs=3, seed=0, tell=lambda line: None)
    for one, other in zip(read(parts), whole, strict=False):
        np.testing.assert_array_equal(one.actions, other.actions)


def test_a_file_of_another_scene_is_refused(demonstrations: Path) -> None:
    with pytest.raises(UsageError, match="another scene"):
        record(demonstrations, 6, blocks=4, pegs=3, seed=0, tell=lambda line: None)


def test_the_operator_is_learned_with_its_order_of_sizes(demonstrations: Path) -> None:
    lesson = taught(read(demonstrations))
    (operator,) = lesson.domain.operators
    assert ("smaller", "?x", "?z") in operator.when and ("on", "?x", "?z") in operator.adds
    assert lesson.domain.order is not None and lesson.contradictions == ()


def test_the_gradient_is_that_of_the_outputs() -> None:
    rng = np.random.default_rng(0)
    net, given, slope = Network.drawn(3, 2, rng), rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    gradients = net.gradient(net.layers(given), slope)
    for value, gradient in zip(net.parameters, gradients, strict=True):
        place = (0,) * value.ndim
        before, value[place] = value[place], value[place] + 1e-6
        higher = (net(given) * slope).sum()
        value[place] = before - 1e-6
        lower = (net(given) * slope).sum()
        value[place] = before
        assert abs((higher - lower) / 2e-6 - gradient[place]) < 1e-6


def test_training_that_was_cut_off_gives_the_same_policy(demonstrations: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.npz", tmp_path / "parts.npz"
    train(demonstrations, whole, steps=60, chunk=60)

    class Stop(Exception):
        pass

    def stop(line: str) -> None:
        raise Stop

    for _ in range(3):
        with pytest.raises(Stop):
            train(demonstrations, parts, steps=60, chunk=30, tell=stop)
    with pytest.raises(UsageError, match="only partly trained"):
        load(parts)
    train(demonstrations, parts, steps=60, chunk=30)
    for skill in Skill:
        for one, other in zip(
            load(whole).networks[skill].parameters, load(parts).networks[skill].parameters, strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_a_policy_of_other_demonstrations_is_not_overwritten(policy_file: Path, demonstrations: Path) -> None:
    with pytest.raises(UsageError, match="something else"):
        train(demonstrations, policy_file, steps=10)


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"\x93NUMPY"])
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "policy.npz"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="no policy"):
        load(path)


def test_a_file_that_holds_no_demonstrations_is_refused(tmp_path: Path, policy_file: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read as HDF5"):
        read(Path(shutil.copy(policy_file, tmp_path / "demos.hdf5")))
    with pytest.raises(UsageError, match="no demonstrations at"):
        read(tmp_path / "none.hdf5")


def test_scenes_are_the_same_for_three_cubes() -> None:
    assert [cube.half_m for cube in hanoi(3).cubes] == [0.02, 0.0225, 0.025]
