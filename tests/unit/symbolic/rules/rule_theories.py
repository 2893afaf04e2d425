"""Made-up Problems of rules, for the tests of this folder."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import strategies as st

NAMES = ("ann", "bob")
PREDICATES = ("is kind", "is a cat")
LETTERS = ("is a", "is b", "is c", "is d")


def formulas(terms, depth=2):
    atom = st.tuples(st.sampled_from(PREDICATES), st.sampled_from(terms)).map(list)
    size = st.sampled_from(("10", "20")).map(lambda text: ["num", text])
    operator = st.sampled_from(("lt", "le", "gt", "ge", "eq", "ne"))
    compared = st.tuples(operator, st.sampled_from(terms), size).map(lambda t: ["cmp", t[0], ["age", t[1]], t[2]])
    leaf = st.one_of(atom, atom, compared)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            inner.map(lambda f: ["not", f]),
            st.tuples(st.sampled_from(("and", "or")), inner, inner).map(list),
        ),
        max_leaves=3,
    )


facts = formulas(NAMES).map(lambda f: {"then": f})
rules = st.tuples(formulas(("?x",)), formulas(("?x",))).map(lambda pair: {"if": pair[0], "then": pair[1]})


def chain(rng: random.Random, length: int) -> dict:
    """Kinds that imply one another, somebody of the first, distractors; asked of the last or of its opposite."""
    kinds = [f"is a k{number}" for number in range(length)]
    clauses = [{"if": [a, "?x"], "then": [b, "?x"]} for a, b in pairwise(kinds)]
    clauses += [{"if": ["is odd", "?x"], "then": ["not", [rng.choice(kinds), "?x"]]}, {"then": [kinds[0], "ann"]}]
    clauses += [{"if": ["cmp", "ge", ["age", "?x"], ["num", "18"]], "then": ["is adult", "?x"]}]
    clauses += [{"then": ["cmp", "eq", ["age", "ann"], ["num", "30"]]}]
    rng.shuffle(clauses)
    asked = rng.choice([[kinds[-1], "ann"], ["is odd", "ann"], ["is adult", "ann"], ["not", [kinds[-1], "ann"]]])
    return {"clauses": clauses, "ask": {"truth": asked}, "form": {}}


def literals(terms):
    atom = st.tuples(st.sampled_from(LETTERS), st.sampled_from(terms)).map(list)
    return st.one_of(atom, atom.map(lambda a: ["not", a]))


def conditions(terms):
    pair = st.tuples(st.sampled_from(("and", "and", "or")), literals(terms), literals(terms)).map(list)
    return st.one_of(literals(terms), pair)


ranked = st.one_of(
    st.tuples(conditions(("?x",)), literals(("?x",))),
    st.tuples(conditions(("?x", "ann")), literals(("bob",))),
).map(lambda pair: {"if": pair[0], "then": pair[1]})


@st.composite
def rankings(draw):
    clauses = [{"then": fact} for fact in draw(st.lists(literals(NAMES), min_size=1, max_size=3))]
    found = draw(st.lists(ranked, min_size=1, max_size=5))
    clauses += [{**rule, "name": f"rule {number}"} for number, rule in enumerate(found, 1)]
    order = draw(st.permutations([f"rule {number}" for number in range(1, len(found) + 1)]))
    pairs = [[a, b] for n, a in enumerate(order) for b in order[n + 1 :] if draw(st.booleans())]
    asked = draw(literals(NAMES))
    return {"clauses": clauses, "prefer": pairs, "told": True, "ask": {"truth": asked}, "form": {"unknown": "Unknown"}}
