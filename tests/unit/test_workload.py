import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.errors import UsageError
from suffice.records import Budget, Level, Requirement
from suffice.workload.lines import LIMIT_BYTES, Line, opened, read_lines
from suffice.workload.survey import survey
from suffice.workload.tally import Tally, grade
from suffice.workload.tasks import REQUEST_FIELDS, Unreadable, as_request, parse

ANY = Requirement.parse("any")


def line(content: bytes | str | dict, number: int = 3) -> Line:
    raw = json.dumps(content).encode() if isinstance(content, dict) else content
    raw = raw.encode() if isinstance(raw, str) else raw
    return Line(number, len(raw) + 1, raw)


def read(content, requires=ANY):
    return parse(line(content), requires, Budget())


def lines_of(path: Path) -> list[Line]:
    with opened(path) as file:
        return list(read_lines(file))


# --- lines ---------------------------------------------------------------------------------------
def test_blank_lines_are_skipped_and_counted(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(b"\xef\xbb\xbfone\r\n\n  \ntwo")
    assert [(x.number, x.content) for x in lines_of(path)] == [(1, b"one"), (4, b"two")]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_gigantic_line_is_skipped_to_its_end(tmp_path, end):
    path = tmp_path / "t.jsonl"
    path.write_bytes(b"a\n" + b"x" * (LIMIT_BYTES + 70_000) + b"\nb\n" + b"y" * (LIMIT_BYTES + 1) + end)
    read = lines_of(path)
    assert [(x.number, x.content) for x in read] == [(1, b"a"), (2, None), (3, b"b"), (4, None)]
    assert read[1].size_bytes == LIMIT_BYTES + 70_001


def test_a_line_of_exactly_the_limit_is_kept(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(b"x" * LIMIT_BYTES + b"\r\n" + b"y" * LIMIT_BYTES)
    assert [len(x.content or b"") for x in lines_of(path)] == [LIMIT_BYTES, LIMIT_BYTES]


@given(
    st.lists(
        st.binary(max_size=20).filter(lambda raw: b"\n" not in raw and not raw.endswith(b"\r") and b"\xef" not in raw),
        max_size=8,
    )
)
def test_lines_are_what_was_written(tmp_path_factory, contents):
    path = tmp_path_factory.mktemp("lines") / "t"
    path.write_bytes(b"".join(raw + b"\n" for raw in contents))
    wanted = [(n, raw) for n, raw in enumerate(contents, 1) if raw.strip()]
    assert [(x.number, x.content) for x in lines_of(path)] == wanted


@pytest.mark.parametrize("name", ["nothing", "."])
def test_what_is_no_file_is_named(tmp_path, name):
    with pytest.raises(UsageError, match=r"no file|is a folder"), opened(tmp_path / name):
        pass


# --- tasks ---------------------------------------------------------------------------------------
def test_a_task_of_plain_words():
    task, request = read({"id": "a", "input": "2+2?", "gold": "4", "kind": "sum", "temperature": 0})
    assert (task.id, task.messages[0].content, task.gold, task.requires) == ("a", "2+2?", "4", ANY)
    assert task.extra == {"temperature": 0}  # notes such as "kind" are kept in the request, and sent to nobody
    assert request["kind"] == "sum"


def test_a_task_with_everything():
    request = {
        "id": "a",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "When?"}],
        "now": "2026-03-17T09:00:00+01:00",
        "response_format": {"type": "json_object"},
        "requires": "proved",
        "problem": {"family": "calendar", "body": {"find": 1}},
    }
    task, _ = read(request)
    assert [m.role for m in task.messages] == ["system", "user"]
    assert task.now is not None and task.now.utcoffset() is not None
    assert task.requires.levels == {Level.PROVED} and task.problem is not None and "messages" not in task.extra


def test_a_problem_stands_alone():
    task, _ = read({"id": "a", "problem": {"family": "calendar", "body": {}}})
    assert task.messages == ()


def test_text_parts_are_joined():
    parts = [{"type": "text", "text": "What is"}, {"type": "text", "text": "2+2?"}]
    task, _ = read({"id": "a", "messages": [{"role": "user", "content": parts}]})
    assert task.messages[0].content == "What is\n2+2?" and "messages" not in task.extra


@pytest.mark.parametrize(
    "turn",
    [
        {
            "role": "user",
            "content": [{"type": "text", "text": "2+2?"}, {"type": "image_url", "image_url": {"url": "x"}}],
        },
        {"role": "user", "content": "2+2?", "name": "Bo"},
        {"role": "assistant", "content": None, "tool_calls": []},
    ],
)
def test_more_than_text_reaches_models_as_it_came(turn):
    task, _ = read({"id": "a", "messages": [turn]})
    assert task.extra["messages"] == [turn]


NESTED = b'{"id": "a", "input": "x", "deep": ' + b"[" * 200 + b"]" * 200 + b"}"


@pytest.mark.parametrize(
    ("content", "words", "task_id"),
    [
        (b"{", "not JSON", None),
        (b'{"id": "a', r"starting at column \d", None),
        (b"\xff\xfe{}", "not UTF-8 at byte 1", None),
        (b"\x00\x01\x02", "not JSON", None),
        (b"[1]", "a list, not a JSON object", None),
        (b'"x"', "a string, not a JSON object", None),
        (b"[" * 100_000, "nested too deeply", None),
        (NESTED, "nested more than", None),
        (b'{"id": "a", "input": "x", "n": NaN}', "NaN is not JSON", None),
        (b'{"id": "a", "input": "x", "n": -Infinity}', "-Infinity is not JSON", None),
        (b'{"id": "a", "input": "x", "n": 1e999}', "too large", None),
        (b'{"id": "a", "input": "x", "n": ' + b"9" * 5000 + b"}", "thousands of digits", None),
        (b'{"id": "a", "input": "x", "input": "y"}', "the key 'input' stands twice", None),
        (rb'{"id": "a", "input": "half \ud83d"}', r"half a character \(\\ud83d\)", None),
        ({"input": "x"}, "no id", None),
        ({"id": "", "input": "x"}, "an empty id", None),
        ({"id": 5, "input": "x"}, "an id that is a number", None),
        ({"id": "a" * 600, "input": "x"}, "an id of 600 characters", None),
        ({"id": "a"}, "neither input nor messages", "a"),
        ({"id": "a", "input": 5}, "input is a number", "a"),
        ({"id": "a", "input": " \n"}, "input is empty", "a"),
        ({"id": "a", "input": "x", "messages": []}, "both input and messages", "a"),
        ({"id": "a", "messages": []}, "messages must be a list", "a"),
        ({"id": "a", "messages": ["x"]}, r"messages\[0\] is a string", "a"),
        ({"id": "a", "messages": [{"role": "boss", "content": "x"}]}, 'role is "boss"', "a"),
        ({"id": "a", "messages": [{"role": "user"}]}, "content is null", "a"),
        ({"id": "a", "messages": [{"role": "user", "content": ["x"]}]}, "is no part", "a"),
        ({"id": "a", "messages": [{"role": "user", "content": [{"type": "text"}]}]}, "text is null", "a"),
        ({"id": "a", "input": "x", "now": "soon"}, "now is 'soon'", "a"),
        ({"id": "a", "input": "x", "now": "2026-03-17"}, "without a zone", "a"),
        ({"id": "a", "input": "x", "now": 5}, "now is a number", "a"),
        ({"id": "a", "input": "x", "response_format": "json"}, "response_format is a string", "a"),
        ({"id": "a", "input": "x", "requires": "certain"}, "'certain' is no requirement", "a"),
        ({"id": "a", "input": "x", "requires": True}, "requires is true or false", "a"),
        ({"id": "a", "input": "x", "problem": {"family": 1}}, "problem must be", "a"),
    ],
)
def test_a_line_that_is_no_task_says_why(content, words, task_id):
    found = read(content)
    assert isinstance(found, Unreadable)
    assert found.reason.startswith("line 3: ") and "\n" not in found.reason
    assert re.search(words, found.reason), found.reason
    assert found.task_id == task_id
    json.dumps(as_request(line(content)))  # the receipt can hold it


def test_a_gigantic_line_is_no_task():
    found = parse(Line(9, 10 << 20, None), ANY, Budget())
    assert isinstance(found, Unreadable) and "10.0 MiB long, above the limit of 4 MiB" in found.reason


@given(st.binary(max_size=60))
def test_any_bytes_are_a_task_or_a_reason(raw):
    assert isinstance(read(raw), Unreadable | tuple)


json_values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(), x, max_size=3))  # fmt: skip  # noqa: E501
fields = st.sampled_from(["id", "input", "messages", "now", "requires", "problem", "response_format", *REQUEST_FIELDS])


@given(st.dictionaries(fields, json_values, max_size=5))
def test_any_object_is_a_task_or_a_reason(request):
    found = read(request)
    assert isinstance(found, Unreadable | tuple)
    assert as_request(line(request)) is not None


# --- survey --------------------------------------------------------------------------------------
def test_survey_counts_unreadable_lines(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"id": "a", "input": "x"}\n\nrubbish\n{"input": "y"}\n')
    assert survey(path).tasks == 3


def test_two_tasks_with_one_id_are_refused_with_their_lines(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"id": "a", "input": "x"}\n\n{"id": "b", "input": "x"}\n{"id": "a"}\n')
    with pytest.raises(UsageError, match="lines 1 and 4 have the same id 'a'"):
        survey(path)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_tasks_is_refused(tmp_path, content):
    path = tmp_path / "t.jsonl"
    path.write_text(content)
    with pytest.raises(UsageError, match="holds no tasks"):
        survey(path)


# --- tally ---------------------------------------------------------------------------------------
def receipt(status="answered", tier="symbolic", answer="4", level="proved", task=None, usd=0.0, joules=1.0):
    spent = {"value": joules, "low": joules / 2, "high": joules * 2}
    cost = {"wall_s": 0.1, "cpu_s": 0.1, "joules": spent, "usd": usd}
    outcome = "answered" if status == "answered" else "refused"
    return {
        "id": "r-1",
        "task_id": "t",
        "status": status,
        "answer": answer if status == "answered" else None,
        "tier": tier if status == "answered" else None,
        "guarantee": {"level": level},
        "attempts": [{"tier": tier, "outcome": outcome, "cost": cost}],
        "cost": cost,
        "instead": {"model": "big", "joules": {"value": 100.0, "low": 10.0, "high": 1000.0}, "usd": None},
        "task": task or {},
    }


@pytest.mark.parametrize(
    ("task", "level", "right"),
    [
        ({"gold": "4.0"}, "proved", True),
        ({"gold": "5"}, "proved", False),
        ({"gold": "5", "accept": ["4"]}, "proved", True),
        ({}, "proved", None),
        ({"gold": None}, "proved", False),  # nothing can be right, yet something was proved
        ({"gold": None}, "none", None),  # an open question, answered by a model
    ],
)
def test_grading(task, level, right):
    assert grade(receipt(task=task, level=level)) is right


def test_the_tally_keeps_tiers_apart_and_unknown_is_not_zero():
    tally = Tally()
    tally.add(receipt(task={"gold": "4"}))
    tally.add(receipt(status="refused"))
    tally.add(receipt(tier="moe", level="none", usd=None))
    rows = tally.rows()
    assert list(rows) == ["symbolic", "moe"]
    assert (rows["symbolic"].answered, rows["symbolic"].right, rows["symbolic"].refused) == (1, 1, 1)
    assert rows["symbolic"].joules.value == 2.0 and rows["symbolic"].joules.high == 4.0
    assert rows["moe"].usd.unknown == 1 and rows["moe"].usd.known == 0
    assert tally.total.instead_joules.value == 300.0 and tally.refused.instead_joules.value == 100.0
    assert tally.to_json()["total"]["instead_usd"] == {"value": 0.0, "low": 0.0, "high": 0.0, "unknown": 3}
