"""Words as what a tier makes of somebody: Gold, an A, high risk; paid automatically."""

from __future__ import annotations

from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.rules import lexical, words

_ARTICLES = frozenset(("a", "an", "the"))
_CLASSES = frozenset(
    """
    gold silver bronze platinum diamond basic standard premium plus economy business regular vip elite starter
    small medium large low moderate high normal critical minor major mild severe light heavy
    pass fail merit distinction credit excellent good fair poor satisfactory
    junior senior intermediate beginner advanced expert novice underweight overweight
    """.split()
)
_KINDS = frozenset("tier level class category band grade status group risk zone size priority".split())


def install(grammar: Grammar) -> None:
    grammar.literals["label"] = label
    grammar.literals["p_years"] = years
    grammar.literals["p_deed"] = deed


def label(parse: Parse, index: int) -> list[Match]:
    """The name of a class -> ``["label", as written]``: Gold, a B, category 2, low risk."""
    at = index + (parse.form(index) in _ARTICLES)
    if at >= parse.end:
        return []
    token = parse.tokens[at]
    if token.form in _KINDS and at + 1 < parse.end:  # category 2, zone B
        behind = parse.tokens[at + 1]
        named = behind.form.isdigit() or (behind.capital and len(behind.form) == 1)
        return [(at + 2, ["label", f"{token.form} {behind.raw}"])] if named else []
    single = token.kind == "word" and len(token.form) == 1 and token.capital and token.form != "i"
    if not single and token.form not in _CLASSES:
        return []
    stop = at + 1
    if single and parse.form(stop) in ("+", "-") and parse.tokens[stop].glued:
        return [(stop + 1, ["label", token.raw + parse.form(stop)])]
    found: list[Match] = [(stop, ["label", token.raw])]
    if parse.form(stop) in _KINDS:
        found.append((stop + 1, ["label", token.raw]))
    return found


def years(parse: Parse, index: int) -> list[Match]:
    """The figure of "a 70-year-old"."""
    form = parse.form(index)
    return [(index + 1, ["num", form])] if form.isdigit() and len(form) < 4 and parse.form(index + 1) == "-" else []


def deed(parse: Parse, index: int) -> list[Match]:
    """What is done to somebody or something, in the words of the text: paid automatically, reviewed by an adjuster."""
    form = parse.form(index)
    participle = form in lexical.PARTICIPLES or (form.endswith("ed") and len(form) > 4)
    if not participle or form in words.CLOSED:
        return []
    found: list[Match] = [(index + 1, form)]
    after = parse.form(index + 1)
    if after.endswith("ly") and after not in words.CLOSED:
        found.append((index + 2, f"{form} {after}"))
    elif after in ("in", "by", "to"):
        at = index + 2 + (parse.form(index + 2) in _ARTICLES)
        named = parse.form(at)
        if named.isalpha() and named not in words.CLOSED and not named.endswith("ing"):
            found.append((at + 1, " ".join(parse.form(n) for n in range(index, at + 1))))
    return found
