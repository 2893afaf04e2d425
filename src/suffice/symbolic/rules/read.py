"""Facts, rules and a question in plain English into Problems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import product

from suffice.ports import Reader
from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.english.forms import required_key
from suffice.symbolic.english.grammar import Grammar, Parse
from suffice.symbolic.english.style import doubtful_point
from suffice.symbolic.english.text import Sentence, Text, analyse
from suffice.symbolic.grammars import family_grammar
from suffice.symbolic.reading import reading, standing_texts
from suffice.symbolic.rules import decision_tables, game, labels, read_tariff
from suffice.symbolic.rules.antecedents import Antecedents
from suffice.symbolic.rules.bearing import apart, implied, undoing
from suffice.symbolic.rules.headings import after_heading, item_of, label_of
from suffice.symbolic.rules.language import clause_terms, terms
from suffice.symbolic.rules.measure import comparable
from suffice.symbolic.rules.precedence import Precedence
from suffice.symbolic.rules.questions import may_ask
from suffice.symbolic.rules.saying import asked
from suffice.symbolic.rules.statements import Statements
from suffice.symbolic.rules.unknown import blind

READINGS = 16
_TRUTH = re.compile(
    r"(?:based on (?:the )?(?:above|given)(?: information)?, ?)?(?:is the following (?:statement|sentence|claim) )?"
    r"(?:true or false|true, false,? or unknown)\s*[?:]?",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"^\s*\(?([A-Z])[).:]\s*(true|false|unknown|uncertain|cannot be determined|yes|no)\s*\.?\s*$", re.I | re.M
)
_OFFERED = re.compile(
    r"(?:please )?(?:answer|reply|respond)(?: only| just)?(?: with)? (yes|true),? (?:no|false),? or "
    r"(unknown|uncertain|undetermined|not enough information|cannot be determined|can't tell)",
    re.IGNORECASE,
)
_OFFERING = frozenset("please answer reply respond".split())  # the words that it begins with
_HEADING = re.compile(r"^[^\S\n]*options[^\S\n]*:[^\S\n]*$", re.I | re.M)
_MEANS = {"true": "true", "yes": "true", "false": "false", "no": "false", "unknown": "unknown", "uncertain": "unknown",
          "cannot be determined": "unknown"}  # fmt: skip
_UNKNOWN = "Unknown"
_NOT_ASKED = Abstain(Code.NOT_MY_LANGUAGE, "facts and one question are needed")
_HARMLESS = frozenset(("only", "yesno", "explain"))


def reader() -> Reader:
    return RulesReader()


def install(grammar: Grammar) -> None:
    """Register the family's own literals."""
    labels.install(grammar)


def prepared(body: Json) -> Json | Abstain:
    """A Problem that somebody stated, with its quantities in one unit; as it is where it is no Problem."""
    try:
        return comparable(body)
    except (ValueError, TypeError, KeyError, IndexError):
        return body


class RulesReader(Reader):
    """Every sentence is a fact, a rule, the one question, or a harmless remark of the shared English."""

    def read(self, task: Task) -> Reading | Abstain:
        texts = standing_texts(task)
        if isinstance(texts, Abstain):
            return texts
        if required_key(task) is not None:
            return Abstain(Code.UNSUPPORTED, "a JSON reply is required")
        if len(task.messages) > len(texts):
            return Abstain(Code.UNSUPPORTED, "earlier turns may hold facts and rules")
        whole = "\n\n".join(texts)
        options, form = _options(whole)
        source = _blank(whole, options)
        bodies = game.read(source, form, _OFFERED, _harmless)
        if bodies is not None:
            return bodies if isinstance(bodies, Abstain) else reading("rules", bodies, "grammar")
        table = decision_tables.find(source) if not form else None
        if table is not None:
            doubtful = doubtful_point(analyse(source))
            if doubtful is not None:
                return Abstain(Code.AMBIGUOUS, doubtful)
            return decision_tables.read(table, family_grammar("rules")[0])
        told = _Reading(whole, form, sum(len(text) + 2 for text in texts[:-1]), options)
        found = told.read()
        if isinstance(found, Abstain) and not told.judged and read_tariff.likely(told.text):
            tariff = told.read_tariff()
            found = tariff if isinstance(tariff, Reading) else found
        doubtful = doubtful_point(told.text) if isinstance(found, Reading) else None
        return found if doubtful is None else Abstain(Code.AMBIGUOUS, doubtful)


def _options(source: str) -> tuple[list[tuple[int, int]], dict[str, Json]]:
    """Where lines such as "A) True" stand, and what they say of the answer's form."""
    found = list(_OPTION.finditer(source))
    labels = {_MEANS[match[2].lower()]: match[1].upper() for match in found}
    if not {"true", "false"} <= set(labels):
        return [], {}
    form: dict[str, Json] = {"labels": labels}
    if "unknown" in labels:
        form["unknown"] = _UNKNOWN
    return [match.span() for match in (*found, *_HEADING.finditer(source))], form


def _blank(source: str, spans: Sequence[tuple[int, int]], broken: bool = False) -> str:
    """The text with spaces in the place of what is left out, so that nothing else moves; ``broken``: with an empty line
    where the last of them begins."""
    for start, end in spans:
        source = source[:start] + " " * (end - start) + source[end:]
    at = spans[-1][0] if broken else len(source)
    return source if at == len(source) else f"{source[:at]}\n\n{source[at + 2 :]}"


def _harmless(text: str, form: dict[str, Json]) -> bool:
    """Whether a text is nothing but pleasantries, and instructions that are obeyed here."""
    told = _Reading(text, form, 0)
    return not told.judged and all(told.remark(sentence.start, sentence.end) for sentence in told.text.sentences)


class _Reading:
    def __init__(
        self, source: str, form: dict[str, Json], before: int, options: Sequence[tuple[int, int]] = ()
    ) -> None:
        self.form, self.before = form, before  # where the request itself begins
        aside = list(options)  # what is no statement
        found = _TRUTH.search(source)
        self.judged = found is not None
        if found is not None:
            if "unknown" in found[0].lower():
                form.setdefault("unknown", _UNKNOWN)
            form["yesno"] = False
            aside.append(found.span())
            self.judged_at = found.start()
        text = analyse(source)  # as the other families have cut it into sentences
        if aside:
            text = text.without(aside) or analyse(_blank(source, aside, self.judged))
        self.text: Text = text
        self.precedence = Precedence(source)
        self.label: int | None = None  # of the statement that is read

    @cached_property
    def statements(self) -> Statements:
        return Statements(self.text, family_grammar("rules")[0], self.judged)

    @cached_property
    def antecedents(self) -> Antecedents:
        return Antecedents(self.statements.around)

    @cached_property
    def parse(self) -> Parse:
        return Parse(family_grammar("rules")[0], self.text)

    def _excuse(self) -> Abstain | None:
        """Why it is not worth looking closer: what is asked is no question, or not one, or all that is said."""
        if self.judged:
            return None
        questions = [sentence for sentence in self.text.sentences if sentence.mark == "?"]
        if len(questions) != 1 or len(self.text.sentences) == 1:
            return _NOT_ASKED
        (question,) = questions
        tokens = self.text.tokens[question.start : question.end]
        return None if may_ask([token.form for token in tokens]) else self._not_understood(question)

    def _not_understood(self, sentence: Sentence) -> Abstain:
        words = self.text.slice(sentence.start, sentence.end)
        return Abstain(Code.NOT_MY_LANGUAGE, f"not understood: '{words[:80]}'")

    def read(self) -> Reading | Abstain:
        excuse = self._excuse()
        if excuse is not None:
            return excuse
        clauses: list[list[Json]] = []
        asks: list[list[Json]] = []
        standing = 0  # statements of system prompts
        for sentence in self.text.sentences:
            told = self._sentence(sentence)
            if told is None:
                return self._not_understood(sentence)
            kind, ways = told
            if kind == "clause":
                standing += self.text.tokens[sentence.start].start < self.before
                self.precedence.labels.append(self.label)
                clauses.append(ways)
                self.antecedents.follow(ways, sentence)
            elif kind == "ask":
                asks.append(ways)
        if len(asks) != 1 or not clauses:
            return _NOT_ASKED
        if self.precedence.told and not self.precedence.name(clauses):
            return Abstain(Code.AMBIGUOUS, "two rules have one number")
        if any(apart(clauses, asks[0], number) for number in range(standing)):
            return Abstain(Code.UNSUPPORTED, "a system prompt says what has nothing to do with the request")
        undone = undoing(clauses, asks[0])
        if undone is not None:
            return Abstain(Code.UNSUPPORTED, f"what follows from '{undone}' no rule says")
        asked = _of_those_told(clauses, asks[0])
        total = len(asked)
        for ways in clauses:
            total *= len(ways)
        if total > READINGS:
            return Abstain(Code.AMBIGUOUS, f"it can be read in {total} ways")
        bodies: list[Json] = []
        for *choice, ask in product(*clauses, asked):
            body = self._body(choice, ask)
            if isinstance(body, Abstain):
                return body
            bodies.append(body)
        return reading("rules", bodies, "grammar")

    def read_tariff(self) -> Reading | Abstain:
        """The text as a tariff: nothing counts that the other way of reading took for instructions."""
        self.form = {}
        return read_tariff.read(self.text, self.parse.grammar, self._aside, self.form)

    def _aside(self, sentence: Sentence) -> bool:
        start = after_heading(self.statements.forms, sentence.start, sentence.end)
        return start == sentence.end or self.remark(start, sentence.end)

    def _body(self, choice: list[Json], ask: Json) -> Json | Abstain:
        given = ask.get("given", [])
        ask = {key: value for key, value in ask.items() if key != "given"}
        asked = ask.get("truth") or ask["who"]
        if "who" in ask and "yesno" in self.form:
            return Abstain(Code.INCONSISTENT, "Yes or No is asked for, and who")
        form = dict(self.form)
        if "unknown" in form and blind(choice, asked, self.judged) is not None:
            form["decided"] = True
        if "unknown" not in form:
            form["worded"] = True
        prefer = self.precedence.among(choice)
        if isinstance(prefer, Abstain):
            return prefer
        clauses = [*choice, *given]
        clauses += implied([*clauses, {"then": asked}])
        return comparable({"clauses": clauses, "ask": ask, "form": form, **({"prefer": prefer} if prefer else {})})

    def _sentence(self, sentence: Sentence) -> tuple[str, list[Json]] | None:
        start, end = sentence.start, sentence.end
        text = self.text.slice(start, end)
        if self.judged and self.text.tokens[start].start >= self.judged_at:
            found = asked(self.statements.clauses(start, end, {}))
            return ("ask", [{"truth": formula} for formula in found]) if found else None
        if self.precedence.take(text):
            return "skip", []
        forms = self.statements.forms
        begin, start = start, after_heading(forms, start, end)
        if start == end:
            return "skip", []
        if self.precedence.may_rank:
            item = item_of(self.text.source[: self.text.tokens[begin].start])
            self.label = label_of(forms, begin, start) or item
        meant = self.antecedents.meant(start, end)
        if sentence.mark == "?":
            ways = self.statements.of_whole(end, meant).questions(start, end)
            return ("ask", ways) if ways else None
        offered = _OFFERED.fullmatch(text) if forms[start] in _OFFERING else None
        if offered is not None:
            self.form.setdefault("unknown", offered[2].capitalize())
            self.form.setdefault("yesno", offered[1].lower() == "yes")
            return "skip", []
        ways = self.statements.clauses(start, end, meant)
        if ways:
            return "clause", [{**way, "text": text + "."} for way in ways]
        return ("skip", []) if self.remark(start, end) else None

    def remark(self, start: int, end: int) -> bool:
        """A pleasantry or an instruction of the shared English that is obeyed here."""
        self.parse.within(end)
        for stop, tag, bindings in self.parse.clauses(start):
            if stop != end:
                continue
            if tag.kind == "skip":
                return True
            wanted = {str(name)[1:]: value for name, value in bindings if str(name).startswith("_")}
            if tag.kind == "form" and wanted and set(wanted) <= _HARMLESS:
                self.form.update(wanted)
                return True
        return False


def _of_those_told(clauses: list[list[Json]], asks: list[Json]) -> list[Json]:
    """The readings of a question that ask of somebody who is spoken of, if there are such: in "does my order ship free"
    nobody asks whether "my order ship" is free."""
    if len(asks) == 1:
        return asks
    told = {term for ways in clauses for clause in ways for term in clause_terms(clause)}
    ways = [ask for ask in asks if "given" in ask or set(terms(ask.get("truth") or ask["who"])) <= told | {"?x"}]
    return ways or asks
