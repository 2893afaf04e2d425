"""The literals that only this family needs."""

from __future__ import annotations

from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.ordering.acts import act, act_done, act_plain, openers
from suffice.symbolic.ordering.games import distinct, intro
from suffice.symbolic.ordering.lists import group_noun, header, listing, o_table, place, roll, title, weekday_name
from suffice.symbolic.ordering.mentions import item
from suffice.symbolic.ordering.scales import comparative, o_nth, o_num, positive, superlative
from suffice.symbolic.ordering.scene import o_scene
from suffice.symbolic.ordering.verbs import bases, forms


def install(grammar: Grammar) -> None:
    found = (header, weekday_name, title, item, roll, group_noun, place, comparative, superlative, o_nth, o_num,
             act, act_plain, act_done, o_scene, intro, listing, positive, distinct, o_table)  # fmt: skip
    grammar.literals |= {literal.__name__: literal for literal in found}
    grammar.openers |= {"distinct": frozenset(("no", "each", "to", "once", "it", "the"))}
    grammar.openers |= {"act": openers(), "act_plain": frozenset(forms()) | {"be"}, "act_done": frozenset(bases())}
