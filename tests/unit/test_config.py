import re
from pathlib import Path

import pytest

from suffice.config import Settings, load
from suffice.config.ladder import build, open_ledger
from suffice.errors import UsageError
from suffice.models.openai_server import OpenAIServer
from suffice.models.replay import Replay
from suffice.records import Level, Task, Tier, Usage

EXAMPLES = Path(__file__).parents[2] / "examples"
SERVER = '[[model]]\nname = "big"\ntier = "frontier"\nbase_url = "http://localhost:1/v1"\n'


@pytest.fixture(autouse=True)
def empty_world(monkeypatch, tmp_path):
    """No configuration but the test's own."""
    monkeypatch.delenv("SUFFICE_CONFIG", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def write(tmp_path, text: str, name: str = "suffice.toml") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_no_file_is_a_configuration(tmp_path):
    settings = load()
    assert settings.file is None and settings.concurrency == 8 and settings.budget.seconds == 10
    assert settings.ledger_path == tmp_path / "state" / "suffice" / "ledger.sqlite"
    ladder = build(settings)
    assert all(solver.tier is Tier.SYMBOLIC for solver in ladder.solvers) and not ladder.connects


def test_the_file_is_found_in_order(tmp_path, monkeypatch):
    write(tmp_path, "[run]\nconcurrency = 1")
    assert load().concurrency == 1
    monkeypatch.setenv("SUFFICE_CONFIG", str(write(tmp_path, "[run]\nconcurrency = 2", "two.toml")))
    assert load().concurrency == 2
    assert load(write(tmp_path, "[run]\nconcurrency = 3", "three.toml")).concurrency == 3


def test_paths_are_relative_to_the_file(tmp_path):
    folder = tmp_path / "deep"
    folder.mkdir()
    settings = load(write(folder, 'templates = ["t.toml"]\n[ledger]\npath = "l.sqlite"'))
    assert settings.ledger == folder / "l.sqlite" and settings.template_files == (folder / "t.toml",)


def test_everything_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("BIG_KEY", "secret")
    answers = write(tmp_path, '{"input": "Hi", "answer": "Hello"}\n', "answers.jsonl")
    settings = load(
        write(
            tmp_path,
            f"""
[run]
requires = "0.95"
budget_s = 2.5
budget_joules = 7
[energy]
meter = "cpu_time"
g_per_kwh = 35
watts_per_core = 4
{SERVER}model = "org/big"
key_env = "BIG_KEY"
usd_per_mtok_in = 1
usd_per_mtok_out = 10
total_b = 100
active_b = 10
bytes_per_weight = 1
stream = true
extra = {{ seed = 1 }}
[[model]]
name = "old"
tier = "moe"
kind = "replay"
file = "{answers.name}"
[instead]
model = "big"
""",
        )
    )
    assert settings.requires.levels == {Level.PROVED, Level.CALIBRATED} and settings.budget.joules == 7
    ladder = build(settings)
    server, replay = ladder.solvers[-2:]
    assert isinstance(server, OpenAIServer) and isinstance(replay, Replay) and ladder.connects
    assert server.server.extra == {"seed": 1} and server.server.stream
    assert server.expected_usd and server.expected_joules
    assert ladder.pricer.price(Usage("org/big", 1_000_000, 100_000)).usd == pytest.approx(2.0)
    instead = ladder.pricer.instead(Task.ask("Hello?"), None)
    assert instead.model == "org/big" and instead.joules is not None and instead.usd is not None


def test_the_example_is_valid_and_builds():
    settings = load(EXAMPLES / "suffice.toml")
    assert settings.template_files == (EXAMPLES / "templates",)


def test_every_key_that_the_example_comments_out_is_known(tmp_path):
    """The example with its comments taken off is accepted, but for the file of recorded answers that is not there."""
    keys = re.compile(r'^# ?((?:\[\[?\w+\]\]?|\w+ = (?:"[^"]*"|[\d.]+|true|\{.*?\}))\s*)(?:#.*)?$')
    lines = (EXAMPLES / "suffice.toml").read_text().splitlines()
    open_lines = [keys.sub(r"\1", line) for line in lines]
    assert sum(a != b for a, b in zip(lines, open_lines, strict=True)) > 25
    text = "\n".join(line for line in open_lines if not line.startswith("country"))
    settings = load(write(tmp_path, text))
    assert [model.name for model in settings.models] == ["local", "frontier", "recorded"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "[run]\nbudget = 3",
            r"\[run\] budget: no such key \(did you mean 'budget_s'\?\); allowed here: budget_joules",
        ),
        ("[rum]\nbudget_s = 3", r"rum: no such key \(did you mean 'run'\?\)"),
        ("run = 3", "run: is a whole number, not a table"),
        ("[run]\nbudget_s = '3'", r"\[run\] budget_s: is a string, not a number"),
        ("[run]\nbudget_s = 0", "0 is not above 0"),
        ("[run]\nbudget_s = nan", "no finite number"),
        ("[run]\nconcurrency = true", "is true or false, not a whole number"),
        ("[run]\nconcurrency = 0", "not between 1 and 1000"),
        ("[run]\nrequires = 'certain'", r"\[run\] requires: 'certain' is no requirement; use proved"),
        ("[run]\nrequires = 2026-01-01", "is a date or time, not a string"),
        ("[energy]\ncountry = 'DEU'\ng_per_kwh = 3", "both given"),
        ("[ledger]\npath = ''", "is empty"),
        ("[serve]\nport = 65536", "not between 1 and 65535"),
        ("[serve]\nzone = 'Berlin'", "no time zone; write one such as 'Europe/Berlin'"),
        ("[serve]\nzone = 'Europe'", "no time zone"),
        ("[serve]\nkey = 'k'", r"did you mean 'keys'"),
        (
            SERVER + "[reader]\nmodel = 'small'",
            r"\[reader\] model: no \[\[model\]\] has the name 'small'; there are: big",
        ),
        ("[reader]\nmodel = 'small'", "there is none"),
        (SERVER + "[reader]\ntranslations = 3\nmax_tokens = 9", r"\[reader\] model: is missing; name one of"),
        (SERVER + "[reader]\nmodel = 'big'\ntranslations = 1", "translations: 1 cannot agree with another"),
        (SERVER + "[reader]\nmodel = 'big'\ntranslations = 10", "not between 1 and 9"),
        (SERVER + "[reader]\nmodel = 'big'\ntemperature = 1", "temperature: no such key"),
        ("plugins = 'x'", "plugins: is a string, not a list"),
        ("plugins = [1]", "is not a list of strings"),
        ("[model]\nname = 'x'", r"write \[\[model\]\] with double brackets"),
        ("[[model]]\ntier = 'moe'", "name: is missing; give each model a name"),
        ("[[model]]\nname = 'x'", "'x' tier: is missing; say 'moe' or 'frontier'"),
        ("[[model]]\nname = 'x'\ntier = 'frontir'", r"use 'moe' or 'frontier' \(did you mean 'frontier'\?\)"),
        ("[[model]]\nname = 'x'\ntier = 'moe'", "base_url: is missing"),
        ("[[model]]\nname = 'auto'\ntier = 'moe'", "'auto' means the whole ladder"),
        ("[[model]]\nname = 'x'\ntier = 'moe'\nbase_url = 'localhost'", "begin it with http"),
        ("[[model]]\nname = 'calendar'\ntier = 'moe'", "'calendar' is the name of a part of suffice itself"),
        ("[[model]]\nname = 'x'\ntier = 'moe'\nbase_url = 'http://me:secret@host/v1'", "take it out and name"),
        ("[[model]]\nname = 'x'\ntier = 'moe'\nkind = 'replay'", "file: is missing"),
        ("[[model]]\nname = 'x'\ntier = 'moe'\nkind = 'replay'\nfile = 'f'\nkey_env = 'K'", "is for kind = 'server'"),
        (SERVER + "file = 'f'", "is for kind = 'replay'"),
        (SERVER + "usd_per_mtok_in = 1", "give both or neither"),
        (SERVER + "active_b = 1", "total_b: is missing"),
        (SERVER + "timeout = 1", "did you mean 'timeout_s'"),
        (SERVER + SERVER, "two models have the name 'big'"),
        ("[run\n", "not TOML"),
        ("a = " + "[" * 5000, "not TOML"),
    ],
)
def test_mistakes_are_named_in_one_line(tmp_path, text, words):
    with pytest.raises(UsageError, match=words) as raised:
        load(write(tmp_path, text))
    assert str(raised.value).startswith(str(tmp_path / "suffice.toml")) and "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SERVER + "key_env = 'NO_SUCH_KEY'", "variable NO_SUCH_KEY is not set; export it"),
        (SERVER + "total_b = 1\nactive_b = 2", r"\[\[model\]\] 'big': a model of 1B parameters"),
        ("[[model]]\nname = 'x'\ntier = 'moe'\nkind = 'replay'\nfile = 'gone.jsonl'", "gone.jsonl"),
        ("plugins = ['nobody']", "no Solver 'nobody'"),
        ("plugins = ['replay']", "'replay' is part of suffice"),
        ("templates = ['gone.toml']", "gone.toml"),
        ("templates = ['empty']", "no templates in this folder"),
        (SERVER + "[instead]\nmodel = 'nosuch'", r"\[instead\] model: 'nosuch' is not known; name one of big, or"),
        ("[energy]\ncountry = 'XXX'", "XXX"),
        ("[energy]\nmeter = 'sundial'", "no Meter 'sundial'"),
    ],
)
def test_what_is_not_there_is_named_when_it_is_needed(tmp_path, monkeypatch, text, words):
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    (tmp_path / "empty").mkdir()
    settings = load(write(tmp_path, text))
    with pytest.raises(UsageError, match=words):
        build(settings)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.toml cannot be read"):
        load(tmp_path / "gone.toml")
    (tmp_path / "bad.toml").write_bytes(b"a = '\xff'")
    with pytest.raises(UsageError, match="not UTF-8 at byte 6"):
        load(tmp_path / "bad.toml")


def test_the_ledger_is_made_where_it_belongs(tmp_path):
    with open_ledger(Settings()) as ledger:
        assert ledger.path == tmp_path / "state" / "suffice" / "ledger.sqlite"
