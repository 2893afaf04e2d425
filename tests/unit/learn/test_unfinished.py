"""A study that was stopped goes on from the groups that were done, and comes to the same."""

import json
import random

import pytest

from suffice.learn.logs import Logs
from suffice.learn.studied import Order
from suffice.learn.study import study
from suffice.learn.unfinished import FOLDER

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
