"""Facts, rules and a question in plain English into Problems."""

from __future__ import annotations

import re
from itertools import product

from suffice.ports import Reader
from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.english.forms import required_key
from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.english.text import Sentence, Text, analyse
from suffice.symbolic.grammars import family_grammar
from suffice.symbolic.reading import reading, standing_texts
from suffice.symbolic.rules.language import parts, terms
from suffice.symbolic.rules.sentences import Sentences

READINGS = 16
_TRUTH = re.compile(
    r"(?:based on (?:the )?(?:above|given)(?: information)?, ?)?(?:is the following (?:statement|sentence|claim) )?"
    r"(?:true or false|true, false,? or unknown)\s*[?:]?",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"^\s*\(?([A-Z])[).:]\s*(true|false|unknown|uncertain|cannot be determined|yes|no)\s*\.?\s*$", re.I | re.M
)
_MEANS = {"true": "true", "yes": "true", "false": "false", "no": "false", "unknown": "unknown", "uncertain": "unknown",
          "cannot be determined": "unknown"}  # fmt: skip
_UNKNOWN = "Unknown"
_OWNER = re.compile(r"^(?:the|my|our|[^']+'s) ")


def reader() -> Reader:
    return RulesReader()


class RulesReader(Reader):
    """Every sentence is a fact, a rule, the one question, or a harmless remark of the shared English."""

    def read(self, task: Task) -> Reading | Abstain:
        texts = standing_texts(task)
        if isinstance(texts, Abstain):
            return texts
        if required_key(task) is not None:
            return Abstain(Code.UNSUPPORTED, "a JSON reply is required")
        if len(texts) > 1:
            return Abstain(Code.NOT_MY_LANGUAGE, "system prompts are not read by this family")
        source, form = _without_options(texts[0])
        return _Reading(source, form).read()


def _without_options(source: str) -> tuple[str, dict[str, Json]]:
    """The text without lines such as "A) True", and what they say of the answer's form."""
    labels = {_MEANS[match[2].lower()]: match[1].upper() for match in _OPTION.finditer(source)}
    if not {"true", "false"} <= set(labels):
        return source, {}
    form: dict[str, Json] = {"labels": labels}
    if "unknown" in labels:
        form["unknown"] = _UNKNOWN
    return re.sub(r"^\s*options\s*:\s*$", "", _OPTION.sub("", source), flags=re.I | re.M).strip(), form


class _Reading:
    def __init__(self, source: str, form: dict[str, Json]) -> None:
        self.form = form
        found = _TRUTH.search(source)
        self.judged = found is not None
        if found is not None:
            if "unknown" in found[0].lower():
                form.setdefault("unknown", _UNKNOWN)
            form["yesno"] = False
            source = source[: found.start()] + "\n\n" + source[found.end() :]
            self.judged_at = found.start()
        self.text: Text = analyse(source)
        grammar, _ = family_grammar("rules")
        self.sentences = Sentences(self.text, grammar)
        self.parse = Parse(grammar, self.text)

    def read(self) -> Reading | Abstain:
        clauses: list[list[Json]] = []
        asks: list[list[Json]] = []
        for sentence in self.text.sentences:
            told = self._sentence(sentence)
            if told is None:
                words = self.text.slice(sentence.start, sentence.end)
                return Abstain(Code.NOT_MY_LANGUAGE, f"not understood: '{words[:80]}'")
            kind, ways = told
            if kind == "clause":
                clauses.append(ways)
            elif kind == "ask":
                asks.append(ways)
        if len(asks) != 1 or not clauses:
            return Abstain(Code.NOT_MY_LANGUAGE, "facts and one question are needed")
        total = len(asks[0])
        for ways in clauses:
            total *= len(ways)
        if total > READINGS:
            return Abstain(Code.AMBIGUOUS, f"it can be read in {total} ways")
        bodies: list[Json] = [
            {
                "clauses": [*choice, *_owned([*choice, {"then": ask.get("truth") or ask["who"]}])],
                "ask": ask,
                "form": dict(self.form),
            }
            for *choice, ask in product(*clauses, asks[0])
        ]
        return reading("rules", bodies, "grammar")

    def _sentence(self, sentence: Sentence) -> tuple[str, list[Json]] | None:
        start, end = sentence.start, sentence.end
        text = self.text.slice(start, end)
        if self.judged and self.text.tokens[start].start >= self.judged_at:
            found = self.sentences.asked(start, end)
            return ("ask", [{"truth": formula} for formula in found]) if found else None
        if sentence.mark == "?":
            found = self.sentences.yes_or_no(start, end)
            if found:
                return "ask", [{"truth": formula} for formula in found]
            found = self.sentences.who(start, end)
            return ("ask", [{"who": formula} for formula in found]) if found else None
        ways = self.sentences.clauses(start, end)
        if ways:
            return "clause", [{**way, "text": text + "."} for way in ways]
        return ("skip", []) if self._remark(start, end) else None

    def _remark(self, start: int, end: int) -> bool:
        """A pleasantry of the shared English."""
        self.parse.within(end)
        return any(stop == end and tag.kind == "skip" for stop, tag, _ in self.parse.clauses(start))


def _owned(clauses: list[Json]) -> list[Json]:
    """What names say by themselves: the cat is a cat, my order is an order; as far as any clause speaks of the kind."""
    formulas = [clause[key] for clause in clauses for key in ("if", "then") if key in clause]
    kinds = {atom[0] for formula in formulas for atom in parts(formula) if atom[0].startswith("is a ")}
    names = dict.fromkeys(term for formula in formulas for term in terms(formula))
    found: list[Json] = []
    for name in names:
        noun = _OWNER.sub("", name)
        if noun != name and f"is a {noun}" in kinds:
            found.append({"then": [f"is a {noun}", name], "text": f"{name} is a {noun}."})
    return found
