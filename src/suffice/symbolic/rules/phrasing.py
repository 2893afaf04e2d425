"""Formulas and clauses in plain English."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from suffice.records import Json
from suffice.symbolic.english.phrases import adjectives
from suffice.symbolic.rules import lexical, words
from suffice.symbolic.rules.language import CONNECTIVES, OPERATIONS, Formula, is_variable, terms

_WORDS = {"lt": "below", "le": "at most", "gt": "above", "ge": "at least", "eq": "exactly", "ne": "not exactly"}
WORDINGS = 4096  # names and predicates whose wording is remembered
_VARIABLES = {"?x": "somebody", "?y": "another", "?z": "a third"}


def phrase(formula: Formula) -> str:
    """A clause of a sentence: ``Anne is kind``, ``Tom is not a member and the age of Tom is at least 18``."""
    head = formula[0]
    if head == "not":
        inner = formula[1]
        if inner[0] == "not":
            return phrase(inner[1])
        if inner[0] in ("and", "or"):
            return f"it is not so that {phrase(inner)}"
        return _atom(inner, False)
    if head in ("and", "or"):
        return f" {head} ".join(
            f"({phrase(part)})" if part[0] in ("and", "or") else phrase(part) for part in formula[1:]
        )
    return _atom(formula, True)


def sentence(clause: Mapping[str, Json], told: bool = False) -> str:
    """A clause as a sentence that the reader of this family reads as the same clause, where it can; ``told``: the one
    of games."""
    if "if" not in clause:
        return _capital(phrase(clause["then"])) + "."
    one, other = ("something", "it") if told else ("an individual", "the individual")
    condition, then = _of_one(clause["if"], one), _of_one(clause["then"], other)
    if condition is None:
        return f"If {phrase(clause['if'])}, then {phrase(clause['then'])}."
    if then is None and "?x" not in terms(clause["then"]):
        then = phrase(clause["then"])
    return f"If {condition}, then {then or phrase(clause['then'])}."


def question(asked: Formula) -> str:
    """Whether it is so, as a question: "Is Tom late?", "Does Tom get a coat?"."""
    if _of_age(asked):
        return f"Is {_term(asked[2][1])} {_age(asked)}?"
    if asked[0] in (*CONNECTIVES, "cmp"):
        return f"Is it so that {phrase(asked)}?"
    subject, (verb, *rest), others = _term(asked[1]), asked[0].split(), [*map(_term, asked[2:])]
    if verb in ("is", "was", "may", "must", "can"):
        return " ".join([_capital(verb), subject, *_after(verb, rest), *others]) + "?"
    if _is_past(verb) or (verb, *rest[:1]) == ("has", "been"):
        return f"Is it so that {phrase(asked)}?"
    return " ".join(["Does", subject, words.base(verb) or verb, *rest, *others]) + "?"


def _of_one(formula: Formula, subject: str) -> str | None:
    """What is said of ?x alone, with the subject said once: "somebody is late and gets a coat"; else None."""
    head = formula[0]
    if head not in OPERATIONS and len(formula) == 2:
        return f"{subject} {_verb(head, True)}" if formula[1] == "?x" else None
    several = formula[1:] if head in ("and", "or") else [formula]
    said: list[str] = []
    for part in several:
        atom = part[1] if part[0] == "not" else part
        if _of_age(part) and part[2][1] == "?x":
            said.append(f"is {_age(part)}")
            continue
        if atom[0] in (*CONNECTIVES, "cmp") or atom[1] != "?x" or any(map(is_variable, atom[2:])):
            return None
        said.append(" ".join([_verb(atom[0], part[0] != "not"), *map(_term, atom[2:])]))
    return f"{subject} " + f" {formula[0]} ".join(said)


def value_text(value: Json) -> str:
    size = _decimal(value[1]) if value[0] != "date" else value[1]
    if value[0] == "money":
        return f"{size} {value[2]}"
    if value[0] == "qty":  # units that are words have a plural, symbols have none
        word = len(value[2]) > 3 or value[2] == "day"
        return f"{size} {value[2]}{'s' if word and size != '1' else ''}"
    return f"{size}%" if value[0] == "pct" else size


@lru_cache(WORDINGS)
def _decimal(text: str) -> str:
    """5/2 as 2.5; a fraction without end stays one."""
    size = Fraction(text)
    ten = size * 10**6
    return f"{ten.numerator / 10**6:.6f}".rstrip("0").rstrip(".") if "/" in text and ten.denominator == 1 else text


def _atom(atom: Formula, positive: bool) -> str:
    if atom[0] == "cmp":
        _, operator, (attribute, term), value = atom
        if _of_age(atom):
            return f"{_term(term)} is {'' if positive else 'not '}{_age(atom)}"
        verb = "is" if positive else "is not"
        return f"the {attribute} of {_term(term)} {verb} {_WORDS[operator]} {value_text(value)}"
    name, subject, *others = atom
    return " ".join([_term(subject), _verb(name, positive, subject == "i"), *map(_term, others)])


def _of_age(atom: Formula) -> bool:
    return atom[0] == "cmp" and atom[2][0] == "age" and atom[3][0] == "num" and atom[1] != "ne"


def _age(atom: Formula) -> str:
    ways = {"lt": "under", "le": "at most", "gt": "over", "ge": "at least", "eq": "exactly"}
    return f"{ways[atom[1]]} {atom[3][1]} years old"


@lru_cache(WORDINGS)
def _verb(name: str, positive: bool, first_person: bool = False) -> str:
    """What is said, of one: "is late", "does not get a coat", "must not be a member"."""
    verb, *rest = name.split()
    if verb in ("is", "was", "had") or name.startswith("has been "):
        verb = "am" if first_person and verb == "is" else verb
        return " ".join([verb, *rest] if positive else [verb, "not", *rest])
    if verb in ("may", "must", "can"):
        after = _after(verb, rest)
        if positive:
            return " ".join([verb, *after])
        return " ".join([{"may": "must not", "can": "cannot", "must": "does not have to"}[verb], *after])
    if _is_past(verb):
        return name if positive else f"did not ({name})"
    if not rest and name in adjectives():
        return f"is {name}" if positive else f"is not {name}"
    plain = words.base(verb) or verb
    if positive:
        return " ".join([plain if first_person else third_person(plain), *rest])
    return " ".join(["do not" if first_person else "does not", plain, *rest])


def _after(verb: str, rest: list[str]) -> list[str]:
    return ["be", *rest[1:]] if verb in ("may", "must", "can") and rest[:1] == ["is"] else rest


def _is_past(verb: str) -> bool:
    return verb in lexical.PAST_FORMS or (verb.endswith("ed") and len(verb) > 4 and not verb.endswith("eed"))


def third_person(verb: str) -> str:
    """get -> gets; the way back from ``words.base``."""
    for third, plain in words.VERBS.items():
        if plain == verb:
            return third
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


@lru_cache(WORDINGS)
def _term(term: str) -> str:
    """A name as it is written: Tom, the cat, Ann's order, my order, order 12."""
    if term in _VARIABLES:
        return _VARIABLES[term]
    if term == "i":
        return "I"
    first, _, rest = term.partition(" ")
    if first in ("the", "my", "our", "any", "a", "an") or term[-1:].isdigit() or term.startswith("("):
        return term
    if first.endswith("'s"):
        return f"{_capital(first)} {rest}"
    return " ".join(map(_capital, term.split()))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
