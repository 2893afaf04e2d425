"""Sets of labels are learned label by label, and written as the log writes them."""

import json
import random
from itertools import combinations, permutations, product

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from suffice.cli import suffice
from suffice.learn.cases import UNSAID, Case
from suffice.learn.outputs import Said, typed
from suffice.learn.public import public
from suffice.learned.reply import ONLY, Reply, Value
from suffice.learned.sets import IN, LISTED, OUT, Members

TAGS = {
    "billing": ["invoice", "charge"],
    "login": ["password", "sign in"],
    "praise": ["great", "thanks"],
    "shipping": ["parcel", "courier"],
    "urgent": ["asap", "now"],
}


def _tags(rng):
    return [tag for tag in sorted(TAGS) if rng.random() < 0.35] or [rng.choice(sorted(TAGS))]


@pytest.mark.parametrize(
    "write", [", ".join, "; ".join, "\n".join, json.dumps, lambda x: "\n".join(f"- {y}" for y in x)]
)
def test_a_set_is_told_by_its_items_however_it_is_written(write):
    rng = random.Random(1)
    texts = [write(_tags(rng)) for _ in range(300)]
    found = typed([Said(text, (f"request {n}",)) for n, text in enumerate(texts)])
    assert found.reply.outputs == {ONLY: "set"} and found.reply.sets[0].labels == tuple(sorted(TAGS))
    assert found.states == 1.0
    assert all(found.reply.text(found.reply.values(text)) == text for text in texts)
    assert Reply.from_json(json.loads(json.dumps(found.reply.to_json()))) == found.reply


def test_sets_in_records_and_empty_ones():
    rng = random.Random(2)
    texts = [json.dumps({"mood": rng.choice(["good", "bad"]), "tags": [] if rng.random() < 0.1 else _tags(rng)})
             for _ in range(300)]  # fmt: skip
    found = typed([Said(text, (f"request {n}",)) for n, text in enumerate(texts)])
    assert found.reply.outputs == {"mood": "label", "tags": "set"}
    values = found.reply.values('{"mood": "good", "tags": []}')
    assert found.reply.text(values) == '{"mood": "good", "tags": []}' and found.reply.brief(values) == found.reply.text(
        values
    )
    assert found.reply.values('{"mood": "good", "tags": ["sport"]}') is None
    assert found.reply.values('{"mood": "good"}') is None


@pytest.mark.parametrize(
    "texts",
    [
        [f"{city}, {land}" for city, land in zip("abcdefgh", "stuvwxyz", strict=True)] * 20,  # what belongs together
        [f"{n},{n + 1:03}.50" for n in range(200)],  # numbers
        [f"Dear {n}, thank you, we will, {n}" for n in range(200)],  # sentences
        [f"{a}, {b}" for a in "abcdef" for b in "uvwxyz"] * 5,  # always a first and a second
        [", ".join(steps) for k in (1, 2, 3) for steps in permutations(["left", "right", "stop"], k)] * 20,  # a way
        [
            ", ".join(goods)
            for k in (1, 2, 3)
            for goods in product(["apple", "egg"], repeat=k)
            if sorted(goods) == [*goods]
        ]
        * 20,
        [", ".join(goods) for k in (1, 2, 3) for goods in combinations(["US", "us", "de", "fr"], k)] * 20,
    ],
)
def test_commas_alone_make_no_set(texts):
    assert not typed([Said(text, (f"request {n}",)) for n, text in enumerate(texts)]).reply.sets


@given(st.sets(st.sampled_from(["a", "b c", "d.e", "f"])), st.sampled_from([LISTED, ", ", " | ", "\n"]))
def test_what_is_written_is_read_again(chosen, between):
    one = Members("x", ("a", "b c", "d.e", "f"), between, empty="[]" if between == LISTED else "")
    reply = Reply(tuple(Value(name, "label", (IN, OUT)) for name in one.names.values()), sets=(one,))
    values = {name: IN if label in chosen else OUT for label, name in one.names.items()}
    assert reply.values(reply.text(values)) == values
    assert one.chosen(values) == [label for label in one.labels if label in chosen]


def test_another_order_or_number_is_not_what_a_set_says():
    one = Members(ONLY, ("a", "b"), ", ")
    assert one.read("a, b") and one.read("b, a") is None and one.read("a, a, b") is None


def test_a_set_that_is_never_empty_cannot_be_stated_empty():
    one = Members(ONLY, ("a", "b"), ", ")
    reply = Reply(tuple(Value(name, "label", (IN, OUT)) for name in one.names.values()), sets=(one,))
    assert not reply.states(dict.fromkeys(one.names.values(), OUT)) and reply.values("") is None


def test_a_label_of_one_user_is_kept_nowhere():
    one = Members(ONLY, ("a", "secret"), ", ")
    reply = Reply(tuple(Value(name, "label", (IN, OUT)) for name in one.names.values()), sets=(one,))
    cases = [Case({"input": str(n)}, reply.values("a, secret" if n == 1 else "a"), user=f"u{n}") for n in range(4)]
    left, kept = public(reply, cases, ())
    assert left.names == ("answer: a",) and "secret" not in json.dumps(left.to_json())
    assert [case.values["answer: a"] for case in kept] == [IN, UNSAID, IN, IN]


def test_the_whole_way_to_served_sets(tmp_path):
    rng = random.Random(5)
    prompt = "Tag this ticket with all that apply: billing, login, praise, shipping, urgent.\n\nTicket: "
    rows = []
    for number in range(760):
        tags = _tags(rng)
        words = [rng.choice(TAGS[tag]) for tag in tags]
        rng.shuffle(words)
        rows.append({"id": f"r{number}", "input": f"{prompt}{' '.join(words)} ref {number}", "gold": ", ".join(tags)})
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[:700]))
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[700:]))

    def run(*words):
        return CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)

    result = run("learn", tmp_path / "log.jsonl", "-o", tmp_path / "s", "--reference", "gold", "--json")
    (group,) = json.loads(result.stdout)["groups"]
    assert group["certified"] and group["output"] == {"answer": "set"} and group["coverage"] > 0.9
    run(
        "run", tmp_path / "t.jsonl", "-o", tmp_path / "r.jsonl", "--solvers", tmp_path / "s", "--ledger", tmp_path / "l"
    )
    receipts = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    served = [(one, row) for one, row in zip(receipts, rows[700:], strict=True) if one["status"] == "answered"]
    assert len(served) > 50 and all(one["text"] == row["gold"] == one["answer"] for one, row in served)
