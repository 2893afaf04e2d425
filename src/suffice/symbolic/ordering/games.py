"""Sentences of a game of lettered options that set nothing by themselves, or say that nobody shares a place.

Of the options one is right; so a condition that is left out leaves more of them open, and never makes another right.
What may not be left out is who and what there is.
"""

from __future__ import annotations

from collections.abc import Callable

from suffice.symbolic.english.grammar import Match, Parse
from suffice.symbolic.english.phrases import lexicon, nouns
from suffice.symbolic.ordering.lists import DOUBTFUL
from suffice.symbolic.ordering.roster import OrderParse
from suffice.symbolic.ordering.scene_words import CONDITIONS, INTRODUCING, SETTING, SMALL
from suffice.symbolic.ordering.verbs import bases


def intro(parse: Parse, index: int) -> list[Match]:
    """What stands before the conditions of a puzzle, up to its colon: The following conditions must apply."""
    if not isinstance(parse, OrderParse) or index not in parse.starts():
        return []
    seen = False
    for at in range(index, min(parse.end, index + 26)):
        token = parse.tokens[at]
        if token.form == ":":
            return [(at, {"op": "none"})] if seen else []
        if parse.roster.game and token.form not in SETTING and token.kind != "number":
            seen |= token.form in CONDITIONS
            continue
        scenic = token.form in parse.roster.scenic
        known = (
            token.form in INTRODUCING
            or token.form in bases()
            or token.form in nouns()
            or scenic
            or token.form in ("'s", "'")
        )
        nth = token.form.endswith(("th", "rd", "nd")) and bool(parse.match("o_nth", at))
        if token.kind == "number" or not (known or nth) or token.form in DOUBTFUL:
            return []
        seen |= token.form in CONDITIONS
    return []


def noise(parse: OrderParse, start: int, end: int, names: Callable[[int], object]) -> bool:
    """Whether a sentence of a game sets nothing: it speaks of nobody and counts nothing."""
    for at in range(start, end):
        token = parse.tokens[at]
        if token.form in SETTING or token.kind == "number" or names(at):
            return False
        if (parse.match("count", at) and token.form not in ("a", "an")) or parse.match("ordinal", at):
            return False
    return True


_ABOUT = frozenset(  # of one of these, a sentence may speak of the others, or of who is there at all
    "condition conditions rule rules statement statements above previous preceding false true untrue lie lies ignore"
    " instead following twice repeated times absent empty unassigned unused omitted excluded vacant remaining rest"
    " list option options except exception exceptions unchanged longer ignored apply applies together simultaneously"
    " ill sick cancels cancelled".split()
)


_SETTLING = frozenset(  # of an order, a condition speaks with one of these
    "before after first last second third fourth fifth sixth seventh eighth ninth earlier later earliest latest next"
    " immediately between if either or neither unless both same different exactly consecutive consecutively adjacent"
    " older younger higher lower left right above below behind ahead than position positions more fewer until"
    " monday tuesday wednesday thursday friday saturday sunday morning afternoon".split()
)


def _stranger(parse: OrderParse, at: int, names: Callable[[int], object]) -> bool:
    """Whether a capital letter stands there that is nobody's who is listed."""
    token = parse.tokens[at]
    return len(token.raw) == 1 and token.raw.isalpha() and token.raw.isupper() and token.raw != "I" and not names(at)


def condition(parse: OrderParse, start: int, end: int, names: Callable[[int], object], settled: bool) -> bool:
    """Whether a sentence of a game is no more than one more condition on those who are listed.

    ``settled``: it is said who there is, and that each is in one group; then whatever else is said is one.
    """
    said = {parse.tokens[at].form for at in range(start, end)}
    if said & _ABOUT or any(_stranger(parse, at, names) for at in range(start, end)):
        return False
    if not settled and _SETTLING.isdisjoint(said):
        return False  # F cancels: who knows what else that says
    return settled or any(names(at) for at in range(start, end))


_SHARING = frozenset(
    "the are is be can will at in on same time date of them - simultaneously concurrently place".split()
)
_ALONE = frozenset("same simultaneously concurrently".split())


def distinct(parse: Parse, index: int) -> list[Match]:
    """A whole sentence: No two of them are done at the same time; each is done exactly once."""
    if not isinstance(parse, OrderParse) or index not in parse.starts():
        return []
    clauses: list[list[str]] = [[]]
    for at in range(index, parse.end):
        form = parse.form(at)
        if form == ",":
            clauses.append([])
        elif form != "and" or clauses[-1]:
            clauses[-1].append(form)
    strict = False
    if clauses[0][:4] == ["it", "is", "known", "that"]:
        clauses[0] = clauses[0][4:]
    last = [match for match in parse.match("o_nth", parse.end - 1) if match[0] == parse.end]
    if len(clauses) == 1 and last and clauses[0][-4:-1] in (["from", "first", "through"], ["from", "first", "to"]):
        ordered = clauses[0][:1] == ["the"] and not {"ordered", "scheduled", "numbered", "arranged"}.isdisjoint(
            clauses[0]
        )
        return [(parse.end, {"op": "run", "k": last[0][1]})] if ordered and _plainly(clauses[0][1:-4], parse) else []
    for words in clauses:
        match words:
            case ["no", "two", *rest, "overlap"] if _plainly(rest, parse):
                strict = True
            case ["each", *rest, "one", _] if _plainly([word for word in rest if word != "exactly"], parse):
                pass
            case ["no", "two", *rest] if _plainly(rest, parse) and not _ALONE.isdisjoint(rest):
                strict = True
            case ["no", noun, *rest, "at", "the", "same", "time", "as", "any", "other", again] if (
                noun == again and _plainly(rest, parse)
            ):
                strict = True
            case ["each", *rest, "exactly" | "only", "once"] if _plainly(rest, parse):
                pass
            case ["once", *_] if len(clauses) > 1 and words is clauses[0]:
                pass
            case ["no", "other", _, *_] if clauses[0][0] == "once":
                strict = True
            case ["no", _, *rest, "more", "than", "once"] if _plainly(rest, parse):
                pass
            case ["nor", "is" | "are", "any", *rest, "more", "than", "once"] if _plainly(rest, parse):
                pass
            case ["to", *rest] if words is clauses[0] and len(clauses) > 1 and SETTING.isdisjoint(rest):
                pass
            case _:
                return []
    return [(parse.end, {"op": "strict" if strict else "none"})]


def _plainly(words: list[str], parse: OrderParse) -> bool:
    if parse.roster.game:
        return SETTING.isdisjoint(set(words) - _ALONE)
    return all(word in lexicon() or word in bases() or word in SMALL or word in _SHARING for word in words)
