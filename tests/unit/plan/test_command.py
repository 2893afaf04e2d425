"""The command on what the package itself writes: a profile, solvers, receipts."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from suffice.cli import suffice
from suffice.errors import UsageError
from suffice.plan.watch import changes

EXAMPLE = Path(__file__).parents[3] / "examples" / "plan.toml"
TASKS = [
    {"id": "a", "input": "What is 12% of 50?", "gold": "6"},
    {"id": "b", "input": "What is 15% of 80?", "gold": "12"},
    {"id": "c", "input": "Write a poem about <b>rain</b> & snow."},
]


def run(*words: object):
    return CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)


def test_the_example_is_written_whole_and_the_same_each_time(tmp_path: Path):
    told = run("plan", "--assumptions", EXAMPLE, "-o", tmp_path / "one")
    assert told.return_value == 0 and "$55" in told.stdout and "seed 20261122" in told.stdout
    run("plan", "--assumptions", EXAMPLE, "-o", tmp_path / "two")
    for name in ("plan.html", "plan.json", "plan.csv", "plan.xlsx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    with (tmp_path / "one" / "plan.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["option"] for row in rows} == {"learned", "symbolic", "api: big", "api: openai/gpt-oss-120b"}
    with zipfile.ZipFile(tmp_path / "one" / "plan.xlsx") as book:
        assert "Assumptions" in book.read("xl/workbook.xml").decode()


def test_a_later_plan_names_what_changed_and_whether_it_flips(tmp_path: Path):
    run("plan", "--assumptions", EXAMPLE, "-o", tmp_path / "last")
    same = json.loads(
        run("plan", "--assumptions", EXAMPLE, "-o", tmp_path / "b", "--watch", tmp_path / "last", "--json").stdout
    )
    assert same["watch"]["changed"] == same["watch"]["flips"] == []
    cheaper = EXAMPLE.read_text().replace("output_usd_per_mtok = 1.0", "output_usd_per_mtok = 0.9")
    (tmp_path / "cheaper.toml").write_text(cheaper)
    told = run("plan", "--assumptions", tmp_path / "cheaper.toml", "-o", tmp_path / "c", "--watch", tmp_path / "last")
    assert "output_usd_per_mtok: value 1 -> 0.9" in told.stdout and "the plan stands" in told.stdout
    worse = EXAMPLE.read_text().replace("moe = { accuracy = 0.94", "moe = { accuracy = 0.5")
    (tmp_path / "worse.toml").write_text(worse)
    told = run("plan", "--assumptions", tmp_path / "worse.toml", "-o", tmp_path / "d", "--watch", tmp_path / "last")
    assert "group Sums of invoices, moe: covers 1, accuracy 0.94 -> covers 1, accuracy 0.5" in told.stdout
    assert "the plan flips, decisions that differ: 1" in told.stdout


def test_watching_names_longer_requests_too(tmp_path: Path):
    last = json.loads(run("plan", "--assumptions", EXAMPLE, "-o", tmp_path / "last", "--json").stdout)
    now = json.loads(json.dumps(last))
    now["workload"]["groups"][0]["prompt_tokens"]["value"] *= 2
    now["workload"]["groups"][1]["target"] = 0.5
    assert changes(last, now)["changed"] == [
        "group Sorting tickets: 400 -> 800 tokens in",
        "group Sums of invoices, target: 0.98 -> 0.5",
    ]


def test_a_last_plan_that_is_not_whole_is_refused(tmp_path: Path):
    run("plan", "--assumptions", EXAMPLE, "-o", tmp_path / "last")
    last = json.loads((tmp_path / "last" / "plan.json").read_text())
    last["assumptions"] = {}
    (tmp_path / "part.json").write_text(json.dumps(last))
    with pytest.raises(UsageError, match="the last plan is not as this suffice writes it"):
        run("plan", "--assumptions", EXAMPLE, "-o", tmp_path / "now", "--watch", tmp_path / "part.json")
    assert not (tmp_path / "now").exists()


def test_receipts_make_a_plan_and_no_text_of_a_request_is_in_it(tmp_path: Path):
    (tmp_path / "tasks.jsonl").write_text("".join(json.dumps(task) + "\n" for task in TASKS))
    run("run", tmp_path / "tasks.jsonl", "-o", tmp_path / "r.jsonl", "--ledger", tmp_path / "l.sqlite")
    told = {}
    for source in ("r.jsonl", "l.sqlite"):
        run("plan", tmp_path / source, "-o", tmp_path / source[0])
        told[source] = json.loads((tmp_path / source[0] / "plan.json").read_text())
        told[source]["workload"]["source"] = ""
    assert told["r.jsonl"] == told["l.sqlite"]
    groups = {row["name"]: row for row in told["r.jsonl"]["groups"]}
    assert groups["arithmetic"]["first_year"]["tiers"] == pytest.approx({"symbolic": 1.0})
    assert groups["other requests"]["first_year"]["tiers"] == pytest.approx({"frontier": 1.0})
    assert "poem" not in (tmp_path / "r" / "plan.html").read_text()


def test_a_profile_with_certificates_uses_the_learned_solvers(tmp_path: Path):
    rows = [
        {"input": f"Route this: {word} number {number}", "answer": word, "gold": word}
        for number in range(400)
        for word in ("refund", "delivery")
    ]
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "solvers", "--reference", "gold", "--target", "0.95")
    profile = run("profile", tmp_path / "log.jsonl", "--json", "--sample", "0").stdout
    (tmp_path / "profile.json").write_text(profile)
    run("plan", tmp_path / "profile.json", "--solvers", tmp_path / "solvers", "-o", tmp_path / "plan")
    (group,) = json.loads((tmp_path / "plan" / "plan.json").read_text())["groups"]
    assert group["first_year"]["tiers"]["learned"] > 0.8
    assert "at least 0.95 of the answers served" in group["certificate"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing.json",), "cannot be read"),
        (("{tasks}",), "is no profile, ledger or file of receipts"),
        (("--watch", "{tasks}"), "is no plan of this suffice"),
        (("--assumptions", "{tasks}"), "is no TOML"),
        (("--solvers", "nowhere", "{tasks}"), "no profile"),
        ((), "no groups to plan for"),
    ],
)
def test_bad_input_is_one_clear_error(tmp_path: Path, words: tuple[str, ...], said: str):
    tasks = tmp_path / "tasks.jsonl"
    tasks.write_text("- not json\n")
    with pytest.raises(UsageError, match=said):
        run("plan", *(word.format(tasks=tasks) for word in words), "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()
