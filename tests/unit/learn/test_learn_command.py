"""From a log to served, certified answers: the whole way by the command line."""

import json
import random

import pytest
from click.testing import CliRunner

from suffice.cli import suffice

TOPICS = {
    "refund": ["money back", "refund my order", "return this item", "charged twice", "reimburse me"],
    "delivery": ["where is my parcel", "late delivery", "track the shipment", "courier never came", "wrong address"],
    "account": ["reset my password", "cannot log in", "change my email", "delete my profile", "locked out"],
    "invoice": ["send the invoice", "tax number on the bill", "receipt for march", "billing address", "vat statement"],
}
OPENINGS = ["hello", "hi there", "good morning", "dear team", "quick question", "please help", "urgent", "hey"]
ENDINGS = ["thanks", "asap", "today", "for my last order", "again", "as promised", "from the shop", "by friday"]
PROMPT = "Sort the customer's message into refund, delivery, account or invoice. Answer with one word.\n\nMessage: "


def _message(rng):
    topic = rng.choice(sorted(TOPICS))
    words = [rng.choice(OPENINGS), rng.choice(TOPICS[topic]), rng.choice(ENDINGS), f"no {rng.randint(1, 99999)}"]
    return topic, " ".join(words)


def _log(path, rows, seed=0, noise=0.0):
    rng = random.Random(seed)
    with path.open("w") as file:
        for number in range(rows):
            topic, text = _message(rng)
            answer = rng.choice(sorted(TOPICS)) if rng.random() < noise else topic
            line = {"id": f"r{number}", "input": PROMPT + text, "answer": f"{answer.title()}.", "gold": topic}
            file.write(json.dumps(line | {"model": "big-1"}) + "\n")


def _tasks(path, rows, seed):
    rng = random.Random(seed)
    with path.open("w") as file:
        for number in range(rows):
            topic, text = _message(rng)
            file.write(json.dumps({"id": f"t{number}", "input": PROMPT + text, "gold": topic}) + "\n")


def _run(*words):
    return CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)


@pytest.fixture(scope="module")
def learned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("learned")
    _log(folder / "log.jsonl", 900)
    result = _run("learn", folder / "log.jsonl", "-o", folder / "solvers", "--reference", "gold", "--json")
    return folder, json.loads(result.stdout)


def test_the_group_is_found_and_certified(learned):
    _, report = learned
    (group,) = report["groups"]
    assert group["certified"] and group["coverage"] > 0.9 and group["output"] == {"answer": "label"}
    assert "with confidence" in group["statement"] and "gold" in group["statement"]
    assert sum(group["sizes"].values()) <= 900


def test_its_answers_are_served_calibrated_with_the_terms_that_decided(learned, tmp_path):
    folder, report = learned
    _tasks(tmp_path / "tasks.jsonl", 60, seed=9)
    _run("run", tmp_path / "tasks.jsonl", "-o", tmp_path / "r.jsonl", "--solvers", folder / "solvers",
         "--ledger", tmp_path / "l.sqlite")  # fmt: skip
    receipts = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    golds = [json.loads(line)["gold"] for line in (tmp_path / "tasks.jsonl").read_text().splitlines()]
    served = [(one, gold) for one, gold in zip(receipts, golds, strict=True) if one["status"] == "answered"]
    assert len(served) > 50
    assert sum(one["answer"].lower() == gold for one, gold in served) >= 0.95 * len(served)
    first = served[0][0]
    assert first["tier"] == "learned" and first["guarantee"]["level"] == "calibrated"
    assert first["guarantee"]["risk"] == pytest.approx(0.05)
    assert first["guarantee"]["statement"] == report["groups"][0]["statement"]
    assert first["evidence"]["checked_by"] == "suffice.learned.check"
    assert first["evidence"]["body"]["why"]["answer"]


@pytest.mark.parametrize("strange", ["What is the capital of France?", PROMPT + "zxcv qwer asdf uiop hjkl", PROMPT])
def test_strange_requests_are_left_to_others(learned, tmp_path, strange):
    folder, _ = learned
    (tmp_path / "tasks.jsonl").write_text(json.dumps({"id": "a", "input": strange}) + "\n")
    _run("run", tmp_path / "tasks.jsonl", "-o", tmp_path / "r.jsonl", "--solvers", folder / "solvers",
         "--ledger", tmp_path / "l.sqlite")  # fmt: skip
    assert json.loads((tmp_path / "r.jsonl").read_text())["status"] == "refused"


def test_a_changed_artefact_is_not_loaded(learned, tmp_path):
    import shutil

    from suffice.errors import UsageError
    from suffice.learned.tier import load

    shutil.copytree(learned[0] / "solvers", tmp_path / "s")
    load(tmp_path / "s")
    victim = sorted((tmp_path / "s" / "artefacts").glob("*.json"))[0]
    victim.write_bytes(victim.read_bytes().replace(b'"version":1', b'"version": 1'))
    with pytest.raises(UsageError, match="was changed"):
        load(tmp_path / "s")


def test_a_pinned_manifest_must_be_the_one(learned):
    from suffice.errors import UsageError
    from suffice.learned.tier import load

    folder, report = learned
    assert load(folder / "solvers", report["manifest"]).served
    with pytest.raises(UsageError, match="pinned"):
        load(folder / "solvers", "0" * 64)


def test_the_verifier_believes_nothing_but_the_manifest(learned):
    from dataclasses import replace

    from suffice.learned.check import CertifiedVerifier
    from suffice.learned.solver import LearnedSolver
    from suffice.learned.tier import load
    from suffice.records import Answer, Certificate, Status, Task

    shelf = load(learned[0] / "solvers")
    task = Task.ask(PROMPT + "hello refund my order thanks no 17")
    answer = LearnedSolver(shelf).solve(task)
    assert isinstance(answer, Answer)
    verifier = CertifiedVerifier(shelf)
    assert verifier.verify(task, answer).status is Status.VALID
    (body,) = answer.certificate.items
    for change in (
        {"confidence": float("nan")}, {"confidence": -1.0}, {"group": "other"}, {"stage": 1}, {"stage": -1},
        {"values": {"answer": "delivery"}}, {"values": {}},
    ):  # fmt: skip
        wrong = replace(answer, certificate=Certificate(answer.certificate.kind, (body | change,)))
        assert verifier.verify(task, wrong).status is Status.INVALID, change
    assert verifier.verify(task, replace(answer, text="Delivery.")).status is Status.INVALID
    assert verifier.verify(Task.ask("What is 2 + 2?"), answer).status is Status.INVALID


def test_one_request_sent_over_and_over_rings_no_alarm_and_many_do(learned):
    from suffice.learned.solver import LearnedSolver
    from suffice.learned.tier import load
    from suffice.records import Abstain, Task

    solver = LearnedSolver(load(learned[0] / "solvers"))
    for _ in range(300):
        assert isinstance(solver.solve(Task.ask(PROMPT + "xyzzy plugh frobnicate")), Abstain)
    assert not solver.alarms.rang
    for number in range(300):
        solver.solve(Task.ask(PROMPT + f"xyzzy plugh frobnicate {number}"))
    assert solver.alarms.rang


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("hello", "a")] * 10, "not enough data"),
        ([(f"message number {n}", "same") for n in range(300)], "every logged answer is the same"),
        ([(f"letter {n % 7}", "x" if n % 2 else "y") for n in range(300)], "not enough data"),
    ],
)
def test_what_cannot_be_learned_says_why(tmp_path, rows, why):
    with (tmp_path / "log.jsonl").open("w") as file:
        for number, (text, answer) in enumerate(rows):
            file.write(json.dumps({"id": str(number), "input": text, "answer": answer}) + "\n")
    result = _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--json")
    (group,) = json.loads(result.stdout)["groups"]
    assert not group["certified"] and why in group["why_not"]


def test_what_the_exact_engines_prove_is_not_learned_again(tmp_path):
    rng = random.Random(3)
    with (tmp_path / "log.jsonl").open("w") as file:
        for number in range(80):
            percent, whole = rng.randint(1, 99), 100 * rng.randint(1, 500)
            said = percent * whole // 100 + (number == 7)
            file.write(json.dumps({"input": f"What is {percent}% of {whole}?", "answer": str(said)}) + "\n")
    result = _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--json")
    (group,) = json.loads(result.stdout)["groups"]
    assert group["exact"] == {"asked": 80, "answered": 80, "compared": 80, "same": 79}
    assert not group["certified"] and "prove 80 of 80 requests" in group["why_not"]


def test_labels_drawn_at_random_get_no_certificate(tmp_path):
    rng = random.Random(4)
    with (tmp_path / "log.jsonl").open("w") as file:
        for number in range(600):
            _, text = _message(rng)
            line = {"id": str(number), "input": PROMPT + text, "answer": rng.choice(["yes", "no"])}
            file.write(json.dumps(line) + "\n")
    result = _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--json",
                  "--budget-s", "2")  # fmt: skip
    assert not any(group["certified"] for group in json.loads(result.stdout)["groups"])


def _copied(learned, tmp_path):
    import shutil

    shutil.copytree(learned[0] / "solvers", tmp_path / "s")
    return tmp_path / "s"


def test_newer_logs_certify_again_with_what_is_left_of_delta(learned, tmp_path):
    folder, before = _copied(learned, tmp_path), learned[1]["groups"][0]["certificate"]
    _log(tmp_path / "newer.jsonl", 700, seed=77)
    result = _run("certify", folder, tmp_path / "newer.jsonl", "--again", "--json")
    (group,) = json.loads(result.stdout)["groups"]
    assert group["certified"] and group["coverage"] > 0.8
    assert group["delta_left"] == pytest.approx((0.05 - before["delta"]) / 2)
    assert json.loads(result.stdout)["manifest"] != learned[1]["manifest"]


def test_what_no_longer_holds_is_taken_out(learned, tmp_path):
    from suffice.learned.tier import load

    folder = _copied(learned, tmp_path)
    _log(tmp_path / "newer.jsonl", 700, seed=78)
    changed = [json.loads(line) for line in (tmp_path / "newer.jsonl").read_text().splitlines()]
    lines = [json.dumps(one | {"gold": "account" if one["gold"] == "refund" else one["gold"]}) for one in changed]
    (tmp_path / "newer.jsonl").write_text("\n".join(lines))
    result = _run("certify", folder, tmp_path / "newer.jsonl", "--again", "--json")
    (group,) = json.loads(result.stdout)["groups"]
    if group["certified"]:  # without refunds the rest may still be
        assert group["coverage"] < 0.8
    else:
        assert "no longer" in group["why_not"] and not load(folder).served


def test_wrong_answers_in_the_log_are_pointed_out(tmp_path):
    _log(tmp_path / "log.jsonl", 900, seed=5, noise=0.02)
    result = _run(
        "learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--target", "0.9", "--json"
    )
    (group,) = json.loads(result.stdout)["groups"]
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    wrong = {row["id"] for row in rows if row["answer"].lower() != row["gold"] + "."}
    assert group["certified"] and "big-1" in group["statement"]
    assert set(group["disagreeing"]) <= wrong and len(group["disagreeing"]) > len(wrong) // 2
    assert group["logged"] == {"graded": 900, "right": 900 - len(wrong), "models": ["big-1"]}


def test_old_requests_certify_nothing_again(learned, tmp_path):
    from suffice.errors import UsageError

    folder = _copied(learned, tmp_path)
    with pytest.raises(UsageError, match="were learned from"):
        _run("certify", folder, learned[0] / "log.jsonl", "--again")
    (tmp_path / "others.jsonl").write_text(json.dumps({"input": "something else", "gold": "x"}) + "\n")
    before = (folder / "manifest.json").read_bytes()
    with pytest.raises(UsageError, match="left as they are"):
        _run("certify", folder, tmp_path / "others.jsonl", "--again")
    assert (folder / "manifest.json").read_bytes() == before


def test_requests_that_do_not_say_that_they_are_newer_do_not_count(learned, tmp_path):
    from suffice.errors import UsageError

    folder = _copied(learned, tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["groups"][0]["until"] = 1_770_000_000  # 2026-02-02
    (folder / "manifest.json").write_text(json.dumps(manifest))
    rows = []
    _log(tmp_path / "log.jsonl", 50, seed=5)
    for number, line in enumerate((tmp_path / "log.jsonl").read_text().splitlines()):
        rows.append(json.loads(line) | ({} if number % 2 else {"time": "2026-02-02T23:00:00Z"}))
    (tmp_path / "old.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.raises(UsageError, match="after 2026-02-02"):
        _run("certify", folder, tmp_path / "old.jsonl", "--again")


def test_studies_of_the_same_logs_are_counted(tmp_path):
    _log(tmp_path / "log.jsonl", 60)
    words = ("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "gold", "--json")
    assert [json.loads(_run(*words, "--seed", seed).stdout)["studies"] for seed in (0, 1)] == [1, 2]


@pytest.mark.parametrize(
    "option", [("--class-floor", "nan"), ("--class-floor", "7"), ("--seed", "-1"), ("--target", "nan"), ("--delta", 1)]
)
def test_orders_that_make_no_sense_are_refused_before_the_work(tmp_path, option):
    from suffice.errors import UsageError

    _log(tmp_path / "log.jsonl", 60)
    with pytest.raises(UsageError, match=option[0]):
        _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "gold", *option)
    assert not (tmp_path / "s").exists()


def test_a_folder_that_cannot_be_written_is_refused_before_the_work(tmp_path):
    from suffice.errors import UsageError

    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        _run("learn", tmp_path / "no such log", "-o", tmp_path / "file" / "s", "--reference", "gold")


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+14:00"])
def test_times_beyond_the_calendar_are_none(time):
    from suffice.learn.logs.form import seconds

    assert seconds(time) is None


def test_labels_of_one_user_and_words_of_one_user_are_stored_nowhere(tmp_path):
    rng = random.Random(5)
    with (tmp_path / "log.jsonl").open("w") as file:
        for number in range(900):
            user = number % 40
            topic, text = _message(rng)
            said = "Xaverius Quibble" if user == 3 else topic
            line = {"input": f"{PROMPT}{text} secretword{user}", "answer": said, "user": f"user{user}"}
            file.write(json.dumps(line) + "\n")
    result = _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--target", "0.8",
                  "--json")  # fmt: skip
    (group,) = json.loads(result.stdout)["groups"]
    assert group["certified"]
    stored = b"".join(path.read_bytes() for path in (tmp_path / "s").rglob("*") if path.is_file()).lower()
    assert b"refund" in stored and b"quibble" not in stored and b"secretword" not in stored


def test_requests_of_one_user_may_be_wrong_together(tmp_path):
    """A certificate counts one request of each user where it is asked to, and else says that it did not."""
    rng = random.Random(6)
    with (tmp_path / "log.jsonl").open("w") as file:
        for number in range(1200):
            topic, text = _message(rng)
            file.write(json.dumps({"input": PROMPT + text, "answer": topic, "user": f"user{number % 600}"}) + "\n")
    words = (
        "learn",
        tmp_path / "log.jsonl",
        "-o",
        tmp_path / "s",
        "--reference",
        "answer",
        "--target",
        "0.9",
        "--json",
    )
    (requests,), (users,) = (json.loads(_run(*words, *more).stdout)["groups"] for more in ((), ("--by-user",)))
    whole, each = requests["certificate"], users["certificate"]
    assert whole["sample"] > whole["users"] == each["users"] == each["sample"] and each["by_user"]
    assert f"they came from {whole['users']} users, and each request was counted as if" in requests["statement"]
    assert f"the {each['sample']} of group {users['group']}, one of each of as many users, that" in users["statement"]
    assert "counted as if" not in users["statement"]


def test_where_every_label_is_of_one_user_nothing_is_served(tmp_path):
    with (tmp_path / "log.jsonl").open("w") as file:
        for number in range(400):
            line = {"input": f"who am I, number {number}", "answer": f"person {number % 8}", "user": f"u{number % 8}"}
            file.write(json.dumps(line) + "\n")
    result = _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--json")
    assert not any(group["certified"] for group in json.loads(result.stdout)["groups"])


def test_what_the_log_answers_in_several_ways_is_left_to_others(tmp_path):
    from suffice.learned.check import CertifiedVerifier
    from suffice.learned.solver import LearnedSolver
    from suffice.learned.tier import load
    from suffice.records import Abstain, Status, Task

    _log(tmp_path / "log.jsonl", 700, seed=8)
    text = "hello money back thanks no 7"
    with (tmp_path / "log.jsonl").open("a") as file:
        for number, gold in enumerate(["refund", "account", "refund"]):
            file.write(json.dumps({"id": f"x{number}", "input": PROMPT + text, "gold": gold}) + "\n")
    _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "gold", "--json")
    shelf = load(tmp_path / "s")
    solver, asked = LearnedSolver(shelf), Task.ask(PROMPT + text)
    said = solver.solve(asked)
    assert isinstance(said, Abstain) and "several ways" in said.reason
    other = Task.ask(PROMPT + text + "9")
    answer = solver.solve(other)
    assert not isinstance(answer, Abstain) and CertifiedVerifier(shelf).verify(other, answer).status is Status.VALID
    assert CertifiedVerifier(shelf).verify(asked, answer).status is Status.INVALID
