"""Whether a Problem of rules that somebody wrote for a text accounts for it, clause by clause.

Each clause quotes the words that it comes from. Every word of weight there must be in the clause, and every word of
the clause there; what is denied, what is the condition and what follows, and how a figure compares must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from suffice.records import Json
from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.english.text import Token, analyse
from suffice.symbolic.formal.compared import BEHIND, GRADES, NAMING, compared, figures, spelled
from suffice.symbolic.formal.ends import NUMBERS
from suffice.symbolic.formal.quotes import NEGATIONS, Quoted, Span, of_two_times, remark, stem, taken_apart
from suffice.symbolic.rules.language import KINDS, is_variable, parts, terms

_EVERYBODY = frozenset("every each all any anyone anybody anything everyone everybody everything whoever".split())
_SOMEBODY = frozenset("someone somebody something person people thing things ones one those who that which".split())
_SMALL = frozenset(
    "only a an the if then is are am ca be been being was were 's 're has have had do does did will shall it he she"
    " they them him her his its their i you we my your our and or also both either so in case when whenever of to"
    " at on for with as there this these than more less least most over under above below exceeding exceeds up fewer"
    " minimum maximum years year old aged age from by within until before after between no please question"
    " following".split()
)
_LITTLE = _EVERYBODY | _SOMEBODY | NEGATIONS | _SMALL  # words that no formula holds, and that say nothing alone
_TWISTED = frozenset(  # what turns a sentence round, or takes back a part of it
    "unless except excepting excluding only but although though however without apart otherwise instead even neither"
    " nor most many few several some usually often sometimes normally generally typically mostly likely almost nearly"
    " provided whether regardless former latter respectively same other others another else".split()
)
_ASKS = re.compile(  # a question that Yes, No or a name answers
    r"(?:.*[,:]\s*)?(?:is|are|was|were|does|do|did|can|could|may|must|has|have|will|would|should|who|which|am)\b",
    re.IGNORECASE,
)
_RULE_WORDS = frozenset(
    "if every each all any anyone anybody everyone everybody must may can cannot only no unless rule rules policy"
    " eligible qualifies qualify allowed required entitled".split()
)


def account(source: str, body: Mapping[str, Any]) -> str | None:
    """What in the body or in the text is not accounted for by the other; None if all is."""
    if body.get("form", {}).get("yesno") and "who" in body["ask"]:
        return "Yes or No is asked for, and who"
    unknown = [*(body.keys() - {"clauses", "ask", "form"}), *(body["ask"].keys() - {"truth", "who"})]
    unknown += [key for clause in body["clauses"] for key in clause.keys() - {"if", "then", "text"}]
    if unknown:
        return f"'{unknown[0]}' is not for translators"
    if any(not clause.get("text") for clause in body["clauses"]):
        return "each clause is to quote the words it comes from, in 'text'"
    apart = taken_apart(source, [clause["text"] for clause in body["clauses"]])
    if isinstance(apart, str):
        return apart
    if of_two_times(apart):
        return "what was and what is are told together"
    for span in apart.rest:
        if not remark("rules", span):
            return f"it leaves out '{span.said[:60]}'"
    groups: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    spans: dict[tuple[int, int], Span] = {}
    for span, clause in zip(apart.quotes, body["clauses"], strict=True):
        groups.setdefault((span.start, span.end), []).append(clause)
        spans[span.start, span.end] = span
    for place, clauses in groups.items():
        wrong = _sentence(spans[place], clauses)
        if wrong:
            return f"'{spans[place].said[:60]}': {wrong}"
    return _asked(apart, body["ask"])


def tells(source: str) -> bool:
    """Whether the text may hold rules or facts of kinds, and a question about them."""
    text = analyse(source)
    words = {token.form for token in text.tokens}
    general = any(nouns().get(form, form) != form for form in (text.tokens[start].form for start in text.starts))
    asks = any(_ASKS.match(text.slice(one.start, one.end)) for one in text.sentences if one.mark == "?")
    return len(text.sentences) > 1 and asks and (general or not words.isdisjoint(_RULE_WORDS))


def _sentence(span: Span, clauses: Sequence[Mapping[str, Any]]) -> str | None:
    """What of a sentence is not in its clauses, or the other way round."""
    only = span.forms[:1] == ("only",)
    at_most = any(pair == ("at", "most") for pair in pairwise(span.forms))
    twist = next((one for one in span.forms[only:] if one in _TWISTED and not (one == "most" and at_most)), None)
    if twist is not None:
        return f"no clause shows whether '{twist}' was understood"
    formulas = [clause[key] for clause in clauses for key in ("if", "then") if key in clause]
    wrong = _words(span, formulas)
    if wrong:
        return wrong
    if any(map(_twice, formulas)) or span.denials != sum(map(_denials, formulas)):
        return _DENIED
    mixed = _mixed(clauses) or next(filter(None, (_voice(span, formula) for formula in formulas)), None)
    if mixed:
        return mixed
    general = any(is_variable(term) for formula in formulas for term in terms(formula))
    rules = [clause for clause in clauses if "if" in clause]
    if general != bool(rules):
        return "a rule has a condition and speaks of ?x; a fact has none and speaks of names"
    conditional = "if" in span.words or "when" in span.words
    if not general and (conditional or not span.words.isdisjoint(_EVERYBODY)):
        return "a rule of the text is told as a fact"
    if _alternative(span.forms) != any("or" in _heads(formula) for formula in formulas):
        return "it is an alternative in one and not in the other"
    if not rules:
        return None if span.denied == any("not" in _heads(f) for f in formulas) else _DENIED
    return next(filter(None, (_rule(span, clause, conditional) for clause in rules)), None)


_DENIED = "it is denied in one and not in the other"


def _mixed(clauses: Sequence[Mapping[str, Any]]) -> str | None:
    """Of several things that one quote tells of several, nobody could see which is of whom."""
    rules = [clause for clause in clauses if "if" in clause]
    if len({repr(rule["if"]) for rule in rules}) > 1 and len({repr(rule["then"]) for rule in rules}) > 1:
        return "it holds several rules: quote each by itself"
    if rules and len(rules) < len(clauses):
        return "it holds a rule and a fact: quote each by itself"
    if any(part[0] == "cmp" for rule in rules for part in parts(rule["then"])):
        return "amounts that follow are not translated"
    told = [part for clause in clauses if "if" not in clause for part in parts(clause["then"])]
    who = {part[2][1] if part[0] == "cmp" else part[1] for part in told}
    what = {part[2][0] if part[0] == "cmp" else repr([part[0], *part[2:]]) for part in told}
    if len(who) > 1 and len(what) > 1:
        return "it tells several things of several: quote each by itself"
    return None


def _voice(span: Span, formula: Json) -> str | None:
    """The cat chases the dog: who does it comes first, then what is done, then to whom; and sizes come in the order of
    what they are sizes of."""
    sized: dict[str, list[tuple[str, Fraction]]] = {}
    for part in parts(formula):
        if part[0] == "cmp":
            if part[3][0] != "date":
                sized.setdefault(part[3][0], []).append((part[2][0], Fraction(part[3][1])))
            continue
        places = [_first(span, text) for text in (part[1], part[0], *part[2:])]
        known = [place for place in places if place is not None]
        if len(part) > 2 and known != sorted(known):
            return "who does it to whom is not what the text says"
    told = [size for _, size in figures(span)]
    for several in sized.values():
        if len({attribute for attribute, _ in several}) > 1:
            named = [_first(span, attribute) for attribute, _ in several]
            if None in named or any(size not in told for _, size in several):
                return "nobody can tell which figure is of what"
            order = [told.index(size) for _, size in sorted(several, key=lambda one: _first(span, one[0]) or 0)]
            if order != sorted(order):
                return "nobody can tell which figure is of what"
    return None


def _first(span: Span, text: str) -> int | None:
    """Where the first word of weight of a name or a predicate stands; None for variables and small words."""
    if is_variable(text):
        return None
    roots = [stem(token.form) for token in analyse(text).tokens if _weighs(token)]
    return next((at for at, form in enumerate(span.forms) if roots and stem(form) == roots[0]), None)


def _alternative(forms: Sequence[str]) -> bool:
    """Whether an "or" stands there that is no part of how a figure compares."""
    words = {words for words, _ in BEHIND}
    return any(form == "or" and tuple(forms[at : at + 2]) not in words for at, form in enumerate(forms))


def _rule(span: Span, clause: Mapping[str, Any], conditional: bool) -> str | None:
    """Condition and consequence as the text has them: around an "if", or one after the other."""
    if conditional:
        start = next(n for n, form in enumerate(span.forms) if form in ("if", "when"))
        if sum(form in ("if", "when", "whenever") for form in span.forms) > 1:
            return "more than one condition is told"
        end = next((n for n in range(start, len(span.forms)) if span.forms[n] in (",", "then")), len(span.forms))
        if start and end < len(span.forms):
            return "nobody can tell where the condition ends"
        if not start and end == len(span.forms):
            return "nobody can tell where the condition ends"
        condition = span.tokens[start:end]
        rest = (*span.tokens[:start], *span.tokens[end:])
        for formula, tokens in ((clause["if"], condition), (clause["then"], rest)):
            missing = _stems([formula]) - {stem(token.form) for token in tokens} - _figured([formula])
            if missing:
                return "condition and consequence are not those of the text"
            if ("not" in _heads(formula)) != any(token.form in NEGATIONS for token in tokens):
                return _DENIED
        return None
    if span.forms[:1] == ("to",):
        return "what is needed for it is not what suffices"
    only = span.forms[:1] == ("only",)  # only members may enter: who may enter is a member
    one, other = (_stems([clause[key]]) for key in (("then", "if") if only else ("if", "then")))
    last = max((_where(span, word)[-1] for word in one), default=-1)
    first = min((_where(span, word)[0] for word in other - one), default=len(span.forms))
    if last > first or (only and span.denied):
        return "condition and consequence are not those of the text"
    denied = [at for at, form in enumerate(span.forms) if form in NEGATIONS]
    before = [at for at in denied if 0 < at < last]
    after = [at for at in denied if at not in before]
    if bool(before) != ("not" in _heads(clause["if"])) or bool(after) != ("not" in _heads(clause["then"])):
        return _DENIED
    return None


def _where(span: Span, wanted: str) -> list[int]:
    return [at for at, form in enumerate(span.forms) if stem(form) == wanted] or [-1]


def _asked(apart: Quoted, ask: Mapping[str, Any]) -> str | None:
    if len(apart.question) != 1:
        return "one question is translated" if apart.question else "nothing is asked"
    span = apart.question[0]
    formula = ask.get("truth") or ask["who"]
    who = not {"who", "which", "whom"}.isdisjoint(span.forms[:3])
    if who != ("who" in ask):
        return "it is asked whether, or who"
    if not span.words.isdisjoint(_TWISTED | {"if", "how", "why", "what", "when", "where", "much"}):
        return "a question that supposes something is not translated"
    if span.denied != ("not" in _heads(formula)) or _twice(formula):
        return _DENIED
    return _words(span, [formula]) or _voice(span, formula)


def _words(span: Span, formulas: Sequence[Json]) -> str | None:
    """Every word of weight of the sentence in the formulas, and the other way round; figures as they compare."""
    held = [(part[1], part[3]) for formula in formulas for part in parts(formula) if part[0] == "cmp"]
    if any(value[0] not in KINDS for _, value in held):
        return "what is compared with is to be a plain value"
    wrong = compared(span, figures(span), held)
    if wrong:
        return wrong
    said = {stem(token.form): token.form for token in span.tokens if token.kind == "word"}
    said |= {"can": "can"} if "cannot" in span.words or "ca" in span.words else {}
    currencies = {str(part) for _, value in held for part in value[2:]}
    units = {stem(word) for unit in currencies for word in (unit, *spelled(unit))}
    wanted = _stems(formulas)
    sized = bool(held)
    for root, word in said.items():
        told = word in _LITTLE or root in wanted or (word in NUMBERS and word != "one")
        if not told and not (sized and (root in units or word in GRADES or word.upper() in currencies)):
            return f"it leaves out '{word}'"
    for root in wanted:
        if root not in said and not (sized and root in NAMING):
            return f"'{root}' does not stand there"
    return None


def _stems(formulas: Iterable[Json]) -> set[str]:
    """The stems of all words of weight in predicates, attributes and names."""
    found: set[str] = set()
    for text in _texts(formulas):
        found |= {stem(token.form) for token in analyse(text).tokens if _weighs(token)}
    return found


def _texts(formulas: Iterable[Json]) -> Iterator[str]:
    for formula in formulas:
        for part in parts(formula):
            yield part[2][0] if part[0] == "cmp" else part[0]
        yield from (term for term in terms(formula) if not is_variable(term))


def _weighs(token: Token) -> bool:
    return token.kind == "word" and token.form not in _LITTLE


def _figured(formulas: Iterable[Json]) -> set[str]:
    """Names of attributes that a text need not say beside a figure."""
    compared = any(part[0] == "cmp" for formula in formulas for part in parts(formula))
    return set(NAMING) if compared else set()


def _twice(formula: Json) -> bool:
    """Whether a denial is denied."""
    if formula[0] == "not" and formula[1][0] == "not":
        return True
    return formula[0] in ("not", "and", "or") and any(map(_twice, formula[1:]))


def _denials(formula: Json) -> int:
    if formula[0] not in ("not", "and", "or"):
        return 0
    return (formula[0] == "not") + sum(map(_denials, formula[1:]))


def _heads(formula: Json) -> set[str]:
    if formula[0] not in ("not", "and", "or"):
        return set()
    return {formula[0]}.union(*(_heads(part) for part in formula[1:]))
