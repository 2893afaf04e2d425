"""Logs of every form become the same stream; broken lines are counted with their reason, never fatal."""

import csv
import gzip
import json
import os

import pytest

from suffice.errors import UsageError
from suffice.learn.logs import Logs
from suffice.learn.logs.salt import salt
from suffice.ledgers.sqlite import SqliteLedger
from suffice.records import Answer, Message, Receipt, Usage

CHAT = {"model": "m-1", "messages": [{"role": "system", "content": "Sort."}, {"role": "user", "content": "Hi"}]}


def _one(tmp_path, record, name="log.jsonl", **more):
    path = tmp_path / name
    path.write_text(json.dumps(record) + "\n")
    logs = Logs([path], b"salt", **more)
    found = list(logs)
    assert not logs.faults.total, logs.faults.lines()
    assert len(found) == 1
    return found[0]


def test_the_short_form(tmp_path):
    line = {"id": "a", "input": "Hi", "answer": "greeting", "gold": "other", "model": "m", "user": "ann"}
    logged = _one(tmp_path, line | {"time": "2026-03-01T00:00:00Z"})
    assert (logged.id, logged.answer, logged.gold, logged.model, logged.line) == ("a", "greeting", "other", "m", 1)
    assert logged.task.messages == (Message("user", "Hi"),)
    assert logged.time == 1772323200.0
    assert logged.user and "ann" not in logged.user and logged.usage is None


def test_an_answer_may_be_a_record_and_messages_may_end_in_it(tmp_path):
    assert _one(tmp_path, {"input": "x", "answer": {"a": 1}}).answer == '{"a": 1}'
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    logged = _one(tmp_path, {"messages": turns})
    assert logged.answer == "Hello" and len(logged.task.messages) == 1


@pytest.mark.parametrize(
    "record",
    [
        {"request": CHAT | {"user": "ann"}, "response": None},
        {"body": CHAT, "user": "ann", "response": {"status_code": 200, "body": None}},
        CHAT | {"user": "ann"},
    ],
)
def test_chat_completions_of_openai(tmp_path, record):
    reply = {
        "id": "c-1", "object": "chat.completion", "created": 1_772_323_200, "model": "m-2",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "greeting"}}],
        "usage": {"prompt_tokens": 12, "completion_tokens": 3},
    }  # fmt: skip
    if "response" not in record:
        record = record | reply
    elif record["response"]:
        record = record | {"response": {"status_code": 200, "body": reply}}
    else:
        record = record | {"response": reply}
    logged = _one(tmp_path, record)
    assert logged.answer == "greeting" and logged.model == "m-2" and logged.time == 1_772_323_200
    assert logged.usage == Usage("m-2", 12, 3) and logged.user
    assert [message.content for message in logged.task.messages] == ["Sort.", "Hi"]


def test_cut_replies_and_tool_calls_are_no_answers(tmp_path):
    for choice in (
        {"finish_reason": "length", "message": {"content": "gree"}},
        {"finish_reason": "tool_calls", "message": {"content": None, "tool_calls": [{"id": "1"}]}},
    ):
        assert _one(tmp_path, {"request": CHAT, "response": {"choices": [choice]}}).answer is None


def test_responses_of_openai(tmp_path):
    message = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "greeting"}]}
    reply = {"object": "response", "model": "m-2", "output": [{"type": "reasoning"}, message]}
    logged = _one(tmp_path, {"request": {"model": "m", "instructions": "Sort.", "input": "Hi"}, "response": reply})
    assert logged.answer == "greeting"
    assert [message.role for message in logged.task.messages] == ["system", "user"]


def test_messages_of_anthropic(tmp_path):
    reply = {
        "type": "message", "model": "c-2", "stop_reason": "end_turn", "content": [{"type": "text", "text": "greeting"}],
        "usage": {"input_tokens": 2, "cache_read_input_tokens": 10, "output_tokens": 3},
    }  # fmt: skip
    asked = {"system": "Sort.", "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]}
    logged = _one(tmp_path, {"request": asked, "response": reply})
    assert logged.answer == "greeting" and logged.usage == Usage("c-2", 12, 3)
    assert [message.content for message in logged.task.messages] == ["Sort.", "Hi"]


def _attributes(values):
    return [
        {"key": key, "value": {"stringValue" if isinstance(v, str) else "intValue": v}} for key, v in values.items()
    ]


def test_spans_of_opentelemetry(tmp_path):
    asked = [{"role": "user", "parts": [{"type": "text", "content": "Hi"}]}]
    replied = [{"role": "assistant", "parts": [{"type": "text", "content": "greeting"}], "finish_reason": "stop"}]
    said = {
        "gen_ai.operation.name": "chat", "gen_ai.request.model": "m", "gen_ai.response.model": "m-2",
        "gen_ai.system_instructions": json.dumps([{"type": "text", "content": "Sort."}]),
        "gen_ai.input.messages": json.dumps(asked), "gen_ai.output.messages": json.dumps(replied),
        "gen_ai.usage.input_tokens": "12", "gen_ai.usage.output_tokens": "3", "user.id": "ann",
    }  # fmt: skip
    span = {
        "traceId": "t",
        "spanId": "s-1",
        "startTimeUnixNano": "1772323200000000000",
        "attributes": _attributes(said),
    }
    other = {"traceId": "t", "spanId": "s-2", "attributes": _attributes({"http.method": "GET"})}
    export = {"resourceSpans": [{"scopeSpans": [{"spans": [other, span]}]}]}
    logged = _one(tmp_path, export)
    assert (logged.id, logged.answer, logged.model, logged.time) == ("s-1", "greeting", "m-2", 1_772_323_200.0)
    assert [message.content for message in logged.task.messages] == ["Sort.", "Hi"]
    assert logged.usage == Usage("m-2", 12, 3) and logged.user
    flat = _one(tmp_path, {"traceId": "t", "attributes": said})
    assert flat.answer == "greeting"


def test_tables(tmp_path):
    path = tmp_path / "log.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Prompt", "answer", "gold", "user"])
        rows.writerow(["two\nlines, and a comma", "a", "b", "ann"])
        rows.writerow(["x", "a"])
        rows.writerow(["y", "", "b", ""])
    logs = Logs([path])
    first, last = logs
    assert first.task.messages[0].content == "two\nlines, and a comma"
    assert (last.answer, last.gold, last.user, last.line) == (None, "b", None, 4)
    assert logs.faults.lines() == ["1 line left out: N cells under N columns (line 3)"]


def test_columns_of_other_names(tmp_path):
    line = {"words": "Hi", "answer": "gold!", "said": "greeting"}
    logged = _one(tmp_path, line, fields={"input": "words", "answer": "said", "gold": "answer"})
    assert (logged.task.messages[0].content, logged.answer, logged.gold) == ("Hi", "greeting", "gold!")


def test_the_ledger(tmp_path):
    asked = {"id": "t-1", "input": "Hi", "gold": "hello"}
    answered = Receipt("r-1", "t-1", "answered", "2026-03-01T00:00:00Z", Answer("hi", "Hi!"), task=asked)
    with SqliteLedger(tmp_path / "ledger.sqlite") as ledger:
        ledger.append([answered, Receipt("r-2", None, "failed", "2026-03-01T00:00:00Z", task={"line": 2})])
    logs = Logs([tmp_path / "ledger.sqlite"])
    (logged,) = logs
    assert (logged.id, logged.answer, logged.gold) == ("t-1", "Hi!", "hello")
    assert logs.faults.total == 1 and "keeps no request" in logs.faults.lines()[0]


def test_bad_lines_are_counted_with_their_reasons(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"input": "a", "answer": "x"}\n\nnot json\n[1]\n{"input": ""}\n{"some": "thing"}\n{"input": 7}\n'
        b'{"input": "\xff"}\n' + b'{"a":' * 5000 + b"\n" + b'{"messages": [{"role": "boss", "content": "x"}]}\n'
        b'{"input": "b", "answer": "y"}\n'
    )
    logs = Logs([path])
    assert [logged.answer for logged in logs] == ["x", "y"]
    assert logs.faults.total == 8
    told = "\n".join(logs.faults.lines())
    assert "(line 3" in told and "role" in told and "no form of log record" in told


@pytest.mark.parametrize("rows", [60, 20_000])
def test_a_gzip_file_that_ends_early_gives_what_it_holds(tmp_path, rows):
    path = tmp_path / "log.jsonl.gz"
    whole = gzip.compress(b"".join(json.dumps({"input": os.urandom(9).hex(), "answer": "x"}).encode() + b"\n"
                                   for _ in range(rows)))  # fmt: skip
    path.write_bytes(whole[: len(whole) // 2])
    logs = Logs([path])
    assert rows // 20 < sum(1 for _ in logs) < rows
    assert any("ends early" in line for line in logs.faults.lines())


def test_mixed_forms_in_one_file(tmp_path):
    path = tmp_path / "log.jsonl"
    chat = {"request": CHAT, "response": {"choices": [{"finish_reason": "stop", "message": {"content": "b"}}]}}
    path.write_text("\n".join(map(json.dumps, ({"input": "x", "answer": "a"}, chat, {"input": "y", "answer": "c"}))))
    assert [logged.answer for logged in Logs([path])] == ["a", "b", "c"]


def test_rows_are_found_again_by_their_address(tmp_path):
    paths = [tmp_path / "a.jsonl", tmp_path / "b.csv"]
    paths[0].write_text("".join(json.dumps({"id": f"a{n}", "input": "x"}) + "\n\n" for n in range(20)))
    paths[1].write_text("id,input\n" + "".join(f"b{n},x\n" for n in range(20)))
    logs = Logs(paths)
    rows = list(logs)
    assert [row.id for row in logs.at({rows[3].address, rows[30].address})] == ["a3", "b10"]
    for place in (0, 7, 19, 20, 39):
        assert [row.id for row in logs.after(rows[place].address)] == [row.id for row in rows[place + 1 :]]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "empty"), (b"[1, 2]\n", "one JSON list"), (b"hello\nworld\n", "no log"), (b"\x1f\x8bnot gzip", "gzip")],
)
def test_what_is_no_log_is_refused_with_a_cure(tmp_path, content, told):
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=told):
        list(Logs([path]))
    with pytest.raises(UsageError, match="there is no file"):
        list(Logs([tmp_path / "none"]))
    with pytest.raises(UsageError, match="folder"):
        list(Logs([tmp_path]))


def test_the_salt_is_made_once_and_kept_private(tmp_path):
    path = tmp_path / "state" / "salt"
    assert salt(path) == salt(path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("short")
    with pytest.raises(UsageError, match="move it away"):
        salt(path)


def test_users_are_told_apart_by_salt(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text('{"input": "x", "user": "ann"}\n{"input": "y", "user": "ann"}\n{"input": "y", "user": "bob"}\n')
    ann, again, bob = (logged.user for logged in Logs([path], b"one"))
    assert ann == again != bob and ann != next(iter(Logs([path], b"two"))).user
