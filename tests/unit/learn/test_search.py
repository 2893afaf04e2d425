"""What is certified is certified for all requests that will come, also those whose reference says something else."""

import random

import pytest

from suffice.learn.cases import UNSAID, Case, again, distinct_cases, last_time, unsettled
from suffice.learn.conclude import conclude
from suffice.learn.search import Aim, Candidate, Outcome, search
from suffice.learned.kinds.lookup import mark
from suffice.learned.reply import Reply
from suffice.learned.tier import joint

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


def test_of_contradicting_answers_any_may_count_not_the_first():
    """A log whose first half is right and whose second half answers the same requests at random."""
    first = [Case({"input": f"request {n}"}, {"answer": "refund"}) for n in range(400)]
    second = [Case(case.fields, {"answer": "bill" if n % 2 else "refund"}) for n, case in enumerate(first)]
    kept, contradictions = distinct_cases(first + second)
    assert len(kept) == 400 and contradictions == 200
    assert 60 < sum(case.values["answer"] == "bill" for case in kept) < 140
    assert kept == distinct_cases(first + second)[0]


def test_what_taught_chose_or_certified_tells_until_when():
    """A user's later requests are learned from although they came after the certified ones."""
    cases = [
        Case({"input": f"{WORDS[label][n % 3]} {n}"}, {"answer": label}, float(n), f"u{n % 10}" if n < 300 else f"v{n}")
        for n in range(400)
        for label in [sorted(WORDS)[n % 3]]
    ] + [Case({"input": "money again"}, {"answer": "refund"}, 9000.0, "u0")]
    found = search("g", cases, Reply.one("label", tuple(WORDS)), Aim(0.8, "gold"))
    assert (found.outcome if isinstance(found, Candidate) else found).until == 9000.0
    assert last_time([]) is None


def test_labels_below_the_floor_are_left_to_others():
    """One label is told by no word; the others stay served, and the certificate counts only them."""
    rng = random.Random(6)
    cases = []
    for number in range(900):
        label = rng.choice(["refund", "delivery", "bill", "odd"])
        words = WORDS["bill" if rng.random() < 0.6 else "refund"] if label == "odd" else WORDS[label]
        cases.append(Case({"input": f"{rng.choice(words)} {rng.choice(words)} {number}"}, {"answer": label}))
    reply, served = Reply.one("label", ("bill", "delivery", "odd", "refund", "unheard")), {}
    for floor in (None, 0.9):
        found = search("g", cases, reply, Aim(0.6, "gold", floor))
        assert isinstance(found, Candidate)
        voice = found.voices["answer"]
        outcome = conclude(found, 0.05)
        assert outcome.certificate is not None
        served[floor] = outcome.certificate.served, outcome.certificate.errors
        assert (voice.unserved == frozenset()) is (floor is None)
        assert floor is None or ({"bill", "unheard"} <= voice.unserved and "delivery" not in voice.unserved)
    assert served[0.9][0] < served[None][0] and served[0.9][1] < served[None][1]


def test_requests_that_nobody_knows_the_answer_to_are_unsettled():
    several = [Case({"input": "13"}, {"answer": said}) for said in ("none", "13", "none")]
    often = [Case({"input": "x"}, {"answer": "a"})] * 99 + [Case({"input": "X "}, {"answer": "b"})]
    alike = [Case({"input": "y"}, {"answer": said}) for said in ("Ada", "ada.")]
    once = [Case({"input": "z"}, {"answer": "c"})]
    assert unsettled(again(several + often + alike + once), 0.95) == {mark({"input": "13"})}
    assert unsettled(again(often), 0.995) == {mark({"input": "x"})}


def test_what_traffic_repeats_and_words_mislead_is_left_to_others():
    """Six of thirty frequent requests mean another label than their words tell; each is one among hundreds."""
    rng = random.Random(8)
    cases, labels = list(_cases(0.0)), sorted(WORDS)
    for number in range(30):
        label = labels[number % 3]
        said = labels[(number + 1) % 3] if number < 6 else label
        text = f"{rng.choice(WORDS[label])} {rng.choice(WORDS[label])} hot {number}"
        cases += [Case({"input": text}, {"answer": said})] * 20
    found = search("g", cases, Reply.one("label", tuple(labels)), Aim(0.95, "gold"))
    assert isinstance(found, Candidate)
    outcome = conclude(found, 0.05)
    hot = {case.fields["input"]: case for case in cases if " hot " in case.fields["input"]}
    assert outcome.certificate is not None
    guesses = [(joint(outcome.voices, case.fields), case) for case in hot.values()]
    sure = [(guess, case) for guess, case in guesses if guess and guess.confidence >= outcome.certificate.threshold]
    assert outcome.unsettled == {mark(case.fields) for guess, case in sure if guess.values != case.values} != set()


def test_a_log_that_is_nearly_all_one_users_says_so():
    cases = [Case(one.fields, one.values, None, "big" if n % 10 else f"u{n}") for n, one in enumerate(_cases(0.0))]
    found = [search("g", cases, Reply.one("label", tuple(WORDS)), Aim(0.95, "gold", seed=seed)) for seed in range(4)]
    assert all(isinstance(one, Outcome) for one in found)
    assert any(one.why and "one user sent 90%" in one.why for one in found if isinstance(one, Outcome))
