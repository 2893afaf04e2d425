"""Requests that come again word for word are a stage of their own, with a certificate that counts each of them once."""

import json
import random

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from suffice.cli import suffice
from suffice.learn.cases import UNSAID, Case
from suffice.learn.repeats import concluded, repeats, trials
from suffice.learn.search import Aim
from suffice.learned.reply import Reply
from suffice.learned.tier import load
from suffice.records import Task

FREE = Reply.one("text")


def _cases(wrong, requests=400, times=3):
    """Free text that nothing could learn; a share of later answers are other than the first."""
    rng = random.Random(7)
    asked = {f"question {n} about {rng.random()}": f"words {rng.random()}" for n in range(requests)}
    return [
        Case({"input": text}, {"answer": "something else" if rng.random() < wrong and time else said}, float(time))
        for time in range(times)
        for text, said in asked.items()
    ]


@pytest.mark.parametrize(("wrong", "certified"), [(0.0, True), (0.3, False)])
def test_answers_that_stay_the_same_are_certified(wrong, certified):
    found = repeats("g", _cases(wrong), FREE, Aim(0.95, "gold"))
    assert found is not None and found.requests == 400
    found = concluded(found, 0.05) if found.hopeful else found
    assert (found.certificate is not None) is certified
    if found.certificate is not None:
        assert found.certificate.sample < 400 and "word for word" in found.certificate.statement
    else:
        assert found.why


def test_a_request_counts_once_however_often_it_came():
    cases = [Case({"input": "again"}, {"answer": "x"}, float(n)) for n in range(500)]
    cases += [Case({"input": f"other {n}"}, {"answer": "x"}, float(n)) for n in range(20)]
    assert len(trials(cases)) == 1 and repeats("g", cases, FREE, Aim(0.95, "gold")) is None
    twice = cases + [Case({"input": "too"}, {"answer": "y"}, float(n)) for n in range(2)]
    found = repeats("g", twice, FREE, Aim(0.95, "gold"))
    assert found is not None and not found.hopeful and "too few" in found.why


def test_what_came_last_is_not_remembered():
    said = ["old", "old", "new"]
    (one,) = trials([Case({"input": "a"}, {"answer": text}, float(n)) for n, text in enumerate(said)])
    assert one.values == {"answer": "old"} and one.last.values == {"answer": "new"}
    (one,) = trials([Case({"input": "a"}, {"answer": text}, float(n)) for n, text in enumerate([UNSAID, "b", "c"])])
    assert one.values == {"answer": "b"}


def test_one_users_requests_are_nobody_elses():
    cases = [Case({"input": "a"}, {"answer": "x"}, float(n), "ada") for n in range(5)]
    assert trials(cases) == []
    assert len(trials([*cases, Case({"input": "a"}, {"answer": "x"}, 9.0, "bob")])) == 1


def test_what_one_user_alone_was_told_is_not_kept():
    cases = [
        Case({"input": f"question {n}"}, {"answer": f"answer {n}"}, float(time), f"user {n + time}")
        for n in range(400)
        for time in range(3)
    ]
    told = ["Ada Secret", "Bob Hidden", "Cyd Unsaid"]
    cases += [Case({"input": "who am I"}, {"answer": who}, float(n), who) for n, who in enumerate(told)]
    cases += [Case({"input": "say echo"}, {"answer": "echo" if n else "odd"}, float(-n), str(n)) for n in range(2)]
    found = repeats("g", cases, FREE, Aim(0.9, "gold"))
    assert found is not None and found.requests == 402
    kept = found.voices["answer"].predictor.parts().header["values"]
    assert len(kept) == 401 and "echo" in kept and not set(told) & set(kept)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), max_size=30), st.integers(0, 9))
def test_each_trial_leaves_one_answer_out(rows, seed):
    cases = [Case({"input": text}, {"answer": said}) for text, said in rows]
    for one in trials(cases, seed):
        earlier = [case for case in cases if case.fields == one.last.fields]
        earlier.remove(one.last)
        agreeing = sum(dict(case.values) == one.values for case in earlier)
        assert one.rows == len(earlier) + 1 and agreeing >= 1
        assert all(agreeing >= sum(case.values == other.values for case in earlier) for other in earlier)


def test_what_is_remembered_does_not_certify_what_answers_the_others(tmp_path):
    """Requests that came again were answered by their words, those that came once mostly by chance."""
    rng = random.Random(3)
    rows = []
    for n in range(800):
        label = rng.choice("abc")
        said = rng.choice("abc") if n >= 500 and rng.random() < 0.3 else label
        row = {"input": f"Name the letter.\n\nplease {label * 4} number {n}", "answer": said}
        rows += [row, row] if n < 500 else [row]
    rng.shuffle(rows)
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--target", "0.85")
    (group,) = json.loads((tmp_path / "s" / "manifest.json").read_text())["groups"]
    samples = [(stage["certificate"]["repeats"], stage["certificate"]["sample"]) for stage in group["stages"]]
    assert samples[0] == (True, 200) and all(sample < 160 for again, sample in samples if not again)


def test_certifying_again_counts_each_request_where_it_would_be_answered(tmp_path):
    """What memory is not sure of, and all that it knew where it fails, is asked of the other solvers."""
    rng = random.Random(5)
    texts = {f"please {rng.choice('abc') * 4} number {n}": n for n in range(900)}
    rows = [row for text, n in texts.items() if n < 600 for row in _letters(text, n, n % 3 == 0)]
    _write(
        tmp_path / "log.jsonl",
        rng,
        rows + [row for text, n in texts.items() if n >= 600 for row in _letters(text, n)[:1]],
    )
    _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer", "--target", "0.85")
    known = load(tmp_path / "s")
    (served,) = known.served.values()
    memory, other = served.stages
    newer = {text: n for text, n in texts.items() if n < 700}
    asked = {text: Task.ask(PROMPT + text) for text in newer}
    sure = [
        text
        for text, task in asked.items()
        if (found := memory.guess(served.group.shape.fields(task))) and found.confidence >= memory.certificate.threshold
    ]
    doubted = [
        text for text, task in asked.items() if text not in sure and memory.guess(served.group.shape.fields(task))
    ]
    assert len(sure) > 300 and len(doubted) > 50 and other.certificate.served
    _write(tmp_path / "newer.jsonl", rng, [_letters(text, n)[0] for text, n in newer.items()])
    _run("certify", tmp_path / "s", tmp_path / "newer.jsonl", "--again")
    again = load(tmp_path / "s").served[served.group.shape.id].stages
    assert [stage.certificate.repeats for stage in again] == [True, False]
    left = len(newer) - len(sure)
    assert 0.85 * left < again[1].certificate.sample < left
    wrong = [row | {"answer": "abc"[n % 3]} for text, n in newer.items() for row in _letters(text, n)[:1]]
    _write(tmp_path / "wrong.jsonl", rng, wrong)
    result = _run("certify", tmp_path / "s", tmp_path / "wrong.jsonl", "--again", "--json")
    assert not any(group["certified"] for group in json.loads(result.stdout)["groups"])


PROMPT = "Name the letter.\n\n"


def _letters(text, n, doubtful=False):
    """A request three times; where it is doubtful, half of the answers are another."""
    said = text.split()[1][0]
    odd = "abc"[("abc".index(said) + 1) % 3]
    return [{"input": PROMPT + text, "answer": odd if doubtful and time % 2 else said} for time in range(4)]


def _write(path, rng, rows):
    rng.shuffle(rows)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _run(*words):
    return CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)


def _log(path, rng, answers, days):
    """Questions to a help desk, most of which come again, answered by canned texts."""
    rows = [(question, answer) for question, answer in answers.items() for _ in range(rng.choice([1, 2, 3]))]
    rng.shuffle(rows)
    with path.open("w") as file:
        for number, (question, answer) in enumerate(rows):
            when = f"2026-{days}-{1 + number * 25 // len(rows):02}T10:00:00Z"
            row = {"id": f"r{number}", "input": question, "gold": answer, "user": f"u{number % 50}", "time": when}
            file.write(json.dumps(row) + "\n")


def test_the_whole_way_for_canned_answers(tmp_path):
    """Free text is kept for the big model, but what came again is served; certifying again counts such requests."""
    rng = random.Random(3)
    nouns = [f"{rng.choice('bdfgklmnprst')}{rng.choice('aeiou')}{rng.choice('bdfgklmnprst')}{n}" for n in range(500)]
    answers = {f"How do I use the {noun} now?": f"See page {rng.randrange(9999)} for {rng.random()}." for noun in nouns}
    _log(tmp_path / "log.jsonl", rng, answers, "03")
    result = _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "gold", "--json")
    (group,) = json.loads(result.stdout)["groups"]
    assert not group["certified"] and group["asked_again"]["certified"]
    questions = [*list(answers)[:100], "How do I use the fax now?"]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps({"id": q, "input": q}) + "\n" for q in questions))
    _run("run", tmp_path / "t.jsonl", "-o", tmp_path / "r.jsonl", "--solvers", tmp_path / "s",
         "--ledger", tmp_path / "l")  # fmt: skip
    receipts = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    served = [one for one in receipts if one["status"] == "answered"]
    assert 40 < len(served) < 90 and all(one["text"] == answers[one["task_id"]] for one in served)
    assert "word for word" in served[0]["guarantee"]["statement"]
    stored = "".join(path.read_text() for path in (tmp_path / "s").rglob("*.json"))
    assert "How do I use the b" not in stored
    _log(tmp_path / "newer.jsonl", rng, answers, "05")
    result = _run("certify", tmp_path / "s", tmp_path / "newer.jsonl", "--again", "--json")
    (group,) = json.loads(result.stdout)["groups"]
    assert group["certified"] and "word for word" in group["statement"]


def test_case_may_matter_to_what_is_remembered():
    cases = [Case({"input": text}, {"answer": text[0]}, float(n)) for text in ("Aa", "aA") for n in range(3)]
    assert [one.values["answer"] for one in trials(cases)] == ["A", "a"]


def test_a_log_that_repeats_nearly_everything_certifies_memory_alone_and_says_so(tmp_path):
    rng = random.Random(6)
    texts = {f"please {rng.choice('abc') * 4} number {n}": n for n in range(330)}
    rows = [row for text, n in texts.items() for row in _letters(text, n)[: 3 if n < 300 else 1]]
    _write(tmp_path / "log.jsonl", rng, rows)
    result = _run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "answer")
    said = " ".join(result.stdout.split())
    assert "memory alone is certified, because most requests repeat others: 65% of the rows do" in said
    assert "are not remembered; log more requests that nobody has sent before (not enough data" in said
