"""Decision tables in a text: columns of conditions, one of outcomes, a case that names columns, and a question.

Each row is a clause, and the outcomes exclude one another: rows that overlap and disagree contradict each other for a
case that is in both; a case that is in no row has no outcome. Cells are brackets, words, or "any".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from suffice.records import Abstain, Code, Json, Reading
from suffice.symbolic.english.grammar import Budget, Grammar, Parse
from suffice.symbolic.english.text import analyse
from suffice.symbolic.reading import reading
from suffice.symbolic.rules.brackets import Bracket, X, bracket, figure
from suffice.symbolic.rules.language import Formula, size_of
from suffice.symbolic.rules.pieces import Pieces

CASE = "the case"
_ANY = frozenset(("any", "*", "all", "-", "any value", "n/a"))
_BESIDE = re.compile(r"\b(?:not|non|except|excluding|excl|but|unless|or|than)\b|/")  # of such cells others are part
_SIGNS = {"<=": "up to", ">=": "at least", "≤": "up to", "≥": "at least", "<": "under", ">": "over"}
_SIGN = re.compile(r"^(<=|>=|≤|≥|<|>)\s*(?=[\d$£€])")
_RULED = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?\|?\s*$")
_LINE = re.compile(r"^\s*\|(.+)\|\s*$")
_ASIDES = re.compile(
    r"(?:(?:please )?use (?:this|the) (?:decision )?table(?: below)?(?: to (?:decide|answer|find the \w+))?"
    r"|(?:here is|here's|this is|below is|see) (?:our|the|a) (?:decision |price |rate )?table(?: below)?"
    r"|decision table|the rules are as follows|our rules|case|question)[.:!]?",
    re.IGNORECASE,
)
_ASKED = r"(?:what is|what's|what would be|which is|who is|tell me|give me|what|which)"
_CLOSE = r"(?: applies| do (?:we|i|they) (?:get|apply|need)| does (?:it|he|she|the customer) get| is (?:it|right|due))?"
_MOST_ROWS, _MOST_COLUMNS, _MOST_OUTCOMES = 120, 8, 26
_UNREAD = Abstain(Code.NOT_MY_LANGUAGE, "no decision table with a case and a question")


class Unfit(Exception):
    """What is no decision table, or no case of it."""


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]  # lower case; the last holds the outcomes
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]  # the rows as written
    rest: str  # what stands around it


def find(source: str) -> Table | None:
    """The one table of a text, in Markdown or with commas; None if there is none, or several."""
    lines = source.splitlines()
    for split in (_barred, _with_commas):
        cells = [split(line) for line in lines]
        first = next((n for n, row in enumerate(cells) if row), None)
        if first is None:
            continue
        last = first
        while last < len(lines) and (cells[last] or _RULED.match(lines[last])):
            last += 1
        if any(cells[last:]) and split is _barred:
            return None
        kept = [(row, line) for row, line in zip(cells[first:last], lines[first:last], strict=True) if row]
        kept = [(row, line) for row, line in kept if not _RULED.match(line)]
        head = [_plain(cell) for cell in kept[0][0] or ()]
        rows = [(tuple(row or ()), line.strip()) for row, line in kept[1:]]
        even = all(len(row) == len(head) for row, _ in rows)
        if not (
            2 <= len(head) <= _MOST_COLUMNS and 2 <= len(rows) <= _MOST_ROWS and even and len(set(head)) == len(head)
        ):
            continue
        if all(head) and not any(re.search(r"\d", name) for name in head):
            rest = "\n".join([*lines[:first], "", *lines[last:]])
            return Table(tuple(head), tuple(row for row, _ in rows), tuple(line for _, line in rows), rest)
    return None


def _barred(line: str) -> list[str] | None:
    match = _LINE.match(line)
    return [cell.strip() for cell in match[1].split("|")] if match else None


def _with_commas(line: str) -> list[str] | None:
    cells = [cell.strip() for cell in line.split(",")]
    short = len(cells) >= 3 and all(cell and len(cell.split()) <= 3 for cell in cells)
    return cells if short and not line.rstrip().endswith((".", "?", ";", ":")) else None


def read(table: Table, grammar: Grammar) -> Reading | Abstain:
    try:
        body = _Decision(table, grammar).body()
    except (Unfit, Budget):
        return _UNREAD
    return reading("rules", [body], "grammar")


class _Decision:
    def __init__(self, table: Table, grammar: Grammar) -> None:
        self.table, self.grammar = table, grammar
        self.conditions = table.columns[:-1]
        self.sizes: dict[str, dict[str, Bracket]] = {}
        for number, column in enumerate(self.conditions):
            cells = [_plain(row[number]) for row in table.rows]
            found = {cell: self._bracket(cell) for cell in cells if cell not in _ANY}
            if not found:
                raise Unfit("a column that asks nothing")
            sizes = {cell: size for cell, size in found.items() if size is not None}
            if sizes and len(sizes) < len(found):
                raise Unfit("words and brackets in one column")
            if any(_BESIDE.search(cell) and cell != "n/a" for cell in found if cell not in sizes):
                raise Unfit("cells that overlap in words")
            if len({size_of(size.figure.size)[0] for size in sizes.values()}) > 1:
                raise Unfit("brackets in several measures")
            self.sizes[column] = sizes
        self.words = {
            column: [w for w in dict.fromkeys(_plain(row[n]) for row in table.rows) if w not in _ANY]
            for n, column in enumerate(self.conditions)
            if not self.sizes[column]
        }

    def body(self) -> Json:
        outcomes = list(dict.fromkeys(row[-1] for row in self.table.rows))
        if not 2 <= len(outcomes) <= _MOST_OUTCOMES or len({_plain(one) for one in outcomes}) < len(outcomes):
            raise Unfit("too few outcomes, or too many")
        if any(not _plain(outcome) or _plain(outcome) in _ANY for outcome in outcomes):
            raise Unfit("a row without an outcome")
        facts = self._told()
        clauses: list[Json] = []
        for row, line in zip(self.table.rows, self.table.lines, strict=True):
            parts = [part for n, cell in enumerate(row[:-1]) if (part := self._condition(n, _plain(cell))) is not None]
            then = self._outcome(row[-1], X)
            clause: Json = {"then": then, "text": line}
            if parts:
                clause["if"] = parts[0] if len(parts) == 1 else ["and", *parts]
            clauses.append(clause)
        for column, words in self.words.items():
            clauses += _exclusive([[f"has {column} {word}", X] for word in words])
        clauses += _exclusive([self._outcome(outcome, X) for outcome in outcomes])
        options = [self._outcome(outcome, CASE) for outcome in outcomes]
        ask = {"options": options, "must": "follow"}
        return {"clauses": [*clauses, *facts], "ask": ask, "form": {"labels": outcomes}}

    def _outcome(self, cell: str, term: str) -> Formula:
        return [f"gets {self.table.columns[-1]} {_plain(cell)}", term]

    def _condition(self, number: int, cell: str) -> Formula | None:
        column = self.conditions[number]
        if cell in _ANY:
            return None
        if column in self.words:
            return [f"has {column} {cell}", X]
        return self.sizes[column][cell].formula(column, False)

    def _bracket(self, cell: str) -> Bracket | None:
        """A cell as a bracket, an exact number too; None for words."""
        text = analyse(_SIGN.sub(lambda match: _SIGNS[match[1]] + " ", cell))
        parse = Parse(self.grammar, text)
        parse.within(len(text.tokens))
        found: list[Bracket] = []
        for stop, _, captured in parse.productions("p_bracket", 0):
            made = bracket(dict(captured), None, None) if stop == len(text.tokens) else None
            if made is not None and made not in found:
                found.append(made)
        if not found and (size := self._size(cell)) is not None:
            exact = figure(size, None, None)
            return exact and Bracket(exact, exact, True, True)
        return found[0] if len(found) == 1 else None

    def _size(self, words: str) -> Json | None:
        text = analyse(words)
        parse = Parse(self.grammar, text)
        parse.within(len(text.tokens))
        found = [value for stop, value in parse.match("p_size", 0) if stop == len(text.tokens)]
        return found[0] if len(found) == 1 else None

    # --- the case -------------------------------------------------------------------------------------------------
    def _told(self) -> list[Json]:
        facts: dict[str, Json] = {}
        asked = 0
        for words, mark in _sentences(self.table.rest):
            sentence = words.lower()
            if _ASIDES.fullmatch(sentence) or self._pleasantry(words):
                continue
            if mark == "?":
                asked += 1
                sentence = self._after_question(sentence)
            for piece in self._split(sentence):
                column, fact = self._fact(piece)
                if column in facts:
                    raise Unfit("one column is told twice")
                facts[column] = fact
        if asked != 1:
            raise Unfit("one question is needed")
        return [{"then": fact} for fact in facts.values()]

    def _pleasantry(self, words: str) -> bool:
        text = analyse(words)
        return len(text.tokens) in Pieces(Parse(self.grammar, text)).after_greetings(0, len(text.tokens))

    def _after_question(self, sentence: str) -> str:
        """The case that stands behind the question: "... for a gold customer with an order of $140"."""
        outcome = re.escape(self.table.columns[-1])
        match = re.fullmatch(
            rf"{_ASKED} (?:the |our )?{outcome}(?: time)?{_CLOSE}(?:,? (?:for|if|when) (.+))?", sentence
        )
        if match is None:
            raise Unfit("something else is asked")
        return match[1] or ""

    def _split(self, sentence: str) -> list[str]:
        """Facts joined by commas, "and" and "with", as far as each names a column."""
        if not sentence:
            return []
        pieces = re.split(r"(?:,? and |, | with )(?=(?:the |a |an |our |its )?)", sentence)
        return [piece.strip() for piece in pieces if piece.strip()]

    def _fact(self, piece: str) -> tuple[str, Formula]:
        """Raises Unfit where it says nothing of a column."""
        for column in sorted(self.conditions, key=len, reverse=True):
            name = re.escape(column)
            match = re.fullmatch(rf"(?:the |our |my |its |a |an )?{name}(?:'s)? ?(?:is|:|=|of) ?(.+)", piece)
            match = match or re.fullmatch(rf"(?:the |our |my |a |an )?(.+?) {name}", piece)
            if match is not None:
                return column, self._said(column, match[1])
        raise Unfit(f"'{piece}' is in no column")

    def _said(self, column: str, value: str) -> Formula:
        if column in self.words:
            word = re.sub(r"^(?:a|an) ", "", value)
            if word not in self.words[column]:
                raise Unfit(f"no row speaks of the {column} '{value}'")
            return [f"has {column} {word}", CASE]
        size = self._size(value)
        made = None if size is None else figure(size, None, None)
        if made is None:
            raise Unfit(f"'{value}' is no size")
        return ["cmp", "eq", [column, CASE], made.size]


def _exclusive(atoms: Sequence[Formula]) -> list[Json]:
    return [{"if": one, "then": ["not", other]} for one, other in combinations(atoms, 2)]


def _plain(cell: str) -> str:
    return re.sub(r"[*_`]{2,}", "", cell).strip().lower()


def _sentences(rest: str) -> Iterator[tuple[str, str]]:
    """Sentences, with the mark that ends them; lines of "column: value" are sentences, too."""
    for line in rest.splitlines():
        for match in re.finditer(r"(.+?)(\?|!|\.(?!\d)|$)", line.strip()):
            words = match[1].strip(" -*\t")
            if words:
                yield words, match[2]
