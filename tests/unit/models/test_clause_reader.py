"""A model as reader of orders and rules: what its clauses quote, and what they make of it, is held against the text."""

from __future__ import annotations

import copy
import difflib
import random
from dataclasses import replace
from typing import Any

import pytest
from mutations import mutated
from translators import asked, attempt, built, completion, scripted

from suffice.bench.perturb.suite import draw
from suffice.bench.soundness import right
from suffice.drivers import run_sync
from suffice.records import Answer, Code, Json, Level, Message, Reading, Task
from suffice.symbolic.english.text import analyse
from suffice.symbolic.formal.language import FormalLanguage
from suffice.symbolic.reading import family_reader
from suffice.symbolic.solver import CertificateVerifier

SHELF = (
    "Zorbo's display holds three vases: a teal vase, an ochre vase and a plum vase. The teal vase gleams somewhere to"
    " the left of the ochre vase. The plum vase does not sulk to the left of the ochre vase."
    " Which vase is the rightmost?"
)
VASES = ("teal vase", "ochre vase", "plum vase")


def ahead(one: str, other: str) -> Json:
    return ["ahead", ["vase", one], ["vase", other], 1, None]


LEFT = ahead("teal vase", "ochre vase")
TEAL = {"say": "The teal vase gleams somewhere to the left of the ochre vase", "holds": LEFT}
PLUM = {
    "say": "The plum vase does not sulk to the left of the ochre vase.",
    "holds": ["not", ahead("plum vase", "ochre vase")],
}
WHICH = ["which", "is", [[vase, ["rank", ["vase", vase], 1, "last"]] for vase in VASES]]


def order(**change: Any) -> Json:
    body = {
        "slots": ["1", "2", "3"],
        "ordered": ["leftmost", "rightmost"],
        "attributes": {"vase": {"values": list(VASES), "kind": "each"}},
        "clues": [TEAL, PLUM],
        "find": WHICH,
        **change,
    }
    return {"family": "ordering", "problem": body}


CLUB = (
    "He who frobs the widget gets a badge. Members over 18 may frob the gizmo. Zelda frobs the widget."
    " Zelda is a member. Zelda is 19. Does Zelda get a badge?"
)
BADGE = {
    "if": ["frobs the widget", "?x"],
    "then": ["gets a badge", "?x"],
    "text": "He who frobs the widget gets a badge",
}
ADULTS = {
    "if": ["and", ["is a member", "?x"], ["cmp", "gt", ["age", "?x"], ["num", "18"]]],
    "then": ["may frob the gizmo", "?x"],
    "text": "Members over 18 may frob the gizmo",
}
FACTS = [
    {"then": ["frobs the widget", "zelda"], "text": "Zelda frobs the widget"},
    {"then": ["is a member", "zelda"], "text": "Zelda is a member."},
    {"then": ["cmp", "eq", ["age", "zelda"], ["num", "19"]], "text": "Zelda is 19"},
]


def rules(clauses: Any = (BADGE, ADULTS, *FACTS), ask: Any = None, **more: Any) -> Json:
    body = {"clauses": list(clauses), "ask": ask or {"truth": ["gets a badge", "zelda"]}, **more}
    return {"family": "rules", "problem": body}


OTHER_WORDS = rules(
    [*FACTS[::-1], {**ADULTS, "if": ["and", *ADULTS["if"][:0:-1]]}, {**BADGE, "then": ["get badge", "?x"]}],
    {"truth": ["get badge", "zelda"]},
)


@pytest.mark.parametrize(
    ("text", "first", "again", "answer", "family"),
    [
        (SHELF, order(), order(clues=[PLUM, TEAL]), "plum vase", "ordering"),
        (CLUB, rules(), OTHER_WORDS, "Yes", "rules"),
    ],
)
def test_what_quotes_and_says_the_text_is_tested(chat_server, text, first, again, answer, family):
    scripted(chat_server, completion(first), completion(again), completion(first))
    receipt = asked(chat_server, text)
    told = receipt.to_json()
    assert (told["status"], told["answer"], told["solver"]) == ("answered", answer, "reader"), attempt(receipt)
    assert told["guarantee"]["level"] == "tested" and "3 of 3 translations agree" in told["guarantee"]["statement"]
    assert told["evidence"]["checked_by"] == f"suffice.symbolic.{family}.check"
    assert told["reading"]["paraphrase"] and len(chat_server.requests) == 3
    schema = chat_server.requests[0][2]["response_format"]["json_schema"]["schema"]
    told = schema["properties"]["family"]["enum"]
    assert family in told and len(told) <= 3, "only what the text may be of is told"


SWAPPED = {**TEAL, "holds": ahead("ochre vase", "teal vase")}


@pytest.mark.parametrize(
    ("text", "translation", "reason"),
    [
        (SHELF, order(clues=[TEAL]), "leaves out 'The plum vase"),
        (SHELF, order(clues=[TEAL, PLUM, {**TEAL, "say": "The teal vase is first"}]), "does not stand in the text"),
        (SHELF, order(clues=[SWAPPED, PLUM]), "who is nearer to which end"),
        (SHELF, order(clues=[TEAL, {**PLUM, "holds": PLUM["holds"][1]}]), "denied in one"),
        (SHELF, order(clues=[{**TEAL, "holds": [*LEFT[:3], 1, 1]}, PLUM]), "'directly' in one"),
        (SHELF, order(clues=[{**TEAL, "holds": [*LEFT[:3], 2, None]}, PLUM]), "the number 2 is not told"),
        (SHELF, order(clues=[{**TEAL, "holds": ahead("teal vase", "plum vase")}, PLUM]), "leaves out 'ochre vase'"),
        (SHELF, order(clues=[{**TEAL, "holds": ["or", LEFT, LEFT]}, PLUM]), "an alternative in one"),
        (SHELF, order(clues=[TEAL, {**PLUM, "say": "plum vase"}]), "it leaves out"),
        (SHELF, order(ordered=["rightmost", "leftmost"]), "who is nearer to which end"),
        (SHELF, order(ordered=["first", "last"]), "nobody can tell which end of the order 'left'"),
        (SHELF, order(clues=[TEAL], omitted=[PLUM["say"]]), "'omitted' is not the translator's"),
        (CLUB, rules(told=True), "'told' is not the translator's"),
        (SHELF, order(find=["order", "vase", "forward"]), "no order is asked for"),
        (SHELF, order(find=["which", "could", WHICH[2]]), "asks what 'could'"),
        (SHELF, order(find=["which", "is", WHICH[2][:2]]), "not all there are"),
        (SHELF, order(find=["which", "is", [[v, ["rank", ["vase", v], 1, "first"]] for v in VASES]]), "the end that"),
        (CLUB, rules([BADGE, *FACTS]), "leaves out 'Members over 18"),
        (CLUB, rules([BADGE, ADULTS, *FACTS, {"then": ["is rich", "zelda"], "text": "Zelda is rich"}]), "not stand"),
        (CLUB, rules([{**BADGE, "text": ""}, ADULTS, *FACTS]), "quote"),
        (CLUB, rules([{**BADGE, "if": BADGE["then"], "then": BADGE["if"]}, ADULTS, *FACTS]), "condition and conseq"),
        (CLUB, rules([{**BADGE, "then": ["not", BADGE["then"]]}, ADULTS, *FACTS]), "denied in one"),
        (CLUB, rules([{**BADGE, "then": ["gets a coat", "?x"]}, ADULTS, *FACTS]), "leaves out 'badge'"),
        (CLUB, rules([BADGE, {**ADULTS, "if": ["is a member", "?x"]}, *FACTS]), "leaves out the figure 18"),
        (CLUB, rules([BADGE, {**ADULTS, "if": ["and", ADULTS["if"][1], ["cmp", "ge", *ADULTS["if"][2][2:]]]}, *FACTS]),
         "compared as 'ge', and the text says 'gt'"),
        (CLUB, rules([{"then": ["gets a badge", "zelda"], "text": BADGE["text"]}, ADULTS, *FACTS]), "leaves out"),
        (CLUB, rules(ask={"truth": ["is a member", "zelda"]}), "leaves out 'get'"),
        (CLUB, rules(ask={"truth": ["not", ["gets a badge", "zelda"]]}), "denied in one"),
        (CLUB, rules(ask={"who": ["gets a badge", "?x"]}), "asked whether, or who"),
        (CLUB, rules(ask={"value": ["of", "age", "zelda"]}), "not for translators"),
        (CLUB, rules(form={"unknown": "Unknown"}), "form.unknown"),
        (CLUB, rules(form={"reply": ["Sir: ", "."]}), "wording of the reply"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)  # fmt: skip
def test_translations_that_agree_on_what_the_text_does_not_say_are_refused(chat_server, text, translation, reason):
    scripted(chat_server, completion(translation))
    receipt = asked(chat_server, text)
    refused = attempt(receipt)
    assert receipt.answer is None and refused.outcome == "refused" and reason in refused.reason


@pytest.mark.parametrize(
    ("text", "replies", "code", "reason"),
    [
        (SHELF, (order(), order(clues=[{**TEAL, "holds": ["not", LEFT]}, PLUM])), Code.AMBIGUOUS, "differs"),
        (CLUB, (rules(), rules([BADGE, *FACTS])), Code.AMBIGUOUS, "differs"),
        (SHELF, ({"family": None, "problem": None},), Code.NOT_MY_LANGUAGE, "finds no problem"),
        (SHELF, ('{"family": "ordering", "problem": {"slots": [',), Code.UNSUPPORTED, "malformed"),
        (SHELF, (order(slots=["1", "2"]),), Code.UNSUPPORTED, "no problem of ordering"),
        (CLUB, ({"family": "rules", "problem": {"clauses": 7}},), Code.UNSUPPORTED, "no problem of rules"),
        (CLUB, ("[" * 60_000,), Code.UNSUPPORTED, "malformed"),
    ],
)
def test_disagreeing_and_malformed_translations_are_refused_at_once(chat_server, text, replies, code, reason):
    scripted(chat_server, *map(completion, replies))
    receipt = asked(chat_server, text)
    refused = attempt(receipt)
    assert receipt.answer is None and refused.code is code and reason in refused.reason
    told = [body for _, _, body in chat_server.requests if "Translation" in body["messages"][-1]["content"]]
    assert len(told) == len(replies)


@pytest.mark.parametrize("text", [SHELF, CLUB])
def test_a_translation_that_never_ends_is_cut(chat_server, text):
    chat_server.hang()
    receipt = asked(chat_server, text, timeout_s=0.2)
    assert receipt.answer is None and "timed out" in (attempt(receipt).reason or "")


@pytest.mark.parametrize("requires", ["proved", "0.99"])
def test_it_earns_no_more_than_tested(chat_server, requires):
    scripted(chat_server, completion(rules()))
    assert asked(chat_server, CLUB, requires=requires).answer is None and chat_server.requests == []


def test_a_system_prompt_is_obeyed_or_refused(chat_server):
    system = "You are a helpful assistant. {}"
    for text, body, asks, said in (
        (SHELF, order(), "Answer with the value only.", "plum vase"),
        (SHELF, order(), "Answer yes or no.", None),
        (CLUB, rules(), "Answer yes or no.", "Yes: Zelda gets a badge."),
        (CLUB, rules(), "Talk like a pirate.", None),
    ):
        scripted(chat_server, completion(body))
        task = Task("t", (Message("system", system.format(asks)), Message("user", text)))
        answer = run_sync(built(chat_server).steps(task)).answer
        assert (answer and answer.text) == said


# --- models that are wrong in ways that a generator knows --------------------------------------------------------
def story_body(family: str, text: str) -> Json | None:
    """The right translation of a generated story; None where it has none, or two."""
    read = family_reader(family).read(Task("story", (Message("user", text),)))
    if not isinstance(read, Reading) or len(read.problems) > 1:
        return None
    body = copy.deepcopy(dict(read.problems[0].body))
    body["form"] = {}
    plain = not body.keys() & {"prefer", "told", "omitted"} and body.get("ask", {}).keys() <= {"truth", "who"}
    return body if plain and all(clause.get("text", clause.get("say")) for clause in clauses(body)) else None


def clauses(body: Json) -> list[Json]:
    return body["clues"] if "clues" in body else body["clauses"]


def requoted(body: Json, text: str) -> Json:
    """The body with each quote replaced by the sentence of another text that is most like it."""
    body = copy.deepcopy(body)
    told = analyse(text)
    sentences = [told.slice(one.start, one.end) for one in told.sentences]
    for clause in clauses(body):
        key = "say" if "clues" in body else "text"
        clause[key] = next(iter(difflib.get_close_matches(clause[key], sentences, 1, 0.5)), clause[key])
    return body


def translated(family: str, task: Task, body: Json) -> Answer | None:
    language = FormalLanguage(family)
    if language.excuse(task) is not None:
        return None
    read = language.read(task, [body] * 3)
    answer = language.solve(task, read) if isinstance(read, Reading) else read
    if not isinstance(answer, Answer):
        return None
    verdict = CertificateVerifier().verify(task, answer)
    assert verdict.guarantee.level in (Level.TESTED, Level.NONE)
    return answer if verdict.guarantee.level is Level.TESTED else None


@pytest.mark.parametrize("family", ["ordering", "rules"])
def test_a_model_that_overlooks_every_edit_is_hardly_ever_believed(family):
    """It quotes the edited text, and says what the text said before it was edited, the same way every time."""
    kept = believed = wrong = edits = 0
    for drawn in draw(family, 400 if family == "ordering" else 800, 31):
        body = story_body(family, drawn.story.text)
        if body is None:
            continue
        task = drawn.task("edited")
        answer = translated(family, task, requoted(body, task.messages[-1].content))
        kept, edits = kept + drawn.keeps, edits + (not drawn.keeps)
        believed += answer is not None and drawn.keeps
        wrong += answer is not None and not right(answer, drawn.edited.allowed)
    assert edits > 120 and kept > 30 and believed > kept * 0.4
    assert wrong <= edits * 0.01


@pytest.mark.parametrize("family", ["ordering", "rules"])
def test_a_wrong_formula_is_hardly_ever_believed(family):
    """Every translation has the same clue left out, turned round, denied, doubled, mistaken for another, ..."""
    rng, tried, believed, stories, fine = random.Random(5), 0, 0, 0, 0
    for drawn in draw(family, 150 if family == "ordering" else 250, 41):
        body = story_body(family, drawn.story.text)
        if body is None:
            continue
        task = replace(Task.ask(drawn.story.text), id="story")
        answer = translated(family, task, body)
        stories, fine = stories + 1, fine + (answer is not None)
        assert answer is None or right(answer, drawn.story.gold)
        for _ in range(5):
            other = mutated(rng, family, body)
            answer = translated(family, task, other) if other != body else None
            tried += other != body
            believed += answer is not None and not right(answer, drawn.story.gold)
    assert tried > 250 and fine > stories * 0.9
    assert believed <= tried * 0.005
