"""The literals that only this family needs."""

from __future__ import annotations

from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.ordering.lists import group_noun, header, place, roll, title, weekday_name
from suffice.symbolic.ordering.roster import item
from suffice.symbolic.ordering.scales import comparative, o_nth, o_num, superlative


def install(grammar: Grammar) -> None:
    found = (header, weekday_name, title, item, roll, group_noun, place, comparative, superlative, o_nth, o_num)
    grammar.literals |= {literal.__name__: literal for literal in found}
