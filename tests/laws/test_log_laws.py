"""Laws of logs: no record, however odd, stops the reading; what is readable is told with its line."""

import json

from hypothesis import given
from hypothesis import strategies as st

from suffice.learn.alignment import tokens
from suffice.learn.groups import find
from suffice.learn.logs import Logs
from suffice.learn.redaction import redacted
from suffice.learn.shapes import Sampling

_NAMES = st.sampled_from(
    "id input prompt messages role content parts type text answer gold model time user usage request response body "
    "choices message finish_reason output object resourceSpans scopeSpans spans attributes key value stringValue "
    "intValue arrayValue values kvlistValue gen_ai.input.messages gen_ai.output.messages gen_ai.system_instructions "
    "traceId events attempts guarantee task task_id outcome prompt_tokens completion_tokens created system "
    "stop_reason tool_calls".split()
)
_WORDS = st.sampled_from(
    ["user", "assistant", "system", "text", "message", "response", "Hi", "", "[1]", "{", "stop", "7"]
)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=25,
)


@given(st.lists(st.dictionaries(_NAMES, _JSON, min_size=1, max_size=6), min_size=1, max_size=6))
def test_no_record_stops_the_reading(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    logs = Logs([path], b"salt")
    rows = list(logs)
    told = sum(count for count, _ in logs.faults.kinds.values())
    assert told == logs.faults.total
    assert [row.id for row in logs.at({row.address for row in rows})] == [row.id for row in rows]
    sampling = Sampling()
    for row in rows:
        sampling.add(row)
        assert row.answer is None or row.answer.strip()
    findings = find(logs)
    assert findings.rows == len(rows)
    assert sum(found.census.rows for found in findings.groups) + findings.unfitting == len(rows)


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reading(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    path.write_bytes(b'{"input": "x", "answer": "y"}\n' + data)
    logs = Logs([path])
    assert next(iter(logs)).answer == "y"
    list(logs)


@given(st.text(max_size=200))
def test_redaction_is_stable_and_leaves_what_has_no_digits(text):
    once = redacted(text)
    assert redacted(once) == once
    if "@" not in text and not any(char.isdigit() for char in text) and len(text) < 16:
        assert once == text
    assert "".join(tokens(once)) == once
