"""The order or grid as a person sees it, and the clues that force the answer."""

from __future__ import annotations

import copy
import json
from random import Random

import brute

import suffice
from suffice.explain import as_text, explain
from suffice.records import Abstain
from suffice.symbolic.ordering.drawing import drawn, told
from suffice.symbolic.ordering.solve import solve

QUEUE = (
    "Four people queue: Ann, Bob, Cy and Dee. Ann is behind Bob. Cy is directly behind Ann. Dee is not first."
    " Who is first?"
)


def test_the_order_is_drawn_with_the_clues_that_force_it() -> None:
    text = as_text(explain(suffice.solve(QUEUE).to_json()))
    assert "these clues force it (3 of 3" in text
    assert all(line in text for line in ("first  1  Bob", "Ann is behind Bob  ->  Bob is before Ann."))


def test_clues_that_are_not_needed_are_left_out() -> None:
    text = as_text(explain(suffice.solve(QUEUE.replace("Who is first?", "Bob is first. Who is first?")).to_json()))
    assert "these clues force it (1 of 4" in text


def test_every_answer_can_be_drawn_and_a_spoilt_receipt_is_shown_without() -> None:
    shown = 0
    for seed in range(150):
        rng = Random(f"drawn {seed}")
        body = brute.problem(rng)
        solution = solve(body)
        if isinstance(solution, Abstain):
            continue
        evidence = json.loads(json.dumps(solution.to_json()))
        lines = [*told(body), *drawn(body, evidence, solution.value)]
        assert len(lines) > 2 and not any("\n" in line for line in lines)
        shown += 1
        spoilt = copy.deepcopy(evidence)
        spoilt["steps"] = rng.choice(([], [{}], None, [{"worlds": [{}]}], 7))
        receipt = {"status": "answered", "answer": solution.value, "evidence": {"body": spoilt},
                   "reading": {"family": "ordering", "problem": [body]}}  # fmt: skip
        assert as_text(explain(receipt))
    assert shown > 40
