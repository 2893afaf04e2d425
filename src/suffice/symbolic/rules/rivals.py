"""Rules that would say opposite things of somebody: "members may vote" beside "nobody under 18 may vote".

By logic alone a member is then 18; whoever writes so means that one of the two gives way, and does not say which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suffice.records import Json
from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.rules.forms import Forms
from suffice.symbolic.rules.ground import about
from suffice.symbolic.rules.language import CONNECTIVES, Formula, is_variable, terms
from suffice.symbolic.rules.lexical import LIVING
from suffice.symbolic.rules.prove import Theory

Clause = Mapping[str, Json]
Atom = tuple[str, ...]
_EXPLICIT = frozenset("every each all no nobody none nothing everyone everybody everything".split())


def rivals(clauses: Sequence[Clause], asked: Sequence[Formula], forms: Forms) -> tuple[Clause, Clause] | None:
    """Two rules for everybody with opposite conclusions, where one of them is met by somebody who, for all that the
    other clauses say, may meet the other, too."""
    heads: dict[Atom, tuple[list[Clause], list[Clause]]] = {}
    for clause in clauses:
        for positive, atom in _concluded(clause["then"]):
            if set(atom[1:]) == {"?x"} or (len(atom) > 2 and atom[1] == "?x" and not any(map(is_variable, atom[2:]))):
                heads.setdefault(tuple(atom), ([], []))[not positive].append(clause)
                if positive and atom[0].startswith("must "):  # what somebody must they may
                    allowed = (f"may {atom[0].removeprefix('must ')}", *atom[1:])
                    heads.setdefault(allowed, ([], []))[0].append(clause)
    sources: dict[int, Clause] = {}
    for clause, denial in _demands(clauses):
        atom = tuple(denial["then"][1])
        if atom in heads and not atom[0].startswith("is "):
            heads[atom][1].append(denial)
            sources[id(denial)] = clause
    said = [
        *(n for clause in clauses for n in forms.of(clause).names),
        *(n for formula in asked for n in terms(formula)),
    ]
    names = [name for name in dict.fromkeys(said) if not is_variable(name)]
    for atom, (grants, denials) in heads.items():
        if not grants or not denials:
            continue
        ruling = [sources.get(id(rule), rule) for rule in (*grants, *denials)]
        rest = [clause for clause in clauses if not any(clause is one for one in ruling)]
        for grant in grants:
            for denial in denials:
                if not _as_in_logic(atom, grant, denial) and any(
                    _met(rest, grant, denial, name, forms) for name in names
                ):
                    return grant, denial
        for sure, open_ in ((grants, denials), (denials, grants)):
            against = [rule for rule in open_ if not any(_as_in_logic(atom, one, rule) for one in sure)]
            if len(sure) > 1 and against and any(_has_cases(rule["then"]) for rule in rest):
                found = next(
                    (rule for rule in against for name in names if _met_by_cases(rest, sure, rule, name, forms)), None
                )
                if found is not None:
                    return sure[0], found
    return None


def _met_by_cases(rest: Sequence[Clause], sure: Sequence[Clause], open_: Clause, name: str, forms: Forms) -> bool:
    """Whether in every case one of some rules is met, though none is in all, and the other may be."""
    conditions = [about(rule["if"], name) for rule in sure if "if" in rule]
    if len(conditions) < len(sure) or "if" not in open_:
        return True
    one_of, other = ["or", *conditions], about(open_["if"], name)
    theory = Theory(rest, [one_of, other], forms)
    return theory.clash is None and theory.entails(one_of) is True and theory.entails(other) is not False


def _has_cases(then: Formula) -> bool:
    return then[0] == "or" or (then[0] in ("and", "not") and any(map(_has_cases, then[1:])))


def _demands(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, Clause]]:
    """What rules demand of whoever may do something, as rules that forbid it to others: only members may enter, to
    enter you must be 18, nobody may enter without a mask. Each with the rule that it comes from."""
    granted = {tuple(atom) for clause in clauses for positive, atom in _concluded(clause["then"]) if positive}
    for clause in clauses:
        if "if" in clause and _narrows(str(clause.get("text", "")).lower()):
            found = [*_each(clause["if"])]
            for at, atom in enumerate(found):
                if atom[0] not in (*CONNECTIVES, "cmp"):
                    condition = ["and", *found[:at], *found[at + 1 :], ["not", clause["then"]]]
                    yield clause, {**clause, "if": condition, "then": ["not", atom]}
        for positive, atom in _concluded(clause["then"]):
            for wider in () if positive else granted:
                if wider[0].startswith("may ") and atom[0].startswith(f"{wider[0]} ") and [*wider[1:]] == atom[1:]:
                    yield clause, {**clause, "then": ["not", [*wider]]}


def _narrows(text: str) -> bool:
    return ("only" in text or text.startswith("to")) and ("only" in text.split() or text.split()[:1] == ["to"])


def _concluded(then: Formula) -> Iterator[tuple[bool, Formula]]:
    """The atoms that a conclusion states or denies outright."""
    if then[0] == "and":
        for part in then[1:]:
            yield from _concluded(part)
    elif then[0] == "not" and then[1][0] not in (*CONNECTIVES, "cmp"):
        yield False, then[1]
    elif then[0] not in (*CONNECTIVES, "cmp"):
        yield True, then


def _as_in_logic(atom: Atom, *rules: Clause) -> bool:
    """Every cat is calm, wumpuses are red: what is said of all without exception, or of kinds that the text made up,
    so that nobody knows an exception; and is no matter of who may."""
    return atom[0].startswith("is ") and all(_explicit(rule) or _made_up(rule) for rule in rules)


def _explicit(rule: Clause) -> bool:
    return str(rule.get("text", "")).lower().partition(" ")[0] in _EXPLICIT


def _made_up(rule: Clause) -> bool:
    """Whether a rule speaks of one kind, whose name is no word of the lexicon."""
    kind = rule["if"][0].removeprefix("is a ") if "if" in rule and rule["if"][0] not in CONNECTIVES else ""
    return kind.isalpha() and kind != "cmp" and kind not in nouns() and kind not in LIVING


def _met(rest: Sequence[Clause], one: Clause, other: Clause, name: str, forms: Forms) -> bool:
    conditions = [about(rule["if"], name) for rule in (one, other) if "if" in rule]
    both = ["and", *conditions] if len(conditions) > 1 else conditions[0] if conditions else None
    if both is None:
        return True
    needed = [[*_each(condition)] for condition in conditions]
    denied = [[["not", part] for part in condition] for condition in needed]
    theory = Theory(rest, [both, *(part for condition in denied for part in condition)], forms)
    if theory.clash is not None or not theory.possible(both):
        return False
    met = [not any(theory.possible(part) for part in condition) for condition in denied]
    return any(met) or len(conditions) == 1


def _each(condition: Formula) -> Iterator[Formula]:
    if condition[0] == "and":
        for part in condition[1:]:
            yield from _each(part)
    else:
        yield condition
