"""Things that happen or last, verbs that name them, and what an assistant is for."""

from __future__ import annotations

from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.phrases import adjectives, nouns, thing

_EVENTS = frozenset(
    "backup upload deploy release period payment dose nap run hike swim break recess vacation holiday semester term"
    " bake roast kickoff sync".split()
)  # nouns that stand for something else in other families
_DETERMINERS = frozenset("a an the my our your his her their its this that".split())
_SHORTENED = frozenset(  # spoken of by their first word alone: a conference call, the conference
    ("conference call", "training session", "backup job", "maintenance window", "training course", "rehearsal session")
)


def event(parse: Parse, index: int) -> list[Match]:
    """Something that happens or lasts: a thing, or one of the nouns that only the calendar takes as such."""
    found = list(thing(parse, index))
    at = index + 1 if parse.form(index) in _DETERMINERS else index
    words: list[str] = []
    while len(words) < 4 and parse.form(at):
        form = parse.form(at)
        words.append(form)
        at += 1
        if form in _EVENTS or form.removesuffix("s") in _EVENTS:
            head = form.removesuffix("s")
            found.append((at, ["thing", head, " ".join([*words[:-1], head])]))
        elif form not in nouns() and form not in adjectives():
            break
    return found + [
        (end, ["thing", words[-2], " ".join(words[:-1])])
        for end, value in found
        if (words := value[2].split())[-1:] and " ".join(words[-2:]) in _SHORTENED
    ]


_TAME = frozenset(
    "time hr it sysadmin system coding accounts receivable payable legal admin customer support front desk back"
    " end data entry entries team teams staff human resources calendar calendars dates times date scheduling small"
    " short simple everyday quick common basic and or about for of the a an our their your international"
    " scheduling planning coding booking messaging accounting invoicing timekeeping marketing training cooking"
    " gardening billing shipping shopping banking programming engineering publishing teaching nursing".split()
)


def duty(parse: Parse, index: int) -> list[Match]:
    """What an assistant is for, in one to seven plain words: ``system administrators with their shifts``."""
    found: list[Match] = []
    at = index
    while at < min(parse.end, index + 7):
        token = parse.tokens[at]
        form = token.form
        if form == "-" and token.glued:
            at += 1
            continue
        known = form in nouns() or form in adjectives() or form in _TAME or form.endswith(("ers", "ors", "ists"))
        if token.kind != "word" or (token.capital and not token.raw.isupper()) or not known:
            break
        at += 1
        if form not in ("and", "or", "about", "for", "of", "the", "a", "an", "our", "their", "your"):
            found.append((at, "duty"))
    return found


_GATHERINGS = {
    "meet": "meeting", "meets": "meeting", "train": "training", "trains": "training", "rehearse": "rehearsal",
    "rehearses": "rehearsal", "visit": "visit", "visits": "visit",
}  # fmt: skip


def gathering(parse: Parse, index: int) -> list[Match]:
    """A verb that names what happens again and again, as that thing: ``meet`` -> a meeting, not the board meeting."""
    noun = _GATHERINGS.get(parse.form(index))
    return [(index + 1, ["thing", noun, f"{noun} alone"])] if noun else []


def install(grammar: Grammar) -> None:
    grammar.literals |= {"thing": event, "event": event, "duty": duty, "gathering": gathering}
    begun = _EVENTS.union((f"{name}s" for name in _EVENTS), _DETERMINERS, grammar.openers["thing"])
    grammar.openers |= {"thing": begun, "event": begun, "gathering": frozenset(_GATHERINGS)}
