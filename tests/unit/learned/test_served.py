"""Learned solvers in a configured ladder: pinned, audited by a model, and taken out when an alarm rings."""

import json
import random
import shutil

import pytest
from click.testing import CliRunner

from suffice.cli import suffice
from suffice.config import load
from suffice.config.ladder import build
from suffice.drivers import run_sync
from suffice.errors import UsageError
from suffice.learned import store
from suffice.learned.tier import load as load_shelf
from suffice.records import Task

TOPICS = {
    "refund": ("money back", "charged twice"),
    "delivery": ("where is it", "never came"),
    "bill": ("vat", "invoice"),
}
PROMPT = "Name the topic of this mail in one word.\n\n"


def _mails(seed, rows):
    rng = random.Random(seed)
    for _ in range(rows):
        topic = rng.choice(sorted(TOPICS))
        yield f"{PROMPT}{rng.choice(TOPICS[topic])} please, order {rng.randint(1, 9999)}", topic


def _lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Solvers, and a file of what a model says to 200 fresh mails: always refund."""
    folder = tmp_path_factory.mktemp("served")
    _lines(folder / "log.jsonl", [{"input": text, "answer": topic, "gold": topic} for text, topic in _mails(1, 700)])
    words = ["learn", folder / "log.jsonl", "-o", folder / "solvers", "--reference", "gold", "--target", "0.9"]
    CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)
    _lines(folder / "replay.jsonl", [{"input": text, "answer": "refund", "model": "big"} for text, _ in _mails(2, 200)])
    return folder


@pytest.fixture
def ladder(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def built(learned):
        (folder / "suffice.toml").write_text(
            "[[model]]\nname = 'big'\ntier = 'frontier'\nkind = 'replay'\nfile = 'replay.jsonl'\n"
            f"[learned]\n{learned}\n"
        )
        return build(load(folder / "suffice.toml"))

    return built


def _ask(ladder, mails):
    return [run_sync(ladder.steps(Task.ask(text))) for text, _ in mails]


def test_without_an_audit_no_model_is_asked(ladder):
    receipts = _ask(ladder("solvers = 'solvers'"), list(_mails(2, 60)))
    served = [one for one in receipts if one.solver == "learned"]
    assert len(served) > 50 and all(one.answer.usage is None for one in served)


def test_an_audit_that_disagrees_takes_the_group_out_for_everybody(ladder):
    learned = "solvers = 'solvers'\nreference = 'big'\naudit = 1.0"
    receipts = _ask(ladder(learned), list(_mails(2, 200)))
    by = [one.solver for one in receipts]
    assert by[0] == "learned" and by[-1] == "big"
    out = by.index("big")
    assert set(by[out:]) == {"big"} and out < 60
    refused = next(attempt for attempt in receipts[-1].attempts if attempt.solver == "learned")
    assert "out of service since an alarm: audit" in refused.reason
    assert receipts[0].answer.usage is not None  # the audit is paid for, and nobody knows how much
    assert receipts[0].cost.joules is None
    assert receipts[0].answer.value in TOPICS
    again = _ask(ladder("solvers = 'solvers'"), list(_mails(2, 5)))  # a later start knows of it
    assert {one.solver for one in again} == {"big"}


def test_requests_unlike_those_of_the_log_take_the_group_out_within_a_batch(ladder):
    built = ladder("solvers = 'solvers'")
    strange = [(text.replace("please", "please zzyzx qwrtp brrk mnpq xylt"), topic) for text, topic in _mails(5, 120)]
    usual = next(_mails(2, 1))
    before, *receipts, after = _ask(built, [usual, *_mails(4, 99), *strange, usual])
    refused = next(attempt for attempt in receipts[-1].attempts if attempt.solver == "learned")
    assert "out of service since an alarm: escalation: of the last 100" in refused.reason
    assert (before.solver, after.solver) == ("learned", "big")


def test_a_group_with_an_approved_template_is_left_to_it(folder, tmp_path):
    shutil.copytree(folder / "solvers", tmp_path / "s")
    (group,) = load_shelf(tmp_path / "s").served
    row = {"name": "mined", "sha256": "0" * 64, "approved": "0" * 64, "group": group}
    store.write_manifest(tmp_path / "s", {**store.read_manifest(tmp_path / "s").body, "templates": [row]})
    assert not load_shelf(tmp_path / "s").served


def test_slack_tolerates_what_it_says(ladder):
    learned = "solvers = 'solvers'\nreference = 'big'\naudit = 1.0\nslack = 0.8"
    assert {one.solver for one in _ask(ladder(learned), list(_mails(2, 100)))} == {"learned"}


def test_the_manifest_can_be_pinned(ladder, folder):
    pin = store.read_manifest(folder / "solvers").sha256
    assert ladder(f"solvers = 'solvers'\nmanifest = '{pin}'").solvers
    with pytest.raises(UsageError, match="pinned"):
        ladder(f"solvers = 'solvers'\nmanifest = '{'0' * 64}'")


@pytest.mark.parametrize(
    ("learned", "says"),
    [
        ("audit = 0.1", "solvers: is missing"),
        ("solvers = 'solvers'\naudit = 0.1", "reference: is missing"),
        ("solvers = 'solvers'\nreference = 'other'", "no [[model]] has the name 'other'"),
        ("solvers = 'solvers'\nreference = 'big'\naudit = 1.5", "1.5 is no share"),
        ("solvers = 'solvers'\nnew = 2", "2 is no share"),
        ("solvers = 'nowhere'", "name a folder that 'suffice learn' wrote"),
    ],
)
def test_mistakes_in_the_configuration_say_what_to_do(ladder, learned, says):
    with pytest.raises(UsageError) as wrong:
        ladder(learned)
    assert says in str(wrong.value)
