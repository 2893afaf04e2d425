"""What is certified is certified for all requests that will come, also those whose reference says something else."""

import random

import pytest

from suffice.learn.conclude import conclude
from suffice.learn.search import UNSAID, Aim, Candidate, Case, search
from suffice.learned.reply import Reply

WORDS = {
    "refund": ["money", "back", "return"],
    "delivery": ["parcel", "courier", "late"],
    "bill": ["tax", "vat", "bank"],
}


def _cases(strange: float):
    """Labels that words tell, but for a share of requests, like any others, whose reference is none of the labels."""
    rng = random.Random(4)
    for number in range(900):
        label = rng.choice(sorted(WORDS))
        text = f"{rng.choice(WORDS[label])} {rng.choice(WORDS[label])} please {number}"
        yield Case({"input": text}, {"answer": UNSAID if rng.random() < strange else label})


@pytest.mark.parametrize(("strange", "certified"), [(0.0, True), (0.1, False)])
def test_references_that_say_something_else_are_errors(strange, certified):
    found = search("g", list(_cases(strange)), Reply.one("label", tuple(sorted(WORDS))), Aim(0.95, "gold"))
    outcome = conclude(found, 0.05) if isinstance(found, Candidate) else found
    assert (outcome.certificate is not None) is certified
    assert sum(outcome.sizes.values()) == 900
