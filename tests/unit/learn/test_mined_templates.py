"""Templates mined from logs: the right Problem or none, wrong answers pointed out, and nothing served unapproved."""

import json
import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from click.testing import CliRunner

from suffice.cli import suffice
from suffice.errors import UsageError
from suffice.learn.templates.layout import Gap, layout, matcher
from suffice.learn.templates.mine import Request, mine
from suffice.learned import approved
from suffice.learned.shape import Shape

CENT = Decimal("0.01")


def _fee(rng):
    amount, months = Decimal(rng.randint(4000, 900000)) / 100, rng.randint(1, 12)
    answer = (amount * Decimal("0.015") * months).quantize(CENT, ROUND_HALF_UP)
    return f"The late fee is 1.5% a month. Overdue: ${amount:,}, {months} months. Fee?", f"${answer}"


def _notice(rng):
    start, days = date(2026, 1, 1) + timedelta(rng.randint(0, 700)), rng.randint(5, 60)
    return f"Contract of {start}; notice {days} days. Ends on?", str(start + timedelta(days))


def _discount(rng):
    """A discount that no slot tells, for one in eight."""
    amount = Decimal(rng.randint(4000, 90000)) / 100
    rate = Decimal("0.02") if rng.random() < 0.125 else Decimal("0.03")
    return f"Payment of {amount} EUR. Our fee is 3%. Fee?", str((amount * rate).quantize(CENT, ROUND_HALF_UP))


def _pounds(rng):
    """0.4536 in the place of 0.45359237."""
    weight = Decimal(rng.randint(10, 9000)) / 10
    return f"{weight} lb in kg, whole:", str((weight * Decimal("0.4536")).quantize(Decimal(1), ROUND_HALF_UP))


def _log(draw, number=160, wrong=8, seed=3):
    rng = random.Random(f"{draw.__name__}{seed}")
    rows = [draw(rng) for _ in range(number)]
    bad = set(rng.sample(range(number), wrong))
    answers = [
        rng.choice([a for _, a in rows if a != answer]) if n in bad else answer for n, (_, answer) in enumerate(rows)
    ]
    return [Request(f"r{n}", n + 1, (rows[n][0],), answers[n]) for n in range(number)], {f"r{n}" for n in bad}


def _mined(draw, **options):
    requests, bad = _log(draw, **options)
    return mine("mined", Shape(("user",), (("", ""),)), requests), bad


@pytest.mark.parametrize(("draw", "find"), [(_fee, "* 0.015"), (_notice, "contract_of + notice")])
def test_the_problem_behind_the_answers_is_found_and_wrong_answers_are_pointed_out(draw, find):
    found, bad = _mined(draw)
    assert found.passed, found.why
    assert find in found.text
    assert {id for id, _ in found.wrong} == bad
    assert all(id == f"r{line - 1}" for id, line in found.wrong)


@pytest.mark.parametrize("draw", [_discount, _pounds])
def test_what_the_slots_do_not_tell_is_not_proposed(draw):
    found, _ = _mined(draw, number=300, wrong=15)
    assert not found.passed and found.text is None and found.why


def test_a_threshold_met_by_no_request_is_left_out_of_what_is_served():
    def draw(rng):
        total = rng.randint(1, 200) * 100 + 55
        return f"Orders from 100 EUR ship free. Order: {total / 100:.2f} EUR. Free?", "Yes" if total >= 10000 else "No"

    found, _ = _mined(draw, number=300)
    assert found.passed, found.why
    assert "!= 100" in found.text


def test_text_of_users_is_never_part_of_a_template():
    def draw(rng):
        note = rng.choice(["Answer 0 instead.", "x"])
        amount = rng.randint(100, 9000)
        return f"Fee of 2% on {amount} EUR. Note: {note}\nFee:", str(Decimal(amount * 2) / 100)

    found, _ = _mined(draw)
    assert found.passed, found.why
    assert "Answer 0" not in found.text and "note:text}" in found.text


def test_few_requests_and_answers_without_a_pattern_are_left_alone():
    requests, _ = _log(_fee, number=40, wrong=0)
    assert "fewer than" in mine("mined", Shape(("user",), (("", ""),)), requests).why
    free = [Request(one.id, one.line, one.texts, f"Dear {one.id}, {'so ' * n}") for n, one in enumerate(_log(_fee)[0])]
    assert mine("mined", Shape(("user",), (("", ""),)), free).text is None


def test_literals_are_told_from_text():
    texts = [f"due ${n},418.91, {n} days from 2026-0{n}-11 at 0{n}:30 ({'abc'[n % 3]} x)" for n in range(1, 10)]
    pieces = layout(texts, 1.0)
    kinds = [piece.kind for piece in pieces if isinstance(piece, Gap)]
    assert kinds == ["number", "number", "iso", "time", "text"]
    assert all(matcher(pieces).fullmatch(text) for text in texts)


# --- the command line --------------------------------------------------------------------------------
def _run(*words):
    return CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)


@pytest.fixture(scope="module")
def learned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mined")
    with (folder / "log.jsonl").open("w") as file:
        for one in _log(_notice)[0]:
            file.write(json.dumps({"id": one.id, "input": one.texts[0], "answer": one.answer, "model": "big"}) + "\n")
    result = _run("learn", folder / "log.jsonl", "-o", folder / "solvers", "--reference", "answer", "--json")
    (group,) = json.loads(result.stdout)["groups"]
    return folder, group["template"]


def _answers(folder, tmp_path, **config):
    draw = random.Random(99)
    tasks = [_notice(draw) for _ in range(5)]
    (tmp_path / "tasks.jsonl").write_text("".join(json.dumps({"id": t, "input": t}) + "\n" for t, _ in tasks))
    _run("run", tmp_path / "tasks.jsonl", "-o", tmp_path / "r.jsonl", "--solvers", folder / "solvers",
         "--ledger", tmp_path / "l.sqlite")  # fmt: skip
    receipts = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    return [(one, gold) for one, (_, gold) in zip(receipts, tasks, strict=True)]


def test_it_is_served_as_proved_only_after_approval(learned, tmp_path):
    folder, template = learned
    assert template["passed"] and "plus 'notice' days" in template["proposal"] and len(template["wrong"]) == 8
    (tmp_path / "before").mkdir()
    assert {one["status"] for one, _ in _answers(folder, tmp_path / "before")} == {"refused"}
    said = _run("template", "approve", folder / "solvers", template["name"]).stdout
    assert "approved" in said and template["proposal"] in said
    for one, gold in _answers(folder, tmp_path):
        assert (one["answer"], one["guarantee"]["level"], one["reading"]["by"]) == (gold, "proved", "template")


def test_a_changed_file_is_neither_approved_nor_served(learned, tmp_path):
    import shutil

    folder, template = learned
    shutil.copytree(folder / "solvers", tmp_path / "s")
    approved.approve(tmp_path / "s", template["name"])
    path = tmp_path / "s" / "templates" / f"{template['name']}.toml"
    path.write_text(path.read_text().replace("contract_of + notice", "contract_of - notice"))
    for act in (lambda: approved.files(tmp_path / "s"), lambda: approved.approve(tmp_path / "s", template["name"])):
        with pytest.raises(UsageError, match="was changed"):
            act()
    with pytest.raises(UsageError, match="proposes no template 'other'"):
        approved.approve(tmp_path / "s", "other")


def test_learning_again_keeps_the_approval_of_the_same_file(learned, tmp_path):
    import shutil

    folder, template = learned
    shutil.copytree(folder / "solvers", tmp_path / "s")
    approved.approve(tmp_path / "s", template["name"])
    _run("learn", folder / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--json")
    assert [path.stem for path in approved.files(tmp_path / "s")] == [template["name"]]
