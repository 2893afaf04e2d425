"""Reads goals told of a scene, and requests about PDDL definitions, in plain English; the wording is in ``scenarios/``.

A goal needs the scene that it is told of: without one only PDDL, which states its own, can be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from suffice.ports import Reader
from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.english.discourse import sentences_of
from suffice.symbolic.english.forms import required_key
from suffice.symbolic.english.meaning import Clause
from suffice.symbolic.english.text import analyse
from suffice.symbolic.grammars import family_grammar
from suffice.symbolic.planning import pddl
from suffice.symbolic.planning.goals import World, problem
from suffice.symbolic.planning.problem import FORM_TYPES
from suffice.symbolic.reading import keyed, reading, standing_texts

_DEFINE = re.compile(r"\(\s*define\b", re.IGNORECASE)
_FENCE = re.compile(r"^\s*```\w*\s*$", re.MULTILINE)
_LABEL = re.compile(
    r"^\s*(?:pddl )?(?:domain|problem|task)(?: (?:file|definition))?\s*:\s*$", re.IGNORECASE | re.MULTILINE
)
_READINGS = 8
# The shared English leads over these words, which of a question say nothing; of a goal they say that it is none yet,
# or that nothing else shall be moved.
_SUPPOSED = frozenset("suppose supposing imagine assume assuming say".split())
_NARROWING = frozenset("just exactly precisely simply".split())
_NARROWED = frozenset("the all every everything smallest tiniest largest biggest red green blue yellow orange purple"
                      " violet pink white black grey gray brown cyan turquoise magenta".split())  # fmt: skip


def reader() -> Reader:
    return PlanningReader()


class PlanningReader(Reader):
    """Whole sentences only: one request, and harmless remarks of the shared English."""

    def __init__(self, world: World | None = None) -> None:
        """``world``: the scene that goals are told of."""
        self.world = world

    def read(self, task: Task) -> Reading | Abstain:
        texts = standing_texts(task)
        if isinstance(texts, Abstain):
            return texts
        key = required_key(task)
        if isinstance(key, Abstain):
            return key
        if len(task.messages) > len(texts):
            return Abstain(Code.UNSUPPORTED, "earlier turns may speak of the scene")
        definitions, rest = _definitions(texts[-1])
        if not definitions and self.world is None:
            return Abstain(Code.NOT_MY_LANGUAGE, "neither PDDL definitions nor a scene are given")
        if definitions and self.world is not None:
            return Abstain(
                Code.UNSUPPORTED, "a goal is told of the scene that is there, and PDDL states one of its own"
            )
        if self.world is not None and (doubt := _doubt(rest)):
            return Abstain(Code.UNSUPPORTED, doubt)
        try:
            return self._read([*texts[:-1], rest], definitions, key)
        except RecursionError:  # a pile of hundreds
            return Abstain(Code.TOO_HARD, "too deep a sentence")

    def _read(self, texts: list[str], definitions: list[str], key: str | None) -> Reading | Abstain:
        found: list[Json] = []
        for clauses in _readings(texts) or [None]:
            if clauses is None or isinstance(clauses, Abstain):
                return clauses or Abstain(Code.AMBIGUOUS, "too many ways to read it")
            body = self._body(clauses, definitions)
            body = body if isinstance(body, Abstain) else keyed(body, key)
            if isinstance(body, Abstain):
                return body
            if body not in found:
                found.append(body)
        return reading("planning", found, "grammar")

    def _body(self, clauses: list[Clause], definitions: list[str]) -> dict[str, Json] | Abstain:
        asked = [clause for clause in clauses if clause.tag.kind == "ask"]
        if not asked:
            return Abstain(Code.UNSUPPORTED, "there is no goal in it")
        if len(asked) != 1:
            return Abstain(Code.UNSUPPORTED, f"one goal at a time: there are {len(asked)}")
        if any(clause.hypothetical for clause in clauses):
            return Abstain(Code.UNSUPPORTED, "a goal under a condition")
        form = {name[1:]: value for clause in clauses for name, value in clause.bindings if _tells_form(name)}
        unknown = form.keys() - FORM_TYPES.keys()
        if unknown:
            return Abstain(Code.UNSUPPORTED, f"a plan has no '{min(unknown)}'")
        if form and self.world is not None:
            return Abstain(
                Code.UNSUPPORTED, "it says how an answer is to look, and a goal is not answered: leave that out"
            )
        (ask,) = asked
        if (ask.tag.scenario == "pddl") is not bool(definitions):
            return Abstain(Code.NOT_MY_LANGUAGE, "a goal is told of a scene, and a plan is asked for PDDL definitions")
        if definitions:
            body = _stated(definitions, ask.tag.ask or "")
        else:
            assert self.world is not None
            said = {name: value for name, value in ask.bindings if not name.startswith("_")}
            body = problem(self.world, ask.tag.ask or "", said)
        return body if isinstance(body, Abstain) else {**body, "form": form}


def _doubt(text: str) -> str | None:
    """Why a goal that can be read is not to be carried out."""
    forms = [token.form for token in analyse(text).tokens]
    if supposed := _SUPPOSED.intersection(forms):
        return f"'{min(supposed)}': what is only supposed is not carried out; say what shall be done"
    if "/" in forms:
        return "'/' may stand for either of two places; name one"
    if narrow := [one for one, after in pairwise(forms) if one in _NARROWING and after in _NARROWED]:
        return f"'{narrow[0]}': other cubes may have to be moved on the way; leave the word out"
    return None


def _tells_form(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _readings(texts: list[str]) -> list[Any]:
    """Every way to read all sentences, as lists of clauses, or the reason why there is none; nothing: too many."""
    grammar = family_grammar("planning")[0]
    ways: list[list[Clause]] = [[]]
    for number, text in enumerate(texts, 1):
        sentences = sentences_of(grammar, text, number < len(texts))
        if isinstance(sentences, Abstain):
            return [sentences]
        for reads in sentences:
            distinct: list[list[Clause]] = []
            for one in reads:
                if list(one) not in distinct:
                    distinct.append(list(one))
            ways = [[*way, *one] for way in ways for one in distinct]
            if len(ways) > _READINGS:
                return []
    return list(ways)


def _definitions(source: str) -> tuple[list[str], str]:
    """The PDDL definitions of a text, and what else it says."""
    found: list[str] = []
    rest, at = "", 0
    while (match := _DEFINE.search(source, at)) is not None:
        depth, end = 0, len(source)
        for place in range(match.start(), len(source)):
            depth += {"(": 1, ")": -1}.get(source[place], 0)
            if depth == 0:
                end = place + 1
                break
        found.append(source[match.start() : end])
        rest += source[at : match.start()] + "\n\n"
        at = end
    rest += source[at:]
    return found, _LABEL.sub("\n", _FENCE.sub("\n", rest)) if found else rest


def _stated(definitions: list[str], find: str) -> dict[str, Json] | Abstain:
    if len(definitions) != 2:
        return Abstain(Code.UNSUPPORTED, "one PDDL domain and one problem are needed")
    domains = [text for text in definitions if re.match(r"\(\s*define\s*\(\s*domain\b", text, re.IGNORECASE)]
    problems = [text for text in definitions if text not in domains]
    if len(domains) != 1 or len(problems) != 1:
        return Abstain(Code.UNSUPPORTED, "one PDDL domain and one problem are needed")
    try:
        body: Mapping[str, Json] = pddl.parse(domains[0], problems[0])
    except ValueError as error:
        return Abstain(Code.UNSUPPORTED, f"the PDDL is not read: {error}")
    return {**body, "find": find}
