"""What replies are made of, from the replies alone."""

import random

import pytest

from suffice.learn.cases import Case
from suffice.learn.conclude import conclude
from suffice.learn.options import options
from suffice.learn.outputs import Said, typed
from suffice.learn.search import Aim, Candidate, search
from suffice.learned.reply import Reply, Value
from suffice.learned.shape import Shape


def _typed(texts, inputs=("nothing of it",), **more):
    understood = typed([Said(text, inputs) for text in texts], **more)
    return understood.reply.parts[0], understood


def test_labels_in_several_spellings_are_one():
    value, understood = _typed(["Yes"] * 30 + ['"Yes."'] * 10 + ["yes"] * 3 + ["**No**"] * 5 + ["No"] * 40 + ["NO"] * 4)
    assert value.labels == ("No", "Yes") and understood.states == 1.0


@pytest.mark.parametrize(
    "labels", [("US", "us"), ("C", "C#", "C++", "(C)"), ("A+", "A-", "A"), ("01", "1", "1.0"), ("*", "**")]
)
def test_labels_that_only_look_alike_are_several(labels):
    value, understood = _typed([label for label in labels for _ in range(30)])
    assert value.labels == tuple(sorted(labels)) and understood.states == 1.0
    assert [value.read(label) for label in value.labels] == sorted(labels)


def test_what_begins_with_zeros_is_no_number():
    values = [f"{n:05}" for n in range(1001, 1101)]
    value = typed([Said(text, (f"Reading, MA {text}, today",)) for text in values]).reply.parts[0]
    assert value.output == "span" and value.write(value.read("02139") or "") == "02139"
    assert Value("n", "number").read("02139") is None and Value("n", "number").read("0.50") == "0.5"


def test_rare_outputs_are_no_labels():
    value, understood = _typed(["yes"] * 60 + ["no"] * 60 + ["HACKED"] * 2)
    assert value.labels == ("no", "yes") and 0.97 < understood.states < 1


def test_a_list_in_the_prompt_is_the_set_even_if_some_were_never_said():
    value, _ = _typed(["a"] * 20 + ["b."] * 20 + ["neither"] * 2, options=("a", "b", "c"))
    assert value.labels == ("a", "b", "c")


def test_a_single_class_is_said_to_be_one():
    value, understood = _typed(["ok"] * 30)
    assert value.labels == ("ok",) and understood.why["answer"] == "always the same"


def test_numbers_dates_spans_and_texts():
    rnd = random.Random(1)
    assert _typed([f"${rnd.randrange(10**5) / 100:.2f}" for _ in range(50)])[0].output == "number"
    assert _typed([f"{rnd.randrange(1, 29)} March {2000 + n}" for n in range(50)])[0].style == "%-d %B %Y"
    assert _typed([f"{n % 12 + 1:02}/{n % 9 + 1:02}/{1980 + n}" for n in range(50)])[0].output == "text"
    spans = typed([Said(f"Name{n}", (f"I am Name{n}.",)) for n in range(50)])
    assert spans.reply.parts[0].output == "span"
    made = typed([Said(f"b{n} a{n}", (f"a{n} b{n}",)) for n in range(50)])
    assert made.reply.parts[0].output == "text" and "own words" in made.why["answer"]
    assert "free text" in _typed([f"word{n} other{n * n}" for n in range(50)])[1].why["answer"]


def test_constant_words_around_a_value_are_no_part_of_it():
    texts = [f"The total is ${n * 37:,}.50 for now." for n in range(1, 60)]
    value, understood = _typed(texts)
    assert value.output == "number"
    assert all(understood.reply.text(understood.reply.values(text)) == text for text in texts)


def test_codes_are_labels_and_ratings_too():
    rnd = random.Random(2)
    assert _typed([str(rnd.randrange(1, 6)) for _ in range(200)])[0].labels == ("1", "2", "3", "4", "5")
    assert _typed([str(rnd.randrange(10_000)) for _ in range(200)])[0].output == "number"


def test_nothing_said_is_refused():
    with pytest.raises(ValueError, match="no replies"):
        typed([])


@pytest.mark.parametrize(
    ("constants", "found"),
    [
        (("Options:\n- a b\n- c\n- d\nText: ", ""), ("a b", "c", "d")),
        (("1. red\n2. green\n3. blue\n", "\nColour:"), ("red", "green", "blue")),
        (("Classify as one of: refund, order status, or other.\nText: ", ""), ("refund", "order status", "other")),
        (("- billing: about money\n- bug: something broke\n- idea: a wish\n\n", ""), ("billing", "bug", "idea")),
        (("Say hello to ", ", please."), ()),
        (("- a\n- b\n- ", "\n- c\nEnd"), ()),
    ],
)
def test_lists_of_options_in_constant_text(constants, found):
    assert options(Shape(("user",), (constants,))) == found


def test_a_word_for_no_value_is_no_span():
    said = [Said(f"Name{n}", (f"I am Name{n}.",)) for n in range(50)] + [Said("N/A", ("nobody",))] * 20
    understood = typed([*said, Said("n/a.", ("nobody",))])
    value = understood.reply.parts[0]
    assert (value.output, value.labels) == ("span", ("N/A",)) and understood.states == 1.0
    assert understood.reply.values("n/a") == {"answer": "N/A"}
    assert understood.reply.text({"answer": "N/A"}) == "N/A"


def test_a_field_that_never_changes_does_not_stand_in_the_way():
    """Its value is served with the others of the record."""
    cases = [Case({"input": f"order {n} of {n % 7}"}, {"number": str(n), "currency": "EUR"}) for n in range(300)]
    reply = Reply((Value("number", "number"), Value("currency", "label", ("EUR",))), record=True)
    found = search("g", cases, reply, Aim(0.95, "gold"))
    assert isinstance(found, Candidate) and conclude(found, 0.05).certificate is not None
