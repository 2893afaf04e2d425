"""The command line as people meet it: a process, its exit code, its files, and one clear line when it fails."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import suffice
from suffice.cli import main
from suffice.ledgers.sqlite import SqliteLedger

COMMAND = [sys.executable, "-c", "from suffice.cli import main; main()"]
MIXED = Path(__file__).parents[2] / "examples" / "mixed.jsonl"


@pytest.fixture
def world(tmp_path, monkeypatch, capsys):
    """A folder of its own to run in; ``call`` starts the command line there."""
    world = World(tmp_path, monkeypatch, capsys)
    monkeypatch.chdir(tmp_path)
    for name in ("SUFFICE_CONFIG", "SUFFICE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", world.environment["XDG_STATE_HOME"])
    return world


class World:
    def __init__(self, folder: Path, monkeypatch, capsys) -> None:
        self.folder, self.monkeypatch, self.capsys = folder, monkeypatch, capsys
        self.ledger = folder / "ledger.sqlite"
        left_out = ("SUFFICE_CONFIG", "SUFFICE_DEBUG", "NO_COLOR", "FORCE_COLOR")
        self.environment = {name: value for name, value in os.environ.items() if name not in left_out}
        source = str(Path(suffice.__file__).parents[1])
        self.environment |= {"XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": source}

    def start(self, *words, **options) -> subprocess.Popen:
        pipe = subprocess.PIPE
        given = {"stdout": pipe, "stderr": pipe, "stdin": pipe, "text": True} | options
        return subprocess.Popen([*COMMAND, *map(str, words)], cwd=self.folder, env=self.environment, **given)

    def call(self, *words, code: int = 0, stdin: str = "", **options) -> subprocess.CompletedProcess:
        process = self.start(*words, **options)
        out, err = process.communicate(stdin, timeout=60)
        assert process.returncode == code, (process.returncode, out, err)
        return subprocess.CompletedProcess(words, code, out, err)

    def here(self, *words, code: int = 0) -> tuple[str, str]:
        """The same in this process, which is faster: what stands on the two output streams."""
        self.monkeypatch.setattr(sys, "argv", ["suffice", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = self.capsys.readouterr()
        assert (stop.value.code or 0) == code, (stop.value.code, out, err)
        return out, err

    def complaint(self, *words, code: int = 2) -> str:
        """The one line on the standard error stream; nothing on the other."""
        out, err = self.here(*words, code=code)
        assert out == "" and err.startswith("suffice: ") and err.count("\n") == 1, (out, err)
        return err

    def tasks(self, *lines, name: str = "tasks.jsonl") -> Path:
        path = self.folder / name
        raws = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        path.write_bytes(b"".join(raw + b"\n" for raw in raws))
        return path

    def run(self, tasks: Path, *words, output: str = "receipts.jsonl", **options) -> list[dict]:
        self.call("run", tasks, "-o", output, "--ledger", self.ledger, *words, **options)
        return self.receipts(output)

    def receipts(self, output: str = "receipts.jsonl") -> list[dict]:
        return [json.loads(line) for line in (self.folder / output).read_text().splitlines()]


class ModelServer:
    """A chat server on this machine. It answers with the question, waits where it is told to, and keeps count."""

    def __init__(self) -> None:
        self.asked: list = []
        self.waits: dict[str, threading.Event] = {}
        outer = self

        class Reply(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                text = body["messages"][-1]["content"]
                outer.asked.append(text)
                if str(text) in outer.waits:
                    outer.waits[str(text)].wait(30)
                choice = {"message": {"role": "assistant", "content": f"echo {text}"}, "finish_reason": "stop"}
                usage = {"prompt_tokens": 5, "completion_tokens": 7}
                reply = json.dumps({"choices": [choice], "usage": usage}).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Reply)
        self.server.handle_error = lambda *words: None  # a client that was killed is no news
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> "ModelServer":
        self.thread.start()
        return self

    def __exit__(self, *reason) -> None:
        for wait in self.waits.values():
            wait.set()
        self.server.shutdown()
        self.server.server_close()

    def config(self, folder: Path) -> Path:
        path = folder / "config.toml"
        url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        path.write_text(f'[[model]]\nname = "local"\ntier = "moe"\nbase_url = "{url}"\n')
        return path


def chat(number: int) -> dict:
    return {"id": f"t{number}", "input": f"Tell story number {number}, whatever it takes."}


def verified(world: World) -> int:
    return json.loads(world.here("ledger", "verify", "--ledger", world.ledger, "--json")[0])["records"]


# --- run -----------------------------------------------------------------------------------------
def test_every_line_gets_a_receipt_in_order_whatever_it_holds(world):
    tasks = world.tasks(
        {"id": "first", "input": "Why is the sky blue, would you say?"},
        b"{broken",
        b"",
        b"\xff\xfe\x00",
        b'{"id": "big", "input": "' + b"x" * (10 << 20) + b'"}',
        b"[" * 200_000,
        {"id": "typed", "input": 5},
        {"id": "last", "input": "What do you think of jazz?"},
    )
    receipts = world.run(tasks, code=1)
    assert [r["task_id"] for r in receipts] == ["first", None, None, None, None, "typed", "last"]
    failed = [r for r in receipts if r["status"] == "failed"]
    assert [r["error"].split(":")[0] for r in failed] == ["line 2", "line 4", "line 5", "line 6", "line 7"]
    assert "4 MiB" in failed[2]["error"] and failed[2]["task"]["line"] == 5
    assert sorted(r["ledger"]["seq"] for r in receipts) == list(range(1, 8)) and verified(world) == 7


def test_the_examples_run_and_the_table_is_printed(world):
    done = world.call("run", MIXED, "-o", "r.jsonl", "--ledger", world.ledger, "--tour")
    receipts = world.receipts("r.jsonl")
    assert [r["task_id"] for r in receipts] == [json.loads(line)["id"] for line in MIXED.read_text().splitlines()]
    assert "130 tasks" in done.stdout and "DeepSeek" in done.stdout and "Try next:" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr and done.stderr == ""
    assert all(r["instead"]["joules"]["low"] > 0 for r in receipts)


def test_json_of_a_run(world):
    tasks = world.tasks({"id": "a", "input": "Any news?"})
    done = world.call("run", tasks, "-o", "r.jsonl", "--ledger", world.ledger, "--json")
    found = json.loads(done.stdout)
    assert found["tasks"] == 1 and found["total"]["refused"] == 1 and found["receipts"] == "r.jsonl"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["gone.jsonl", "-o", "r.jsonl"], "there is no file gone.jsonl"),
        (["double.jsonl", "-o", "r.jsonl"], "double.jsonl: lines 1 and 2 have the same id 'a'"),
        (["good.jsonl", "-o", "no/r.jsonl"], "there is no folder no"),
        (["good.jsonl", "-o", "."], ". is a folder"),
        (["good.jsonl", "-o", "good.jsonl"], "good.jsonl is the tasks file"),
        (["good.jsonl", "-o", "good.jsonl", "--resume"], "good.jsonl is the tasks file"),
        (["good.jsonl", "-o", "double.jsonl"], "double.jsonl exists: add --resume"),
        (["good.jsonl", "-o", "double.jsonl", "--resume"], "line 1 of double.jsonl is no receipt"),
        (["good.jsonl", "-o", "r.jsonl", "--config", "bad.toml"], "bad.toml: [run] budgets: no such key (did you mean"),
        (["good.jsonl", "-o", "r.jsonl", "--config", "gone.toml"], "gone.toml cannot be read"),
        (["good.jsonl", "-o", "r.jsonl", "--requires", "certain"], "'certain' is no requirement"),
        (["good.jsonl", "-o", "r.jsonl", "--solvers", "nowhere"], "name a folder that 'suffice learn' wrote"),
        (["good.jsonl", "-o", "r.jsonl", "--solvers", "."], "name a folder that 'suffice learn' wrote"),
        (["good.jsonl", "-o", "r.jsonl", "--budget-s", "0"], "0.0 is not in the range"),
        (["good.jsonl"], "Missing option '-o'"),
        (["good.jsonl", "-o", "r.jsonl", "--ledger", "good.jsonl"], "no SQLite database"),
    ],
)
def test_bad_usage_is_one_line_and_writes_nothing(world, words, complaint):
    world.tasks({"id": "a", "input": "x"}, name="good.jsonl")
    world.tasks({"id": "a", "input": "x"}, {"id": "a", "input": "y"}, name="double.jsonl")
    (world.folder / "bad.toml").write_text("[run]\nbudgets = 3\n")
    before = {path: path.read_bytes() for path in world.folder.iterdir()}
    assert complaint in world.complaint("run", *words)
    after = {path: path.read_bytes() for path in world.folder.iterdir() if path.is_file()}
    assert not (world.folder / "r.jsonl").exists() and after.items() >= before.items()


def test_killed_and_resumed_nothing_is_answered_twice(world):
    with ModelServer() as server:
        config, tasks = server.config(world.folder), world.tasks(*map(chat, range(12)))
        held = chat(0)["input"]
        server.waits[held] = threading.Event()
        run = ["run", tasks, "-o", "r.jsonl", "--ledger", world.ledger, "--config", config]
        process = world.start(*run)
        while len(kept(world)) < 11:  # all but the first are committed, and wait for it
            assert process.poll() is None, process.communicate()
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        assert (world.folder / "r.jsonl").read_bytes() == b""
        assert verified(world) == 11
        assert "add --resume" in world.complaint(*run)
        server.waits.pop(held).set()
        world.call(*run, "--resume")
        receipts = world.receipts("r.jsonl")
        assert [r["task_id"] for r in receipts] == [f"t{n}" for n in range(12)]
        assert all(r["answer"] == f"echo {chat(n)['input']}" for n, r in enumerate(receipts))
        assert sorted(r["task_id"] for r in kept(world)) == sorted(f"t{n}" for n in range(12))
        assert sorted(server.asked) == sorted([chat(n)["input"] for n in range(12)] + [held])
        assert verified(world) == 12


def kept(world: World) -> list[dict]:
    if not world.ledger.exists() or not world.ledger.stat().st_size:
        return []
    with SqliteLedger(world.ledger) as ledger:
        return list(ledger.receipts())


def test_a_torn_last_line_is_written_again_from_the_ledger(world):
    tasks = world.tasks(*map(chat, range(5)), b"rubbish")
    world.run(tasks, code=1)
    path = world.folder / "receipts.jsonl"
    whole = path.read_bytes()
    for cut in (10, len(whole) // 2, len(whole)):
        path.write_bytes(whole[:-cut])
        world.run(tasks, "--resume", code=1)
        assert path.read_bytes() == whole
    assert len(kept(world)) == 6


def test_a_finished_run_resumes_to_itself_and_goes_on_where_tasks_were_added(world):
    tasks = world.tasks(*map(chat, range(3)))
    first = world.run(tasks)
    assert world.run(tasks, "--resume") == first
    world.tasks(*map(chat, range(5)))
    longer = world.run(tasks, "--resume")
    assert longer[:3] == first and [r["task_id"] for r in longer] == ["t0", "t1", "t2", "t3", "t4"]


def test_resume_refuses_other_tasks_and_another_ledger(world):
    world.run(world.tasks(*map(chat, range(3))))
    before = (world.folder / "receipts.jsonl").read_bytes()
    resume = ["-o", "receipts.jsonl", "--resume", "--ledger"]
    other = world.tasks(chat(0), chat(7), chat(2), name="other.jsonl")
    assert "line 2 of other.jsonl is another task" in world.complaint("run", "other.jsonl", *resume, world.ledger)
    fewer = world.tasks(chat(0), name="fewer.jsonl")
    assert "has fewer tasks" in world.complaint("run", fewer, *resume, world.ledger)
    assert "was begun with the ledger" in world.complaint("run", "tasks.jsonl", *resume, "second.sqlite")
    assert other.exists() and (world.folder / "receipts.jsonl").read_bytes() == before


def test_ctrl_c_stops_and_says_how_to_go_on(world):
    with ModelServer() as server:
        config, tasks = server.config(world.folder), world.tasks(*map(chat, range(3)))
        server.waits[chat(1)["input"]] = threading.Event()
        run = ["run", tasks, "-o", "r.jsonl", "--ledger", world.ledger, "--config", config]
        process = world.start(*run)
        while len(kept(world)) < 2:
            assert process.poll() is None, process.communicate()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 130 and out == "" and "Traceback" not in err
        assert "stopped after 1 of 3 tasks" in err and "--resume" in err
        server.waits.pop(chat(1)["input"]).set()
        world.call(*run, "--resume")
        assert [r["status"] for r in world.receipts("r.jsonl")] == ["answered"] * 3


def test_two_processes_on_one_ledger_lose_nothing(world):
    tasks = world.tasks(*map(chat, range(60)))
    both = [world.start("run", tasks, "-o", f"r{n}.jsonl", "--ledger", world.ledger) for n in (1, 2)]
    for process in both:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, (out, err)
    links = [r["ledger"]["seq"] for n in (1, 2) for r in world.receipts(f"r{n}.jsonl")]
    assert sorted(links) == list(range(1, 121)) and verified(world) == 120


def test_one_file_of_receipts_has_one_writer(world):
    with ModelServer() as server:
        config, tasks = server.config(world.folder), world.tasks(chat(0))
        server.waits[chat(0)["input"]] = threading.Event()
        run = ["run", tasks, "-o", "r.jsonl", "--ledger", world.ledger, "--config", config, "--resume"]
        process = world.start(*run)
        while not server.asked:
            assert process.poll() is None, process.communicate()
        assert "is being written by another run" in world.complaint(*run)
        server.waits.pop(chat(0)["input"]).set()
        assert process.wait(30) == 0
        process.communicate()


def test_a_server_that_is_not_there_fails_the_task_with_its_reason(world):
    config = world.folder / "config.toml"
    config.write_text('[[model]]\nname = "gone"\ntier = "moe"\nbase_url = "http://127.0.0.1:9/v1"\n')
    receipts = world.run(world.tasks(chat(0)), "--config", config, code=1)
    assert receipts[0]["status"] == "failed" and "connection refused" in receipts[0]["error"]
    assert receipts[0]["cost"]["usd"] == 0


def test_what_is_more_than_text_goes_to_a_model_as_it_came(world):
    parts = [
        {"type": "text", "text": "What is 2 + 2?"},
        {"type": "image_url", "image_url": {"url": "https://x.test/y"}},
    ]
    with ModelServer() as server:
        task = {"id": "a", "messages": [{"role": "user", "content": parts}]}
        receipts = world.run(world.tasks(task), "--config", server.config(world.folder))
        assert server.asked == [parts] and receipts[0]["tier"] == "moe"
        assert all("more than text" in refusal["reason"] for refusal in receipts[0]["refusals"])


# --- the other commands --------------------------------------------------------------------------
def test_solve_says_what_it_did_and_explain_repeats_it(world):
    done = world.call("solve", "Why do cats purr, in your opinion?", "--ledger", world.ledger)
    assert done.stdout.startswith("Not answered.") and "would have cost" in done.stdout
    receipt = re.search(r"explain (r-\w+)", done.stdout)[1]
    assert receipt in world.call("explain", receipt, "--ledger", world.ledger).stdout
    assert json.loads(world.call("explain", receipt, "--ledger", world.ledger, "--json").stdout)["id"] == receipt


def test_solve_reads_the_standard_input(world):
    done = world.call("solve", "-", "--json", "--ledger", world.ledger, stdin="Why do cats purr?\n")
    assert json.loads(done.stdout)["status"] == "refused"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["solve"], "Missing argument 'TEXT'"),
        (["solve", " "], "nothing is asked"),
        (["solve", "x", "--now", "noon"], "now is 'noon', no date and time"),
        (["solev", "x"], "no command 'solev' (did you mean 'solve'?); there are: "),
        (["ledger"], "ledger needs a command; there are: forget, head, verify"),
        (["explain", "r-1"], "there is no ledger at"),
        (["ledger", "verify"], "there is no ledger at"),
        (["ledger", "forget", "r-1"], "there is no ledger at"),
        (["ledger", "verify", "--head", "x"], "'x' is no ledger head"),
        (["bench", "nothing"], "no benchmark 'nothing'; there are: "),
        (["bench", "symbolic", "--data", "nowhere"], "--data nowhere is no folder"),
        (["template", "check", "gone.toml", "--on", "tasks.jsonl"], "gone.toml"),
    ],
)
def test_other_bad_usage_is_one_line(world, words, complaint):
    assert complaint in world.complaint(*words)


def test_the_ledger_is_verified_anchored_and_forgets(world):
    receipts = world.run(world.tasks(chat(0), chat(1)))
    where = ["--ledger", world.ledger]
    head = world.call("ledger", "head", *where).stdout.strip()
    assert "intact: 2 records" in world.call("ledger", "verify", *where, "--head", head).stdout
    assert "erased 1" in world.call("ledger", "forget", "t0", *where).stdout
    assert "no receipt or task 'nobody'" in world.complaint("ledger", "forget", "nobody", *where)
    assert "intact: 2 records (1 forgotten)" in world.call("ledger", "verify", *where, "--head", head).stdout
    assert chat(0)["input"].encode() not in world.ledger.read_bytes()
    assert receipts[0]["id"] in world.call("explain", receipts[0]["id"], *where).stdout
    broken = f"2:{'0' * 64}"
    assert "BROKEN at record 2" in world.call("ledger", "verify", *where, "--head", broken, code=1).stdout


@pytest.mark.parametrize("words", [[], ["run"], ["solve"], ["explain"], ["ledger"], ["bench"], ["template", "check"]])
def test_every_command_explains_itself_with_an_example(world, words):
    assert "Example: suffice" in world.here(*words, "--help")[0]


def test_a_reader_that_stops_reading_is_no_error(world):
    read, write = os.pipe()
    os.close(read)
    done = world.call("ledger", "--help", code=141, stdout=write)
    os.close(write)
    assert done.stderr == ""


def test_no_color_is_respected_on_a_terminal(world):
    tasks = world.tasks(*map(chat, range(3)))
    for number, (named, coloured) in enumerate((({}, True), ({"NO_COLOR": "1"}, False))):
        outer, inner = pty.openpty()
        world.environment |= {"TERM": "xterm-256color", **named}
        process = world.start(
            "run", tasks, "-o", f"{number}.jsonl", "--ledger", world.ledger, stdout=inner, stderr=inner
        )
        os.close(inner)
        shown = b""
        while True:
            try:
                piece = os.read(outer, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(outer)
        process.communicate(timeout=30)
        assert process.returncode == 0
        assert bool(re.search(rb"\x1b\[[\d;]*3[0-8]", shown)) is coloured


def test_a_hostile_id_cannot_steer_the_terminal(world):
    hostile = {"id": "e\u001b[2J\n\u202ex", "input": "What is 2+2?", "gold": "5"}
    (world.folder / "hostile.jsonl").write_text(json.dumps(hostile) + "\n")
    out, _ = world.here("run", "hostile.jsonl", "-o", "hostile.out", "--ledger", world.ledger)
    assert "wrong: e\\u001b[2J \\u202ex\n" in out and "\u001b" not in out and "\u202e" not in out
    (world.folder / "twice.jsonl").write_text((json.dumps(hostile) + "\n") * 2)
    _, err = world.here("run", "twice.jsonl", "-o", "twice.out", "--ledger", world.ledger, code=2)
    assert "same id" in err and "\u001b" not in err


def test_the_ledger_is_no_place_for_the_receipts(world):
    (world.folder / "one.jsonl").write_text('{"id": "a", "input": "What is 2+2?"}\n')
    _, err = world.here("run", "one.jsonl", "-o", "both.sqlite", "--ledger", "both.sqlite", code=2)
    assert "both.sqlite is the ledger" in err
    assert not (world.folder / "both.sqlite").exists()


@pytest.mark.parametrize("seconds", ["nan", "inf"])
def test_a_budget_is_a_finite_number(world, seconds):
    (world.folder / "one.jsonl").write_text('{"id": "a", "input": "What is 2+2?"}\n')
    _, err = world.here("run", "one.jsonl", "-o", "one.out", "--ledger", world.ledger, "--budget-s", seconds, code=2)
    assert "no finite number" in err and not (world.folder / "one.out").exists()
