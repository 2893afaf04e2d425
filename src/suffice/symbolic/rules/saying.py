"""What sentences come to as clauses, and what may be said of each of a kind."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.records import Json
from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.rules import lexical, words
from suffice.symbolic.rules.language import CONNECTIVES, Formula, is_variable, parts, terms
from suffice.symbolic.rules.nouns import both
from suffice.symbolic.rules.sizes import ABOUT

X = "?x"


def conditional(joint: str, among: Formula | None, condition: Formula, said: Formula) -> Iterator[Json]:
    if joint in ("unless", "iff") and not variables(condition) <= variables(said):
        return  # unless somebody is late: unless anybody at all is
    if joint == "unless":
        yield {"if": both(among, ["not", condition]), "then": said}
    elif joint == "only":
        yield {"if": both(among, said), "then": condition}
    elif joint != "iff":
        yield {"if": both(among, condition), "then": said}
    else:
        same = ["and", ["or", ["not", condition], said], ["or", condition, ["not", said]]]
        yield {"if": among, "then": same} if among else {"then": same}


def variables(said: Formula) -> set[str]:
    return set(filter(is_variable, terms(said)))


def either(joint: str, left: Formula, right: Formula) -> Iterator[Json]:
    if joint == "and":
        yield {"then": ["and", left, right]}
    elif joint == "nor":
        yield {"then": ["and", ["not", left], ["not", right]]}
    else:
        yield {"then": ["or", left, right]}
        yield {"then": ["and", ["or", left, right], ["not", ["and", left, right]]]}


def denies(said: Formula) -> bool:
    return said[0] == "not" or (said[0] in ("and", "or") and any(map(denies, said[1:])))


def names_in(said: Formula) -> set[str]:
    return set(terms(said))


def said_of(said: Formula, one: str, other: str) -> Formula:
    """What is said of one, of another."""
    if said[0] in CONNECTIVES:
        return [said[0], *(said_of(part, one, other) for part in said[1:])]
    if said[0] == "cmp":
        return ["cmp", said[1], [said[2][0], other], said[3]]
    return [said[0], *(other if term == one else term for term in said[1:])]


def settled(clause: Json) -> Iterator[Json]:
    """A bare number is what is meant in a fact; in a rule, or denied, it may also stand for at least as much."""
    if not (_bare(clause["then"]) or ("if" in clause and _bare(clause["if"]))):
        yield clause
        return
    ifs = ("eq", "ge") if "if" in clause else ("",)
    thens = ("eq", "ge") if "if" in clause or denies(clause["then"]) else ("eq",)
    for before in ifs:
        for after in thens:
            then = exact(clause["then"], after)
            yield {**clause, "if": exact(clause["if"], before), "then": then} if before else {**clause, "then": then}


def _bare(said: Formula) -> bool:
    """Whether a bare number is in it."""
    head = said[0]
    return said[1] == ABOUT if head == "cmp" else head in CONNECTIVES and any(map(_bare, said[1:]))


def exact(said: Formula, operator: str) -> Formula:
    """The formula with what bare numbers mean."""
    if said[0] in CONNECTIVES:
        return [said[0], *(exact(part, operator) for part in said[1:])]
    if said[0] == "cmp" and said[1] == ABOUT:
        return ["cmp", operator, *said[2:]]
    return said


def one_only(said: Formula) -> Formula:
    """A or B, and not both: what "or" may mean where something is stated."""
    return ["and", said, ["not", ["and", *said[1:]]]] if said[0] == "or" else said


def of_some(said: Formula, loose: str) -> bool:
    """Whether what is said of "dogs" or of "a dog" may be said of some that are about (they are in the garden, a dog is
    late), or of the kind as one (they are rare), and not of each (dogs are animals, dogs eat meat, a dog may enter)."""
    said = said[1] if said[0] == "not" else said
    if said[0] in ("and", "or"):
        return any(of_some(part, loose) for part in said[1:])
    if said[0] == "cmp":
        return loose == "one" and not said[2][0].startswith(("may ", "must "))
    verb, _, rest = said[0].partition(" ")
    first = rest.partition(" ")[0]
    if verb == "is" and first in lexical.OF_KINDS:
        return True
    if loose == "one":
        return verb not in ("may", "must", "can") and (verb != "is" or first != "a")
    if loose == "all":
        return False
    return verb in ("is", "was") and (
        first in words.PREPOSITIONS or first.endswith("ing") or rest in lexical.PASSING or verb == "was"
    )


def of_each_by_nature(among: Formula | None, said: Formula, loose: str) -> bool:
    """False where "a woman is a doctor" may speak of one, and "birds fly" knows exceptions, as what is said of living
    kinds does: it is said of each only that they are of a wider kind (dogs are animals), or what they may or must."""
    said = said[1] if said[0] == "not" else said
    if said[0] in ("and", "or"):
        return all(of_each_by_nature(among, part, loose) for part in said[1:])
    if said[0] == "cmp" or said[0].partition(" ")[0] in ("may", "must"):
        return True
    kind = said[0].removeprefix("is a ")
    if among is None:
        return False  # people pay, things are big: which?
    heads = {part[0].split()[-1] for part in parts(among) if part[0] != "cmp"}
    if kind != said[0] and (kind in lexical.WIDER or (kind not in nouns() and nouns().keys().isdisjoint(heads))):
        return True
    return kind == said[0] if loose == "one" else heads.isdisjoint(lexical.LIVING)


def of_a_group(said: Formula) -> bool:
    """Whether several may be meant together: they own the company, are the board, are friends."""
    first, *more = said[0].split()
    if first == "is":
        return bool(more) and (more[-1] in lexical.GROUPS or more[0] == "the")
    return first in lexical.JOINT_DEEDS and ("the" in more or len(said) > 2)


def about_variable(said: Formula, kinds: set[str]) -> Formula:
    """The formula with every name in ``kinds`` replaced by the variable."""
    if said[0] in CONNECTIVES:
        return [said[0], *(about_variable(part, kinds) for part in said[1:])]
    if said[0] == "cmp":
        attribute, term = said[2]
        return ["cmp", said[1], [attribute, X if term in kinds else term], said[3]]
    return [said[0], *(X if term in kinds else term for term in said[1:])]


def sound(clause: Json) -> bool:
    """A rule's conclusion speaks of nobody whom its condition does not name."""
    if "if" not in clause:
        return True
    loose = {term for term in terms(clause["then"]) if is_variable(term)}
    return loose.issubset(terms(clause["if"]))


def asked(ways: list[Json]) -> list[Formula]:
    """A statement's readings as formulas whose truth is asked."""
    found: list[Formula] = []
    for clause in ways:
        formula = clause["then"] if "if" not in clause else ["or", ["not", clause["if"]], clause["then"]]
        if formula not in found:
            found.append(formula)
    return found
