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
from suffice.symbolic.formal.unsayable import harmless
from suffice.symbolic.formal.ways import WAYS
from suffice.symbolic.reading import keyed, reading, standing_texts
from suffice.symbolic.schema import alternatives, described, reachable
from suffice.symbolic.solver import answered, beyond, in_form

LONGEST = 4_000  # characters of a text that a model may translate: each token is paid for several times
_SHOWN = 100  # characters of a paraphrase in a refusal


def translatable() -> tuple[str, ...]:
    """The families into which a model may translate: those with a schema, whose texts can be accounted for."""
    return tuple(family for family in described() if family in WAYS)


class FormalLanguage(Language):
    """The language of one family."""

    def __init__(self, family: str) -> None:
        self.family, self.ways = family, WAYS[family]

    def schema(self) -> Json:
        """Without what is not a translator's to say: the reference time, and the wording of the reply."""
        whole = self.ways.translated(alternatives(self.family))
        properties = {key: value for key, value in whole["properties"].items() if key in self.ways.keys}
        form = properties["form"]
        kept = {key: value for key, value in form["properties"].items() if key not in self.ways.unsaid}
        return reachable({**whole, "properties": {**properties, "form": {**form, "properties": kept}}})

    def rules(self) -> Sequence[str]:
        return self.ways.rules

    def examples(self) -> Sequence[tuple[str, Json]]:
        # the first examples have translations: those that come after them show what no translator is told of
        problem, schema = (import_module(f"suffice.symbolic.{self.family}.{name}") for name in ("problem", "schema"))
        return [(text, body) for (text, *_), body in zip(problem.EXAMPLES, schema.TRANSLATIONS, strict=False)]

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
        if not self.ways.tells(texts[-1]):
            return Abstain(Code.NOT_MY_LANGUAGE, "there is nothing in it to compute with")
        word = self.ways.unsayable(texts[-1])
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
                forms = (
                    [*map(self.ways.canonical, (problem, own[0]))] if own and not isinstance(problem, Abstain) else []
                )
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
        accounted = self.ways.account(texts[-1], own[0])
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
        wrong = self.ways.miscounted(text, answer.value) if isinstance(answer, Answer) else None
        return Abstain(Code.INCONSISTENT, wrong) if wrong else answer

    def _problem(self, task: Task, texts: list[str], body: Json) -> Json | Abstain:
        """A translation as the engine takes it. Raises ValueError where it is no Problem."""
        if not isinstance(body, dict):
            raise ValueError("a problem is an object")
        body = {**self.ways.empty, **{key: value for key, value in body.items() if key != "now"}}
        unknown = body.keys() - self.ways.keys
        if unknown:
            raise ValueError(f"'{min(unknown, key=str)}' is not the translator's to write")
        import_module(f"suffice.symbolic.{self.family}.problem").validate(body)
        body["form"] = dict(body.get("form", {}))
        for name in sorted(self.ways.unsaid & body["form"].keys()):
            what = "the wording of the reply" if name == "reply" else f"form.{name}"
            raise ValueError(f"{what} is not the translator's to choose")
        body["form"] |= self.ways.form
        if not self.ways.computes(body):
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
