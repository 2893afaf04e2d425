"""A family's formal language as a model may write it: what it must look like, and what makes a translation credible.

Translations are believed only together and only for what they agree on. Each must be a valid Problem that computes
something; all must be the same up to names, order and notation; and the Problem must account for the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from suffice.ports import Language
from suffice.records import Abstain, Answer, Code, Json, Reading, Task
from suffice.symbolic.english.forms import required_key
from suffice.symbolic.formal import accounts
from suffice.symbolic.formal.canonical import canonical, leaf
from suffice.symbolic.formal.cues import miscounted
from suffice.symbolic.formal.mentions import counted, tells
from suffice.symbolic.formal.unsayable import harmless, unsayable
from suffice.symbolic.reading import keyed, reading, standing_texts
from suffice.symbolic.schema import alternatives, described
from suffice.symbolic.solver import answered, beyond, in_form

LONGEST = 4_000  # characters of a text that a model may translate: each token is paid for several times
_REWRITES = frozenset(("unit", "decimals", "sigfigs", "nearest", "as"))  # of form: to convert or round is to compute
_SHOWN = 100  # characters of a paraphrase in a refusal


def translatable() -> tuple[str, ...]:
    """The families into which a model may translate: those with a schema, whose texts can be accounted for."""
    return tuple(family for family in described() if family in counted())


class FormalLanguage(Language):
    """The language of one family."""

    def __init__(self, family: str) -> None:
        self.family = family

    def schema(self) -> Json:
        """Without what is not a translator's to say: the reference time, and the wording of the reply."""
        whole = alternatives(self.family)
        properties = {key: value for key, value in whole["properties"].items() if key != "now"}
        form = properties["form"]
        kept = {key: value for key, value in form["properties"].items() if key != "reply"}
        return {**whole, "properties": {**properties, "form": {**form, "properties": kept}}}

    def examples(self) -> Sequence[tuple[str, Json]]:
        problem, schema = (import_module(f"suffice.symbolic.{self.family}.{name}") for name in ("problem", "schema"))
        return [(text, body) for (text, *_), body in zip(problem.EXAMPLES, schema.TRANSLATIONS, strict=True)]

    def excuse(self, task: Task) -> Abstain | None:
        if task.problem is not None:
            return Abstain(Code.NOT_MY_LANGUAGE, "a problem that was posted needs no translation")
        wanted = beyond(task)
        if wanted is not None:
            return wanted
        texts, key = standing_texts(task), required_key(task)
        if isinstance(texts, Abstain) or isinstance(key, Abstain):
            return texts if isinstance(texts, Abstain) else key if isinstance(key, Abstain) else None
        if any(message.role == "assistant" for message in task.messages):
            return Abstain(Code.UNSUPPORTED, "only a first request is translated, not a conversation")
        if sum(map(len, texts)) > LONGEST:
            return Abstain(Code.OUT_OF_RANGE, f"longer than the {LONGEST} characters that are translated")
        if not tells(self.family, texts[-1]):
            return Abstain(Code.NOT_MY_LANGUAGE, "there is nothing in it to compute with")
        word = unsayable(texts[-1])
        if word is not None:
            return Abstain(Code.UNSUPPORTED, f"no formal problem shows whether '{word[:40]}' was understood")
        wanted = harmless(self.family, tuple(texts[:-1])) if texts[:-1] else {}
        return wanted if isinstance(wanted, Abstain) else None

    def read(self, task: Task, bodies: Sequence[Json]) -> Reading | Abstain:
        texts = standing_texts(task)
        if isinstance(texts, Abstain):
            return texts
        own: list[Json] = []
        for number, body in enumerate(bodies, 1):
            try:
                problem = self._problem(task, texts, body)
                forms = [canonical(problem), canonical(own[0])] if own and not isinstance(problem, Abstain) else []
            except (ValueError, RecursionError) as error:
                return Abstain(Code.UNSUPPORTED, f"translation {number} is no problem of {self.family}: {error}")
            if isinstance(problem, Abstain):
                return problem
            if forms and forms[0] != forms[1]:
                said = [
                    import_module(f"suffice.symbolic.{self.family}.problem").paraphrase(p) for p in (own[0], problem)
                ]
                shown = " / ".join(text[:_SHOWN] for text in said)
                return Abstain(Code.AMBIGUOUS, f"translation {number} differs from the first: {shown}")
            own.append(problem)
        accounted = accounts.account(self.family, texts[-1:], own[0])
        if isinstance(accounted, Abstain):
            return accounted
        distinct = [one for number, one in enumerate(own) if one not in own[:number]]
        distinct += [one for one in accounted if one not in distinct]
        read, first = reading(self.family, distinct, "model"), reading(self.family, own[:1], "model")
        if isinstance(read, Abstain) or isinstance(first, Abstain):
            return read if isinstance(read, Abstain) else first
        return replace(read, paraphrase=first.paraphrase, translations=len(bodies))

    def solve(self, task: Task, reading: Reading) -> Answer | Abstain:
        answer = in_form(answered(self.family, reading), task)
        if isinstance(answer, Answer) and (answer.reading is None or answer.reading.problems[0] != reading.problems[0]):
            return Abstain(Code.INCONSISTENT, "what the model wrote does not fit together")
        text = task.messages[-1].content
        wrong = miscounted(text, answer.value) if isinstance(answer, Answer) and self.family == "arithmetic" else None
        return Abstain(Code.INCONSISTENT, wrong) if wrong else answer

    def _problem(self, task: Task, texts: list[str], body: Json) -> Json | Abstain:
        """A translation as the engine takes it. Raises ValueError where it is no Problem."""
        if not isinstance(body, dict):
            raise ValueError("a problem is an object")
        body = {"given": {}, **{key: value for key, value in body.items() if key != "now"}}
        import_module(f"suffice.symbolic.{self.family}.problem").validate(body)
        body["form"] = dict(body.get("form", {}))
        if "reply" in body["form"]:
            raise ValueError("the wording of the reply is not the translator's to choose")
        if not _computes(body["find"], body["given"]) and not _REWRITES & body["form"].keys():
            return Abstain(Code.NOT_MY_LANGUAGE, "the translation computes nothing")
        impossible = getattr(import_module(f"suffice.symbolic.{self.family}.read"), "impossible", None)
        refusal = impossible(body) if impossible else None
        if refusal is not None:
            return refusal
        if task.now is not None and self.family == "calendar":
            body["now"] = task.now.isoformat()
        key = required_key(task)
        wanted = harmless(self.family, tuple(texts[:-1])) if texts[:-1] else {}
        if isinstance(wanted, Abstain):
            return wanted
        body["form"] |= wanted
        named = body["form"].get("json")
        if named not in (None, key) and named not in " ".join(message.content for message in task.messages):
            return Abstain(Code.UNSUPPORTED, "the translation names a JSON key that nobody asked for")
        return key if isinstance(key, Abstain) else keyed(body, key)


def _computes(expr: Json, given: Json) -> bool:
    """True when an operation is left to do, in the question or in what it names."""
    seen: set[str] = set()
    todo = [expr]
    while todo:
        part = todo.pop()
        if not isinstance(part, list) or leaf(part) is not None or not part:
            continue
        if part[0] == "ref":
            if part[1] not in seen and part[1] in given:
                seen.add(part[1])
                todo.append(given[part[1]])
        elif part[0] in ("list", "range"):
            todo += part[1] if part[0] == "list" else part[1:]
        elif part[0] not in ("unit", "rows", "equation"):
            return True
    return False
