import io
import os
import pty

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.explain import as_text, explain, print_proof
from suffice.explain.values import dollars, figure, ranged, shown
from suffice.ledgers.memory import MemoryLedger
from suffice.records import (
    Abstain,
    Answer,
    Attempt,
    Certificate,
    Code,
    Cost,
    Guarantee,
    Instead,
    Joules,
    Level,
    Problem,
    Range,
    Reading,
    Receipt,
    Status,
    Tier,
    Verdict,
)

ENERGY = Joules(0.0123, 0.004, 0.03, "cpu_time", "node")
COST = Cost(0.00123, 0.0011, ENERGY, Range(1.2e-6, 5e-7, 3e-6, "grid 2024"), 0.0)
PROVED = Guarantee(Level.PROVED, "every step was replayed with exact rationals", None, "the reading")
BODY = {
    "given": {"list_price": ["money", "45", "USD"], "rate": ["pct", "20"]},
    "find": ["mul", ["ref", "list_price"], ["sub", ["num", "1"], ["ref", "rate"]]],
    "form": {},
}
STEPS = {
    "value": "36.00",
    "steps": [
        {
            "say": "20% of $45",
            "expr": [],
            "value": ["money", "9", "USD"],
            "shown": "$9.00",
            "note": "of the price",
        },
        {"say": "$45 less $9.00", "expr": [], "value": ["money", "36", "USD"]},
    ],
    "facts": {"tzdata_version": "2026a"},
}


def proved(readings: int = 1) -> Receipt:
    problems = tuple(Problem("arithmetic", BODY) for _ in range(readings))
    verdict = Verdict(Status.VALID, PROVED, "suffice.symbolic.arithmetic.check")
    answer = Answer(
        "$36.00",
        "It costs $36.00.",
        PROVED,
        Reading(problems, "grammar", "a price of $45 is lowered by 20%; what is it then?"),
        Certificate("arithmetic steps", tuple(STEPS for _ in range(readings))),
    )
    attempts = (
        Attempt("calendar", Tier.SYMBOLIC, "refused", COST, Code.NOT_MY_LANGUAGE, "no date is asked for"),
        Attempt("arithmetic", Tier.SYMBOLIC, "answered", COST, verdict=verdict),
    )
    return Receipt(
        "r-1",
        "task-1",
        "answered",
        "2026-03-01T12:00:00Z",
        answer,
        Tier.SYMBOLIC,
        "arithmetic",
        verdict,
        attempts,
        COST + COST,
        Instead("big-model", Joules(300.0, 80.0, 900.0, "tokens", "node"), 0.004, "tokens x joules per token"),
        task={"input": "A jacket costs $45, 20% off. What is the sale price?"},
    )


def refused(*abstained: Abstain, **changes) -> Receipt:
    attempts = tuple(
        Attempt(f"solver-{n}", Tier.SYMBOLIC, "refused", COST, one.code, one.reason) for n, one in enumerate(abstained)
    )
    fields = {"id": "r-2", "task_id": "task-2", "status": "refused", "created": "2026-03-01", "attempts": attempts}
    return Receipt(**{**fields, **changes})


def text(receipt: Receipt | dict, attestation=None) -> str:
    return as_text(explain(receipt.to_json() if isinstance(receipt, Receipt) else receipt, attestation))


def test_a_proof_reads_from_question_to_ledger():
    ledger = MemoryLedger()
    ledger.append([proved()])
    receipt = ledger.get("r-1")
    lines = text(receipt, ledger.attest(receipt)).splitlines()
    for line in (
        "  A jacket costs $45, 20% off. What is the sale price?",
        "  read by the grammar of plain English, in one way only; family: arithmetic",
        "  as understood: a price of $45 is lowered by 20%; what is it then?",
        "    list price: 45 USD",
        "    rate: 20%",
        "    asked: list price × (1 - rate)",
        "   1. 20% of $45     = $9.00",
        "      of the price",
        "   2. $45 less $9.00 = 36 USD",
        "  rests on tzdata version: 2026a",
        "  proved: every step was replayed with exact rationals",
        "  relative to: the reading",
        "  checked by: suffice.symbolic.arithmetic.check, which did not produce the answer",
        "   1. calendar (symbolic): refused, NOT_MY_LANGUAGE: no date is asked for",
        "  time: 2.46 ms; CPU: 2.2 ms",
        "  energy: 24.6 mJ (between 8 and 60 mJ), cpu_time, node",
        "  the frontier model instead (big-model): 300 J (between 80 and 900 J), tokens, node; $0.004",
        f"  record 1, hash {receipt['ledger']['hash']}",
        "  verified: record 1: the ledger holds exactly this receipt, and its hash verifies",
    ):
        assert line in lines, line


def test_every_way_of_reading_is_shown():
    told = text(proved(readings=2))
    assert "in 2 ways with one answer" in told
    assert told.count("way 1:") == told.count("way 2:") == 2
    assert told.count("20% of $45") == 2


def test_a_changed_receipt_is_called_out():
    ledger = MemoryLedger()
    ledger.append([proved()])
    changed = {**ledger.get("r-1"), "answer": "$35.00"}
    assert "NOT VERIFIED: record 1: the ledger holds another text under this id" in text(
        changed, ledger.attest(changed)
    )


def test_a_forgotten_receipt_says_so():
    ledger = MemoryLedger()
    ledger.append([proved()])
    ledger.forget("r-1")
    told = text(ledger.get("r-1"), ledger.attest(ledger.get("r-1")))
    assert "erased on request; the chain still holds its hash" in told
    assert "jacket" not in told


def test_a_refusal_says_why_and_what_would_help():
    told = text(refused(Abstain(Code.NOT_MY_LANGUAGE, "no date"), Abstain(Code.AMBIGUOUS, "3 April or 4 March")))
    assert "AMBIGUOUS: 3 April or 4 March" in told
    assert "say which of the meanings is meant" in told
    assert "word it differently" not in told  # another solver came closer
    assert "word it differently" in text(refused(Abstain(Code.NOT_MY_LANGUAGE, "no date")))


@pytest.mark.parametrize("code", list(Code))
def test_there_is_help_for_every_code(code):
    titles = [section.title for section in explain(refused(Abstain(code, "why")).to_json())]
    assert "What would help" in titles


def test_an_answer_that_was_not_good_enough():
    attempt = Attempt("small-model", Tier.MOE, "answered", COST)
    told = text(refused(attempts=(attempt,)))
    assert "answered, but what may be claimed of it is less than was required" in told
    assert "require less" in told


def test_a_failure_says_what_broke():
    told = text(refused(status="failed", error="small-model: it closed the connection mid-answer; start it again"))
    assert "what went wrong: small-model: it closed the connection mid-answer; start it again" in told
    assert "run the task again" in told


def test_a_model_answer_says_plainly_that_nothing_is_proved():
    receipt = Receipt(
        "r-3", "t", "answered", "2026", Answer("Lyon", "Lyon."), Tier.FRONTIER, "big", task={"messages": [
            {"role": "system", "content": "Be brief."}, {"role": "user", "content": "Nicest city?"}]}
    )  # fmt: skip
    told = text(receipt)
    assert "There is none: a language model wrote this answer." in told
    assert "Nothing is claimed: nobody checked this answer." in told
    assert "(system: Be brief.)" in told and "Nicest city?" in told


def test_unknown_costs_are_unknown_not_zero():
    told = text({**proved().to_json(), "cost": {"wall_s": 1.5, "cpu_s": None, "joules": None, "usd": None}})
    assert "time: 1.5 s; CPU: unknown" in told
    assert "energy: unknown" in told and "money: unknown dollars" in told


def test_text_cannot_steer_the_terminal():
    told = text({"status": "answered", "answer": "\x1b[2J\x07\u202eevil\ud800\r", "task": "clear\x9b2J"})
    assert "\\x1b[2J\\x07\\u202eevil\\ud800\\r" in told
    assert not set(told) & set("\x1b\x07\x9b\u202e\ud800\r")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (["dur", {"days": 3, "seconds": 5}], "3 days 5 seconds"),
        (["list", ["num", "3"], ["num", "4"]], "3, 4"),
        (["neg", ["ref", "net_pay"]], "-net pay"),
        (["Anna", "Ben"], "Anna, Ben"),
        (["add", [["x"]], ["mul", "a", "b"]], "x + (a × b)"),
        ([], "nothing"),
        (0, "0"),
    ],
)
def test_tagged_values_read_like_prose(value, said):
    assert shown(value) == said


def test_figures_keep_three_digits_and_no_powers_of_ten():
    assert figure(0.00000123, "s") == "1.23 µs"
    assert figure(4321.0, "s") == "4,320 s"
    assert ranged({"value": 4321, "low": 4000, "high": 5000}, "J") == "4.32 kJ (between 4 and 5 kJ)"
    assert ranged({"value": 0}, "J") == "0 J"
    assert dollars(0.00000042) == "$0.00000042"
    assert figure("soon", "s") == figure(float("nan"), "s") == figure(10**400, "s") == "unknown"


KEYS = st.sampled_from(
    """id task_id status answer text tier guarantee level statement risk relative_to reading family by readings
    paraphrase problem given find where evidence kind checked_by body steps say value shown note facts refusals attempts
    solver outcome code reason cost wall_s cpu_s joules low high gco2e usd instead model how error created task input
    messages content now ledger seq prev hash""".split()
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8)
WORDS = st.sampled_from(
    ["answered", "refused", "failed", "forgotten", "none", "mul", "ref", "pct", "list", "AMBIGUOUS"]
)
ANYTHING = st.recursive(
    LEAVES | WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8), max_leaves=30
)


@given(ANYTHING)
def test_no_receipt_crashes_it(receipt):
    told = text(receipt)
    assert told.encode("utf-8")  # and what comes out can be written anywhere


@given(KEYS, ANYTHING)
def test_no_part_of_a_receipt_crashes_it(key, value):
    assert text({**proved().to_json(), key: value})


def test_bottomless_values_are_cut():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    body = {"given": {"x": deep}, "find": deep}
    assert text({"reading": {"problem": body}, "task": deep, "evidence": {"body": {"steps": [{"value": deep}]}}})


def on_a_terminal(monkeypatch, **environment) -> str:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    outer, inner = pty.openpty()
    with open(inner, "w", encoding="utf-8") as stream:
        print_proof(refused().to_json(), stream=stream)
        stream.flush()
        told = os.read(outer, 100_000).decode()
    os.close(outer)
    return told


def test_headings_are_bold_on_a_terminal_only(monkeypatch):
    assert "\x1b[1mReceipt\x1b[0m" in on_a_terminal(monkeypatch)
    assert "\x1b" not in on_a_terminal(monkeypatch, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(monkeypatch, TERM="dumb")
    plain = io.StringIO()
    print_proof(refused().to_json(), stream=plain)
    assert plain.getvalue().startswith("Receipt\n") and "\x1b" not in plain.getvalue()


def test_a_stream_that_knows_only_ascii_is_served():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    print_proof(proved().to_json(), stream=stream)
    stream.flush()
    assert b"list price \\xd7 (1 - rate)" in raw.getvalue()


def test_a_certified_guess_is_told_with_what_spoke_for_it():
    body = {
        "by": {"topic": "linear 9a412c519991", "day": "program 6672"},
        "values": {"topic": "invoice", "day": "2026-03-01"},
        "why": {"topic": {"vat": 0.2, "the bill": 0.31}, "day": {"says": "the date as ISO"}},
        "confidence": 1.91,
        "threshold": 1.41,
        "certificate": {"sample": 440, "served": 438, "errors": 1, "audit_sample": 0},
    }
    receipt = {"answer": "x", "evidence": {"kind": "certified guess", "body": body}}
    told = as_text(explain(receipt))
    assert "topic: invoice, guessed by linear 9a412c519991" in told
    assert "what spoke for it: 'the bill' 0.31, 'vat' 0.2" in told
    assert "says: the date as ISO" in told
    assert "confidence 1.91; from 1.41 on it is served" in told
    assert "certified on 440 requests that it had not seen: 438 served, 1 of them wrong" in told


def _guess(texts, slots, why, values):
    task = {"messages": [{"role": "user", "content": text} for text in texts]}
    body = {"by": {}, "slots": slots, "why": why, "values": values}
    return {"task": task, "evidence": {"kind": "certified guess", "body": body}}


def test_evidence_is_marked_where_it_stands_and_not_in_the_constant_text():
    prompt, clause = "refund or delivery? Mail: ", "Please REFUND, refund it.\nAt once"
    slots = [["input", 0, len(prompt), len(prompt + clause)]]
    told = as_text(explain(_guess([prompt + clause], slots, {"a": {"please refund": 1.0, "refund": 0.9, "it": 0.01}},
                                  {"a": "refund"})))  # fmt: skip
    assert "input: «Please REFUND», «refund» it." in told and "At once" in told
    styled = as_text(explain(_guess([clause], [["x", 0, 0, len(clause)]], {"a": {"once": 1}}, {"a": "?"})), styled=True)
    assert "At \x1b[1;4monce\x1b[0m" in styled


def test_terms_of_other_slots_are_not_marked_and_a_copied_value_is():
    slots = [["a", 0, 0, 6], ["b", 0, 7, 13]]
    told = as_text(explain(_guess(["red 12 red 12"], slots, {"n": {"1:red": 1.0, "red \x1e": 1.0}, "m": None},
                                  {"n": "x", "m": "12"})))  # fmt: skip
    assert "a: red «12»" in told and "b: «red 12»" in told
    assert "'red' 1" in told and "\x1e" not in told


def test_phrases_of_a_rule_are_marked_whatever_stands_between_their_words():
    why = {"a": {"rule": 2, "says": "if it has 'red 12': x", "has": ["red 12"]}}
    told = as_text(explain(_guess(["so, Red; 12!"], [["a", 0, 0, 12]], why, {"a": "x"})))
    assert "a: so, «Red; 12»!" in told and "says: if it has 'red 12': x" in told and "has:" not in told


@pytest.mark.parametrize(
    "slots", [None, [], "x", [["a", 0, 0, 99]], [["a", 5, 0, 1]], [["a", 0, 3, 1]], [[1, 0, 0, 1]], [["a", True, 0, 1]]]
)
def test_places_that_do_not_fit_are_left_out(slots):
    assert "In the request" not in as_text(explain(_guess(["red 12"], slots, {"n": {"red": 1.0}}, {"n": "x"})))
