"""When "it cannot be known" may be said: only of words that bear no meaning on one another.

That somebody is a bachelor leaves open, by logic alone, whether he is married; nobody who asks means that. So neither
is answered unless every word is of a small vocabulary in which no word implies or excludes another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from suffice.records import Json
from suffice.symbolic.rules.language import Formula, parts, terms

_APART = frozenset(
    """
    is a big blue cold furry green kind nice quiet red rough round smart white young
    chase eat like need see visit
    bear cat cow dog lion mouse rabbit squirrel tiger wolf eagle
    """.split()
)
_PUBLIC = frozenset("bald eagle".split())


# Words that bear on one another all the same; puzzles that ask for "true, false or unknown" agree not to look at that.
_NEAR = tuple(
    map(
        frozenset,
        map(str.split, ("blue green red white", "kind nice", "rough round", "chase see visit", "like need eat")),
    )
)


def blind(clauses: Iterable[Mapping[str, Json]], asked: Formula, puzzle: bool = False) -> str | None:
    """A word that may decide by its meaning what the clauses leave open; None if there is none. ``puzzle``: words are
    taken as mere signs."""
    said = [atom for clause in clauses for key in ("if", "then") if key in clause for atom in parts(clause[key])]
    told = {term for atom in said for term in _terms(atom)}
    atoms = [*parts(asked), *said]
    for term in terms(asked):
        if term not in told or any(other != term and other.split()[-1] == term.split()[-1] for other in told):
            return term  # the box and the red box may be one, as Robert and Bob may
    compared = next((atom[2][0] for atom in atoms if atom[0] == "cmp"), None)
    if compared is not None:
        return str(compared)
    predicates = dict.fromkeys(atom[0] for atom in atoms)
    names = told.union(terms(asked))
    animals = {predicate.split()[-1] for predicate in predicates if predicate.startswith("is a ")}
    if animals and (len(animals) > 1 or any(term.startswith("the ") for term in names)):
        return min(animals)  # no dog is a cat
    spoken = dict.fromkeys(word for predicate in predicates for word in predicate.split())
    if not puzzle and (
        near := next((spoken.keys() & group for group in _NEAR if len(spoken.keys() & group) > 1), None)
    ):
        return min(near)
    strange = next((word for word in spoken if word not in _APART), None)
    return strange or next(
        (term for term in names if term.startswith("the ") and not set(term.split()[1:]) <= _APART | _PUBLIC), None
    )


def _terms(atom: Formula) -> list[str]:
    return atom[2][1:] if atom[0] == "cmp" else atom[1:]
