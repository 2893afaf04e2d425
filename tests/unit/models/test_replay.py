from __future__ import annotations

import json

import pytest

from suffice.errors import UsageError
from suffice.models.replay import Replay, record
from suffice.records import Abstain, Answer, Code, Message, Task, Tier


@pytest.fixture
def write(tmp_path):
    def written(*lines: object) -> Replay:
        path = tmp_path / "answers.jsonl"
        path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
        return Replay("recorded", Tier.MOE, path)

    return written


def test_answers_what_was_recorded(write):
    usage = {"prompt_tokens": 3, "completion_tokens": 1}
    reply = {"model": "m", "choices": [{"message": {"content": "Rome"}}], "usage": usage}
    messages = [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Italy?"}]
    replay = write(
        {"input": "France?", "answer": " Paris\n", "model": "m", "usage": usage},
        "",
        {"messages": messages, "response": reply},
        {"request": {"messages": [{"role": "user", "content": "Spain?"}]}, "response": reply},
    )
    answer = replay.solve(Task.ask("France?"))
    assert isinstance(answer, Answer) and answer.usage is not None
    assert (answer.value, answer.text, answer.usage.model, answer.usage.prompt_tokens) == ("Paris", " Paris\n", "m", 3)
    briefed = replay.solve(Task("t", (Message("system", "Be brief"), Message("user", "Italy?"))))
    assert isinstance(briefed, Answer) and briefed.value == "Rome"
    assert isinstance(replay.solve(Task.ask("Spain?")), Answer)
    missing = replay.solve(Task.ask("Italy?"))
    assert isinstance(missing, Abstain) and missing.code is Code.NOT_MY_LANGUAGE


def test_the_first_of_several_answers_stands(write):
    replay = write(
        {"input": "Who?", "answer": "Ann"}, {"input": "Who?", "answer": "Bob"}, {"input": "Who?", "answer": "Ann"}
    )
    answer = replay.solve(Task.ask("Who?"))
    assert isinstance(answer, Answer) and answer.value == "Ann" and answer.usage is None
    assert replay.conflicts == 1


def test_another_models_answers_are_passed_over(write):
    replay = write({"input": "Who?", "answer": "Ann", "model": "a"}, {"input": "Who?", "answer": "Bob", "model": "b"})
    replay.model = "b"
    answer = replay.solve(Task.ask("Who?"))
    assert isinstance(answer, Answer) and answer.value == "Bob" and replay.conflicts == 0


@pytest.mark.parametrize(
    "line",
    [
        "rubbish",
        "[]",
        "{}",
        '{"input": "a"}',
        '{"input": 3, "answer": "a"}',
        '{"messages": "a", "answer": "b"}',
        '{"messages": [{"role": "user"}], "answer": "b"}',
        '{"input": "a", "response": {}}',
        "[" * 100_000,
    ],
)
def test_a_malformed_line_is_named(write, line):
    replay = write({"input": "fine", "answer": "fine"}, line)
    with pytest.raises(UsageError, match="line 2"):
        replay.load()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"nowhere\.jsonl"):
        Replay("recorded", Tier.MOE, tmp_path / "nowhere.jsonl").load()


def test_receipts_become_recordings(write):
    usage = {"model": "m", "prompt_tokens": 3, "completion_tokens": 1, "cached_tokens": None}
    receipt = {
        "tier": "moe",
        "solver": "small",
        "text": "Paris",
        "task": {"id": "t", "input": "France?"},
        "attempts": [{"solver": "arithmetic", "usage": None}, {"solver": "small", "usage": usage}],
    }
    lines = list(record([receipt, {**receipt, "tier": "symbolic"}, {**receipt, "text": None, "tier": None}]))
    assert len(lines) == 1
    answer = write(*lines).solve(Task.ask("France?"))
    assert isinstance(answer, Answer) and answer.value == "Paris" and answer.usage is not None
    assert answer.usage.model == "m"
