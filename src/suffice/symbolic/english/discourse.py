"""From a text to its meanings: every sentence read whole, every reading kept.

A sentence is a chain of clauses; one unread word, and the text was not understood. What the clauses
of all sentences mean together is found in ``meaning.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from suffice.records import Abstain, Code
from suffice.symbolic.english import referents, style
from suffice.symbolic.english.grammar import Budget, Grammar, Parse
from suffice.symbolic.english.meaning import READINGS, Clause, Meaning, Read, meanings
from suffice.symbolic.english.scenario import Scenario
from suffice.symbolic.english.text import Sentence, Text, analyse

REMEMBERED = 256  # texts
FILLERS = frozenset(
    "please pls plz kindly just simply actually really exactly precisely quickly though lol btw".split()
)
_GRADED = frozenset("over under above below short shy more less fewer about before after past around".split())


def read(grammar: Grammar, scenarios: Mapping[str, Scenario], texts: Iterable[str]) -> list[Meaning] | Abstain:
    """Every meaning of ``texts`` (system prompts first, the request last), or why there is none."""
    sentences: list[list[Read]] = []
    sources = list(texts)
    for number, source in enumerate(sources, 1):
        reads = sentences_of(grammar, source, number < len(sources))
        if isinstance(reads, Abstain):
            return reads
        sentences += reads
    found = meanings(scenarios, sentences)
    if isinstance(found, list):
        doubt = referents.clash(grammar, analyse(sources[-1])) or style.doubtful_point(analyse(sources[-1]))
        if doubt:
            return Abstain(Code.AMBIGUOUS, doubt)
    return found


@lru_cache(maxsize=REMEMBERED)
def sentences_of(grammar: Grammar, source: str, is_prompt: bool) -> list[list[Read]] | Abstain:
    """Every reading of each sentence of one text; ``is_prompt``: it may say who the assistant is.

    Remembered, since applications send the same prompts again and again. That is sound: rules and literals look at the
    text and at the grammar alone, which never changes once it is loaded, and whoever takes a reading copies it.
    """
    text = analyse(source)
    parse = Parse(grammar, text)
    sentences: list[list[Read]] = []
    for sentence in text.sentences:
        try:
            reads = _sentence(parse, sentence) or _without_fillers(grammar, text, sentence)
            if not reads and is_prompt and _is_role(parse, sentence):
                reads = [()]
        except Budget:
            return Abstain(Code.TOO_HARD, f"too many ways to read: '{_quote(text, sentence)}'")
        if sentence.mark == "?" and "you" not in {token.form for token in text.tokens[sentence.start : sentence.end]}:
            reads = [read for read in reads if not read or any(clause.tag.kind != "form" for clause in read)]
        if not reads:  # "And in euros?" asks once more, it is no instruction
            return Abstain(Code.NOT_MY_LANGUAGE, f"not understood: '{_quote(text, sentence)}'")
        sentences.append(reads)
    return sentences


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
