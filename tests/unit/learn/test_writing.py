"""A model is asked once for a program; what it writes runs in a sandbox and has to stand the tests of other kinds."""

import json
import random
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from suffice.cli import suffice
from suffice.learn.learner import Example, Unfit
from suffice.learn.writing import Writer, WrittenLearner
from suffice.learned.kinds.written import PATIENCE, Written
from suffice.learned.predictor import Parts
from suffice.learned.program.usual import Usual
from suffice.learned.sandbox import Broken, run

TURNED = """Here it is:
```python
import re

def program(fields):
    \"\"\"Turns it.\"\"\"
    found = re.fullmatch(r"(?:Word: )?([a-z]{3,12})", fields["input"])
    if found is None:  # not of this kind
        return None
    return found.group(1)[::-1]
```
"""
GREEDY = "def program(fields):\n    return fields['input'].removeprefix('Word: ')[::-1]"
WRONG = TURNED.replace("[::-1]", "")
ENDLESS = "def program(fields):\n    while True: pass"
THIEF = "def program(fields):\n    return open('/etc/passwd').read()"


def _word(rng):
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(3, 12)))


def _rows(count, seed=1):
    rng = random.Random(seed)
    words = [_word(rng) for _ in range(count)]
    return [(f"Word: {word}", word[::-1]) for word in words]


def _learner(reply):
    return WrittenLearner(Writer("big", lambda prompt: reply))


EXAMPLES = [Example({"input": text}, value) for text, value in _rows(200)]


def test_a_good_program_is_taken_without_its_comments():
    found = _learner(TURNED).fit(EXAMPLES, "text", seed=0, seconds=60)
    assert isinstance(found, Written) and "#" not in found.source and "Turns" not in found.source
    guess = found.guess({"input": "Word: banana"})
    assert (
        guess is not None and guess.value == "ananab" and guess.confidence == 1.0 and guess.why["written by"] == "big"
    )
    assert found.guess({"input": "What is the capital of France?"}) is None
    assert Written.of(found.parts()).guess({"input": "Word: banana"}) == guess
    with pytest.raises(ValueError, match="version"):
        Written.of(Parts({"version": 0}))


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (GREEDY, "requests of other kinds"),
        (WRONG, "is right in"),
        (ENDLESS, "takes more than 0.1 s for 5 of 5"),
        (
            TURNED.replace("    found =", "    while 'q' in fields['input']: pass\n    found ="),
            "takes more than 0.1 s for 5 of",
        ),
        (THIEF, "gives nothing"),
        ("I cannot do that.", "wrote no program"),
        ("def helper(x):\n    return x", "defines no function"),
        ("def program(fields):\n    return " + repr("x" * 7000), "longer"),
    ],
)
def test_a_bad_program_is_not(reply, why):
    found = _learner(reply).fit(EXAMPLES, "text", seed=0, seconds=60)
    assert isinstance(found, Unfit) and why in found.reason


def test_what_one_user_said_is_not_kept_in_a_program():
    rows = [*EXAMPLES, Example({"input": "Word: rumpelstiltskin"}, "four")]
    listed = TURNED.replace(
        "    return found", "    if found.group(1) == 'rumpelstiltskin': return 'four'\n    return found"
    )
    found = _learner(listed).fit(rows, "text", seed=0, seconds=60)
    assert isinstance(found, Unfit) and "single request" in found.reason


@pytest.mark.parametrize(
    "body",
    [
        "import subprocess\n    return subprocess.check_output('id')",
        "import socket\n    return 'x'",
        "import os\n    return os.environ['HOME']",
        "import time\n    return time.time()",
        "import random\n    return random.random()",
        "import datetime\n    return str(datetime.datetime.now())",
        "return 'x' * 10**10",
        "return program(fields)",
        "return open('/etc/hostname').read()",
        "return ['a list']",
        "raise ValueError('no')",
        "return fields['missing']",
        "return __import__('os').system('id')",
        "return 10**5000",
    ],
)
def test_nothing_leaves_the_sandbox(body):
    with pytest.raises(Broken):
        run(f"def program(fields):\n    {body}", {"input": "x"})


def test_a_program_that_takes_too_long_is_asked_no_more(caplog):
    squares = "def program(fields):\n    x = 3\n    while fields['input'] == 'slow': x = x * x\n    return 'done'"
    found = Written(squares, "big", Usual.of([{"input": "quick"}]))
    for _ in range(PATIENCE):
        assert found.guess({"input": "quick"}) is not None and found.guess({"input": "slow"}) is None
    assert found.guess({"input": "quick"}) is None and "asked no more" in caplog.text
    fresh = Written.of(found.parts())  # another process
    assert fresh.guess({"input": "quick"}) is not None


def test_nothing_is_carried_from_one_request_to_another():
    source = "seen = []\ndef program(fields):\n    seen.append(1)\n    print('loud')\n    return len(seen)"
    assert [run(source, {}) for _ in range(3)] == ["1", "1", "1"]


@contextmanager
def _server(reply):
    """An OpenAI-compatible server that says the same to everybody, and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            message = {"role": "assistant", "content": reply}
            body = json.dumps({
                "id": "c1", "object": "chat.completion", "created": 1, "model": "writer-1",
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18},
            }).encode()  # fmt: skip
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _run(*words):
    return CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)


def test_the_whole_way_asks_once_and_serves_without_the_model(tmp_path):
    rows = _rows(300, seed=2)
    (tmp_path / "log.jsonl").write_text(
        "".join(
            json.dumps({"id": f"r{n}", "input": text, "gold": value}) + "\n" for n, (text, value) in enumerate(rows)
        )
    )
    fresh = _rows(20, seed=3)
    (tmp_path / "t.jsonl").write_text(
        "".join(json.dumps({"id": f"t{n}", "input": text}) + "\n" for n, (text, _) in enumerate(fresh))
    )
    with _server(TURNED) as (url, asked):
        (tmp_path / "c.toml").write_text(
            f'[[model]]\nname = "big"\ntier = "frontier"\nbase_url = "{url}"\nmodel = "writer-1"\n'
        )
        result = _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "gold", "--json",
                      "--program-model", "big", "--config", tmp_path / "c.toml")  # fmt: skip
    (group,) = json.loads(result.stdout)["groups"]
    assert group["certified"] and group["solver"] == {"answer": "written"} and group["coverage"] > 0.9
    assert len(asked) == 1 and "def program" in "\n".join(group["says"]["answer"])
    shown = asked[0]["messages"][-1]["content"]
    assert sum(text in shown for text, _ in rows) <= 40
    _run(
        "run", tmp_path / "t.jsonl", "-o", tmp_path / "r.jsonl", "--solvers", tmp_path / "s", "--ledger", tmp_path / "l"
    )
    receipts = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    served = [(one, value) for one, (_, value) in zip(receipts, fresh, strict=True) if one["status"] == "answered"]
    assert len(served) > 15 and all(one["answer"] == value for one, value in served)
    assert served[0][0]["evidence"]["body"]["why"]["answer"]["written by"] == "big"


def test_a_model_that_is_not_there_is_said_so(tmp_path):
    from suffice.errors import UsageError

    (tmp_path / "log.jsonl").write_text(json.dumps({"id": "a", "input": "b", "gold": "c"}) + "\n")
    (tmp_path / "c.toml").write_text("")
    with pytest.raises(UsageError, match="no such"):
        _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "gold", "--program-model", "big",
             "--config", tmp_path / "c.toml")  # fmt: skip
