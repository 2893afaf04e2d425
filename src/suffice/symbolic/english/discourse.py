"""From a text to the Problems it states: every sentence read whole, every reading kept.

A sentence is a chain of clauses. Facts fill the roles of one scenario, the question picks a formula,
instructions set the answer's form, pleasantries are let go. Nothing may be left over: an unread
word, a role that no formula uses, or a second question means that the text was not understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product, zip_longest
from typing import Any

from suffice.records import Abstain, Code, Json
from suffice.symbolic.english import phrases
from suffice.symbolic.english.formula import names, without
from suffice.symbolic.english.grammar import Budget, Grammar, Parse
from suffice.symbolic.english.rows import choose, join, join_all
from suffice.symbolic.english.scenario import Case, Scenario, Tag
from suffice.symbolic.english.text import Sentence, Text, analyse

READINGS = 24  # more readings of one text than this are not followed
FILLERS = frozenset(
    "please pls plz kindly just simply actually really exactly precisely quickly though lol btw".split()
)
_GRADED = frozenset("over under above below short shy more less fewer about before after past around".split())
_ENTITIES = ("thing", "person")


@dataclass(frozen=True, slots=True)
class Clause:
    tag: Tag
    bindings: tuple[tuple[str, Any], ...]
    hypothetical: bool  # introduced by "if"


Read = tuple[Clause, ...]  # one reading of a sentence


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of a whole text: roles, what is asked, and the form of the answer."""

    scenario: str
    ask: str
    given: Mapping[str, Json]
    find: Json
    where: tuple[Json, ...]
    form: Mapping[str, Json]


def read(grammar: Grammar, scenarios: Mapping[str, Scenario], texts: Iterable[str]) -> list[Meaning] | Abstain:
    """Every meaning of ``texts`` (system prompts first, the request last), or why there is none."""
    sentences: list[list[Read]] = []
    sources = list(texts)
    for number, source in enumerate(sources, 1):
        text = analyse(source)
        parse = Parse(grammar, text)
        for sentence in text.sentences:
            try:
                reads = _sentence(parse, sentence) or _without_fillers(grammar, text, sentence)
                if not reads and number < len(sources) and _is_role(parse, sentence):
                    reads = [()]
            except Budget:
                return Abstain(Code.TOO_HARD, f"too many ways to read: '{_quote(text, sentence)}'")
            if sentence.mark == "?" and "you" not in {
                token.form for token in text.tokens[sentence.start : sentence.end]
            }:
                reads = [read for read in reads if not read or any(clause.tag.kind != "form" for clause in read)]
            if not reads:  # "And in euros?" asks once more, it is no instruction
                return Abstain(Code.NOT_MY_LANGUAGE, f"not understood: '{_quote(text, sentence)}'")
            sentences.append(reads)
    return _meanings(scenarios, sentences)


def _is_role(parse: Parse, sentence: Sentence) -> bool:
    """True for a sentence that only says who the assistant is ("Till of a bakery.")."""
    parse.within(sentence.end)
    return any(end == sentence.end for end, _ in parse.match("system_role", sentence.start))


def _without_fillers(grammar: Grammar, text: Text, sentence: Sentence) -> list[Read]:
    """The readings of a sentence once the words that say nothing are taken out; none if it holds no such words."""
    tokens = text.tokens[sentence.start : sentence.end]
    kept = tuple(
        token
        for token, following in zip_longest(tokens, tokens[1:])
        if token.form not in FILLERS or (following is not None and following.form in _GRADED)
    )
    if not kept or len(kept) == len(tokens):
        return []
    while len(kept) > 1 and kept[-1].form in (",", "-") and tokens[-1].form in FILLERS:
        kept = kept[:-1]  # ", please" at the end
    whole = Sentence(0, len(kept), sentence.mark)
    return _sentence(Parse(grammar, Text(text.source, kept, (whole,))), whole)


def _quote(text: Text, sentence: Sentence) -> str:
    words = " ".join(text.slice(sentence.start, sentence.end).split())
    return words if len(words) <= 120 else words[:117] + "..."


def _sentence(parse: Parse, sentence: Sentence) -> list[Read]:
    """Every way to read a sentence as clauses, whole."""
    parse.within(sentence.end)
    known: dict[tuple[int, bool, str | None, bool], list[Read]] = {}

    def chain(index: int, hypothetical: bool, scenario: str | None = None, elided: bool = False) -> list[Read]:
        """Every way to read on from ``index``; clauses of two scenarios do not go together."""
        key = (index, hypothetical, scenario, elided)
        if key in known:
            return known[key]
        known[key] = found = []
        tried: list[tuple[int, Clause]] = []
        for end, tag, bindings in parse.clauses(index, elided):
            if tag.scenario != scenario and scenario and tag.scenario:
                continue
            extra = {"ask": "ask_tail", "fact": "fact_tail", "each": "fact_tail", "part": "fact_tail"}.get(tag.kind)
            tails = [*parse.match("tail", end), *(parse.match(extra, end) if extra else ())]
            for stop, more in [(end, {}), *tails]:
                clause = Clause(tag, (*bindings, *more.items()) if isinstance(more, dict) else bindings, hypothetical)
                if (stop, clause) in tried:
                    continue
                tried.append((stop, clause))
                if stop == sentence.end:
                    found.append((clause,))
                    continue
                for after, kind in parse.match("joint", stop):
                    rests = chain(after, _conditional(kind), tag.scenario or scenario, tag.kind == "fact")
                    found += [(clause, *rest) for rest in rests]
            if len(found) > READINGS * 20:
                raise Budget
        return found

    reads = chain(sentence.start, False)
    for start, kind in parse.match("lead", sentence.start):
        reads = reads + chain(start, _conditional(kind))
    kept: list[Read] = []
    for read in reads:
        # a condition must belong to the question it stands beside
        if any(c.hypothetical for c in read) and not any(c.tag.kind == "ask" for c in read):
            continue
        meant = tuple(c for c in read if c.tag.kind != "skip")
        if meant not in kept:
            kept.append(meant)
    return kept


def _conditional(value: Any) -> bool:
    return isinstance(value, dict) and value.get("kind") == "if"


def _meanings(scenarios: Mapping[str, Scenario], sentences: list[list[Read]]) -> list[Meaning] | Abstain:
    asked = {
        clause.tag.scenario for reads in sentences for read in reads for clause in read if clause.tag.kind == "ask"
    }
    if not asked:
        return Abstain(Code.UNSUPPORTED, "nothing that can be computed is asked")
    found: list[Meaning] = []
    refusals: list[Abstain] = []
    for name in sorted(asked, key=str):
        assert name is not None
        options = [
            [read for read in reads if all(clause.tag.scenario in (None, name) for clause in read)]
            for reads in sentences
        ]
        if not all(options):
            continue
        ways = 1
        for option in options:
            ways *= len(option)
        if ways > READINGS:
            return Abstain(
                Code.AMBIGUOUS, f"there are {ways} ways to read this text; more than {READINGS} are not followed"
            )
        for chosen in product(*options):
            for result in _assemble(scenarios[name], [clause for read in chosen for clause in read]):
                if isinstance(result, Abstain):
                    refusals.append(result)
                elif result not in found:
                    found.append(result)
    bad = [r for r in refusals if r.code in (Code.INCONSISTENT, Code.AMBIGUOUS)]
    if found and not bad:
        return found if len(found) <= READINGS else Abstain(Code.AMBIGUOUS, f"more than {READINGS} readings")
    if bad:
        return bad[0]
    if refusals:
        return refusals[0]
    return Abstain(Code.UNSUPPORTED, "the facts and the question do not belong together in a way that is understood")


def _assemble(scenario: Scenario, clauses: list[Clause]) -> list[Meaning | Abstain]:
    """The meanings of one choice of clauses: one per formula that fits exactly."""
    roles: dict[str, Json] = {}
    form: dict[str, Json] = {}
    rows: list[dict[str, Json]] = []
    asks: set[str] = set()
    told, called = _named(clauses, "tells"), _named(clauses, "calls")
    refusal = _same_subjects(clauses)
    if refusal:
        return [refusal]
    for clause in clauses:
        if clause.tag.kind == "ask":
            asks.add(clause.tag.ask or "")
        row: dict[str, Json] = {}
        for name, value in clause.bindings:
            if name.startswith("__") or name in ("tells", "calls"):
                continue
            in_row = clause.tag.kind in ("each", "part") and (name == "item" or not _entity(value))
            target = form if name.startswith("_") else row if in_row else roles
            if name == "basket":
                refusal = join_all(rows, value)
                if refusal:
                    return [refusal]
                continue
            if name == "item" and isinstance(value, str):
                value = ["label", value]
            refusal = _put(target, name, value)
            if refusal:
                return [refusal]
        if clause.tag.kind == "each":
            if row.get("item", [""])[0] == "label" and any(row["item"] == other.get("item") for other in rows):
                return [Abstain(Code.INCONSISTENT, f"'{row['item'][1]}' is named twice")]
            rows.append(row)
        elif clause.tag.kind == "part":
            refusal = join(rows, row)
            if refusal:
                return [refusal]
    if phrases.unclear_person([value for clause in clauses for _, value in clause.bindings]):
        return [Abstain(Code.AMBIGUOUS, "two people are named, and 'he', 'she' or 'they' may be either")]
    if len(asks) != 1 or sum(_lists(clause) for clause in clauses) > 1:
        return [Abstain(Code.UNSUPPORTED, "no single question: ask one thing at a time" if asks else "no question")]
    ask = asks.pop()
    filled = {name for name, value in roles.items() if not _entity(value)} | ({"rows"} if rows else set())
    if rows:
        if len({frozenset(row.keys() - {"item"}) for row in rows}) > 1:
            return [Abstain(Code.UNDERDETERMINED, "not the same is known of each of the things that are listed")]
        roles["rows"] = ["rows", rows]
    missing = sorted(want for want in called - told if not _has(roles, want))
    if missing:
        return [Abstain(Code.UNDERDETERMINED, f"spoken of, but not given: {', '.join(missing)}")]
    cases = [case for case in scenario.cases if ask in case.formulas]
    fitting = [(case, one) for case in cases for one in case.formulas[ask] if case.fits(filled, one)]
    if not fitting:
        return [_misfit(cases, filled)]
    form = {name[1:]: value for name, value in form.items()}
    if ask in scenario.money:
        form["coins"] = True
    found: list[Meaning | Abstain] = []
    for case, formula in fitting:
        missing = case.free - filled
        find = choose(without(formula.expr, missing), rows, roles)
        if find is None:
            continue
        unknown = names(find) - filled - {"rows"} - (rows[0].keys() if rows else set())
        if unknown:
            found.append(Abstain(Code.UNDERDETERMINED, f"not given: {', '.join(sorted(unknown))}"))
            continue
        rules = (without(rule, missing) for rule in (*case.where, *formula.where))
        where = tuple(rule for rule in rules if rule is not None)
        given = {name: value for name, value in roles.items() if name in filled}
        found.append(Meaning(scenario.name, ask, given, find, where, form))
    return found or [_misfit(cases, filled)]


def _lists(clause: Clause) -> bool:
    """True for a question that lists what it is about: two of these are two questions, though both ask for the same."""
    return clause.tag.kind == "ask" and any(name == "basket" for name, _ in clause.bindings)


def _named(clauses: list[Clause], mark: str) -> set[str]:
    """What the words tell of ("40 *people*") or call for ("plus *tax*"), besides the roles that they fill."""
    return {value for clause in clauses for name, value in clause.bindings if name == mark}


def _has(roles: Mapping[str, Json], want: str) -> bool:
    """True when a role is filled that is ``want`` (one of ``off/voucher``), or begins with it (``tax``: ``tax_all``)."""
    return any(f"{role}_".startswith(f"{name}_") for name in want.split("/") for role in roles)


def _same_subjects(clauses: list[Clause]) -> Abstain | None:
    """Why the clauses do not speak of the same things and people, if they do not."""
    known: dict[str, Json] = {}
    for clause in clauses:
        for name, value in clause.bindings:
            listed = name == "item" and clause.tag.kind in ("each", "part")
            if _entity(value) and not listed and not name.startswith("_"):
                refusal = _put(known, name, value)
                if refusal:
                    return refusal
    return None


def _put(target: dict[str, Json], name: str, value: Json) -> Abstain | None:
    """Fill a role; filled twice, both fillers must be the same."""
    if name not in target:
        target[name] = value
        return None
    known = target[name]
    if _entity(known) and _entity(value):
        if not phrases.same(known, value):
            return Abstain(Code.UNSUPPORTED, f"the text speaks of '{known[-1]}' and of '{value[-1]}'")
        if phrases.pronoun(known):
            target[name] = value
        return None
    if known != value:
        return Abstain(Code.INCONSISTENT, f"two different values are given for the {name.strip('_').replace('_', ' ')}")
    return None


def _entity(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and value[0] in _ENTITIES


def _misfit(cases: list[Case], filled: set[str]) -> Abstain:
    for case in cases:
        missing = case.roles - filled
        if filled < case.roles and missing:
            wanted = ", ".join(sorted(name.replace("_", " ") for name in missing))
            return Abstain(Code.UNDERDETERMINED, f"not given: {wanted}")
    return Abstain(Code.UNSUPPORTED, "something that is given plays no part in what is asked")
