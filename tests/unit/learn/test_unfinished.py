"""A study that was stopped goes on from the groups that were done, and comes to the same."""

import json
import random
import resource
import signal

import pytest

from suffice.errors import UsageError
from suffice.learn.logs import Logs
from suffice.learn.studied import Order
from suffice.learn.study import study
from suffice.learn.unfinished import FOLDER
from suffice.learned import store

WORDS = {"good": ["great", "lovely", "fine"], "bad": ["awful", "broken", "late"]}
PROMPTS = (
    "Is this review good or bad?\nReview: ",
    "Tell the mood, good or bad, of\nChat: ",
    "Sort good and bad.\nMail: ",
)


def _log(path):
    rng = random.Random(1)
    with path.open("w") as file:
        for number in range(1500):
            label = rng.choice(sorted(WORDS))
            text = f"{rng.choice(WORDS[label])} {rng.choice(WORDS[label])} thing {number}"
            file.write(json.dumps({"id": f"r{number}", "input": PROMPTS[number % 3] + text, "gold": label}) + "\n")
    return Logs((path,), b"salt")


def _step(name, rows, last):
    pass


def _learned(folder):
    manifest = json.loads((folder / "manifest.json").read_bytes())
    return {key: value for key, value in manifest.items() if key != "cpu_s"}


class _Stopped(Exception):
    pass


@pytest.mark.parametrize("at", ["templates: group 2", "solvers: group 1", "solvers: group 3"])
def test_it_goes_on_where_it_was_stopped(tmp_path, at):
    logs, order, told = _log(tmp_path / "log.jsonl"), Order("gold"), []
    study(logs, tmp_path / "whole", order, _step, told.append)

    def stop(line):
        if line.startswith(at):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study(logs, tmp_path / "s", order, _step, stop)
    assert not (tmp_path / "s" / "manifest.json").exists() and (tmp_path / "s" / FOLDER).exists()
    rest = []
    study(logs, tmp_path / "s", order, _step, rest.append)
    assert rest == told[next(place for place, line in enumerate(told) if line.startswith(at)) :]
    assert _learned(tmp_path / "s") == _learned(tmp_path / "whole")
    assert not (tmp_path / "s" / FOLDER).exists()


def test_another_order_begins_anew(tmp_path):
    logs, told = _log(tmp_path / "log.jsonl"), []

    def stop(line):
        if line.startswith("solvers: group 3"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study(logs, tmp_path / "s", Order("gold"), _step, stop)
    study(logs, tmp_path / "s", Order("gold", target=0.9), _step, told.append)
    assert sum(line.startswith("solvers") for line in told) == 3


def test_what_there_was_no_time_for_is_done_the_next_time(tmp_path):
    logs = _log(tmp_path / "log.jsonl")
    first = study(logs, tmp_path / "s", Order("gold", seconds=1e-6), _step, lambda line: None)
    assert first.late == 3 and (tmp_path / "s" / FOLDER).exists()
    told = []
    second = study(logs, tmp_path / "s", Order("gold", seconds=600.0), _step, told.append)
    assert not second.late and all(row.outcome.certificate for row in second.groups) and second.studies == 2
    assert not any(line.startswith("templates") for line in told)
    assert not (tmp_path / "s" / FOLDER).exists()


def test_two_commands_do_not_write_to_one_folder(tmp_path):
    logs = _log(tmp_path / "log.jsonl")

    def meanwhile(line):
        with pytest.raises(UsageError, match="another command is writing"):
            study(logs, tmp_path / "s", Order("gold"), _step, lambda line: None)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study(logs, tmp_path / "s", Order("gold"), _step, meanwhile)
    with store.alone(tmp_path / "s"):  # whoever was stopped is out of the way
        pass


def test_what_a_killed_command_left_half_written_is_removed(tmp_path):
    store.make_folder(tmp_path)
    (tmp_path / store.FOLDER / ".abc.json.123.part").write_text("{")
    with store.alone(tmp_path):
        assert not list(tmp_path.rglob("*.part"))


def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(UsageError, match=r"a\.json cannot be written .*make room"):
            store.write(tmp_path / "a.json", b"x" * 2_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ['{"version": 9}', "{", '{"version": 1, "groups": [{"stages": [{}]}]}'])
def test_what_another_version_wrote_is_not_written_over(tmp_path, content):
    logs = _log(tmp_path / "log.jsonl")
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "manifest.json").write_text(content)
    with pytest.raises(UsageError, match=r"not written over: move .* away, or name another folder"):
        study(logs, tmp_path / "s", Order("gold"), _step, lambda line: None)
    assert (tmp_path / "s" / "manifest.json").read_text() == content
