from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from suffice import plugins
from suffice.errors import UsageError
from suffice.ports import Meter, Router, Solver


def test_the_files_name_is_the_name():
    assert plugins.find(Router, "cheapest_first").__name__ == "CheapestFirst"
    assert plugins.find(Solver, "openai_server").__name__ == "OpenAIServer"
    assert set(plugins.names("models")) == {"openai_server", "reader", "replay"}


def test_an_unknown_name_lists_what_there_is():
    with pytest.raises(UsageError, match=r"no Router 'nope'; there are: .*cheapest_first"):
        plugins.find(Router, "nope")


def test_families_are_listed_without_being_imported():
    symbolic = Path(plugins.__file__).parent / "symbolic"
    stated = {path.name for path in symbolic.iterdir() if (path / "problem.py").exists()}
    assert set(plugins.families()) == stated and "english" not in stated


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """A folder of plug-ins that stands for one of ours."""
    package = tmp_path / "plugged"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield package
    for name in [name for name in sys.modules if name.startswith("plugged")]:
        del sys.modules[name]


def test_a_missing_package_names_its_extra(own_folder):
    (own_folder / "annealer.py").write_text("import dwave_that_is_not_here.samplers\n")
    with pytest.raises(UsageError, match=r"annealer needs dwave_that_is_not_here: pip install 'suffice\[annealer\]'"):
        plugins.load("plugged.annealer")


@pytest.mark.parametrize(
    ("missing", "module", "extra"),
    [
        ("pydantic_monty", "pydantic_monty", "written"),
        ("numpy", "numpy", "learned"),
        ("numpy", "suffice.learn.search", "learn"),
        ("safetensors", "suffice.learned.encoder", "embedding"),
        ("scipy", "suffice.hardware.crossbar", "chip"),
    ],
)
def test_the_extra_is_the_one_of_its_room_or_the_smallest(missing, module, extra):
    assert plugins._extra(missing, module) == extra


def test_our_own_mistake_is_no_missing_extra(own_folder):
    (own_folder / "typo.py").write_text("import suffice.recrods\n")
    with pytest.raises(ModuleNotFoundError, match=r"suffice\.recrods"):
        plugins.load("plugged.typo")


def test_a_file_must_define_exactly_one(own_folder):
    (own_folder / "none.py").write_text("from suffice.ports import Meter\n")
    with pytest.raises(UsageError, match="must define exactly one Meter, found: none"):
        plugins.only(Meter, plugins.load("plugged.none"))


def test_outside_packages_join_by_entry_point_when_named(tmp_path, monkeypatch):
    (tmp_path / "outside.py").write_text(
        "from suffice.ports import Router\n"
        "class Dearest(Router):\n"
        "    def rank(self, task, solvers):\n"
        "        return solvers[::-1]\n"
        "not_a_router = 3\n"
    )
    dist = tmp_path / "outside-1.dist-info"
    dist.mkdir()
    (dist / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1\n")
    (dist / "entry_points.txt").write_text(
        "[suffice.routers]\ndearest = outside:Dearest\nodd = outside:not_a_router\nlost = gone_package:X\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "outside" not in sys.modules
    with pytest.raises(UsageError, match=r"there are: cheapest_first, dearest, lost, odd"):
        plugins.find(Router, "nope")
    assert "outside" not in sys.modules  # listed, not loaded
    assert plugins.find(Router, "dearest").__name__ == "Dearest"
    with pytest.raises(UsageError, match="is no Router"):
        plugins.find(Router, "odd")
    with pytest.raises(UsageError, match="needs gone_package"):
        plugins.find(Router, "lost")
    del sys.modules["outside"]
