"""Reads orders and assignments out of plain English; the wording is data, in ``scenarios/*.rules``.

A text is read in two passes: what it declares (lists, counts, scenes) makes its roster, and only then are mentions
told from mere words. Every sentence must be read whole; what one phrase may mean in two ways is kept in both.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from itertools import product
from math import prod

from suffice.ports import Reader
from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.english.forms import required_key
from suffice.symbolic.english.grammar import Budget, Grammar
from suffice.symbolic.english.text import Text, analyse
from suffice.symbolic.grammars import family_grammar, family_words
from suffice.symbolic.ordering import assign, literals, order
from suffice.symbolic.ordering.meaning import Clauses
from suffice.symbolic.ordering.roster import OrderParse, Roster
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.scales import scales
from suffice.symbolic.ordering.sentences import Part, Piece, chains, pieces
from suffice.symbolic.ordering.told import Told, form_of
from suffice.symbolic.reading import reading, standing_texts

READINGS = 24
_SHARED = (("shared", "clause"),)
_DECLARING = (*_SHARED, ("declare", "o_declare"), ("closing", "o_closing"), ("closing", "o_options"))
_ASKING = (
    ("ask", "o_ask"),
    ("yesno", "o_yes"),
    ("ask", "o_seq"),
    ("ask", "o_where"),
    ("ask", "o_count"),
    ("ask", "o_which"),
    ("ask", "o_fill"),
    ("ask", "o_value"),
)
_QUESTIONS = ("ask", "yesno")
_TELLING = (
    *_SHARED,
    ("closing", "o_closing"),
    ("tell", "o_tell"),
    ("given", "o_given"),
    ("exists", "g_exists"),
    *_ASKING,
)
_SIGNS = frozenset(  # a text without any of these words speaks of no order
    "left right leftmost rightmost before after behind ahead front next between above below first last"
    " oldest youngest older younger taller shorter tallest shortest cheapest expensive cheaper dearest newer"
    " newest faster slower fastest slowest heavier lighter heaviest lightest finished won winner beat row"
    " queue line order rank ranked ranks each different house houses top bottom middle seat end who which"
    " whose longer longest bigger biggest smaller smallest earlier later most fewest least more less fewer"
    " north south day days".split()
)


def read(task: Task) -> Reading | Abstain:
    """Every Problem that the whole task states, or why there is none."""
    return OrderingReader().read(task)


def install(grammar: Grammar) -> None:
    """The literals that only this family needs."""
    literals.install(grammar)


def reader() -> Reader:
    return OrderingReader()


@cache
def _signs() -> frozenset[str]:
    comparatives, superlatives = scales()
    return _SIGNS | comparatives.keys() | superlatives.keys()


_LISTING = frozenset((",", "and", "or", ":", "`", '"', ";", "&", "("))


def _strange(text: Text) -> list[int]:
    """Where words stand that no rule, no data and no code of the family holds."""
    known = family_words("ordering")
    return [
        index
        for index, token in enumerate(text.tokens)
        if token.form not in known and token.form.isalpha() and len(token.form) > 1 and token.raw.islower()
    ]


def _unlisted(text: Text) -> str | None:
    """A word that nobody could read, and that stands nowhere where a list might declare it."""
    tokens, strange = text.tokens, _strange(text)
    listed = {
        tokens[index].form
        for index in strange
        if any(tokens[at].form in _LISTING for at in range(max(0, index - 3), min(len(tokens), index + 4)))
    }
    return next((tokens[index].raw for index in strange if tokens[index].form not in listed), None)


@cache
def _grammar() -> Grammar:
    return family_grammar("ordering")[0]


class OrderingReader(Reader):
    """Plain English about who is where."""

    def read(self, task: Task) -> Reading | Abstain:
        texts = standing_texts(task)
        if isinstance(texts, Abstain):
            return texts
        key = required_key(task)
        if isinstance(key, Abstain):
            return key
        text = analyse(texts[-1])
        signs = _signs()
        if sum(token.form in signs for token in text.tokens) < 2:
            return Abstain(Code.NOT_MY_LANGUAGE, "nothing is said of an order")
        word = _unlisted(text)
        if word is not None:
            return Abstain(Code.NOT_MY_LANGUAGE, f"not understood: the word '{word}'")
        try:
            form = _read_before(task, texts[:-1])
            found = _Text(text).bodies()
        except Budget:
            return Abstain(Code.TOO_HARD, "too many ways to read a sentence")
        except Unread as unread:
            return Abstain(unread.code, str(unread))
        for body in found:
            body["form"] = {**form, **body["form"]}
            if key is not None and not (key or "json" in body["form"]):
                return Abstain(Code.UNSUPPORTED, "a JSON reply is required but its key is not named")
            if key:
                body["form"]["json"] = key
        return reading("ordering", found, "grammar")


def _read_before(task: Task, systems: list[str]) -> dict[str, Json]:
    """The form that system prompts ask for; they, and what the user said before, may say nothing else."""
    form: dict[str, Json] = {}
    earlier = [turn.content for turn in task.messages[:-1] if turn.role == "user"]
    for source in (*systems, *earlier):
        text = analyse(source)
        parse = OrderParse(_grammar(), text)
        for sentence in text.sentences:
            reads = chains(parse, sentence, _SHARED)
            if not reads and source in systems:
                parse.within(sentence.end)
                reads = (
                    [()] if any(end == sentence.end for end, _ in parse.match("system_role", sentence.start)) else []
                )
            if not reads:
                raise Unread("what was said before is not understood")
            for part in reads[0]:
                form |= form_of(part.node)
        if form and source in earlier:
            raise Unread("an earlier turn sets a rule")
    return form


def _same(left: dict[str, Json], right: dict[str, Json]) -> bool:
    """True for Problems that differ in nothing but the sentences that their clues are told in."""
    held = [[clue["holds"] for clue in body["clues"]] for body in (left, right)]
    return held[0] == held[1] and all(left[key] == right[key] for key in left if key != "clues")


_AS_SAID = Clauses(lambda mention: mention, lambda noun, k: [noun, str(k)])


def _meant(part: Part) -> Json:
    """What a clause says, whichever way it was put together."""
    if part.kind in ("tell", "option") and part.node.get("op") not in ("name", "list"):
        with suppress(Unread):
            return [part.kind, _AS_SAID.statement(part.node)]
    return [part.kind, {name: value for name, value in part.node.items() if not name.startswith("__")}]


class _Text:
    """One text, read in two passes."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.parse = OrderParse(_grammar(), text)
        self.parse.roster = Roster()
        self.told = Told()

    def bodies(self) -> list[dict[str, Json]]:
        rest: list[Piece] = []
        for piece in pieces(self.text):
            reads = [read for read in chains(self.parse, piece, _DECLARING)] if not piece.label else []
            declared = [read for read in reads if any(part.kind == "declare" for part in read)]
            if declared:
                self._declare(declared)
            elif reads:
                self._note(reads[0])
            else:
                rest.append(piece if piece.label else self._after_scene(piece))
        self.told.close(self.parse.roster)
        self._strangers()
        options: list[list[tuple[Part, ...]]] = []
        for piece in rest:
            reads = self._read(piece)
            if not reads:
                raise Unread(f"not understood: '{self._quote(piece)}'", Code.NOT_MY_LANGUAGE)
            options.append(reads)
        ways = prod(map(len, options))
        if ways > READINGS:
            raise Unread(f"there are {ways} ways to read this text", Code.AMBIGUOUS)
        found: list[dict[str, Json]] = []
        unread: Unread | None = None
        kind = assign if self.told.attributes else order
        forms = {token.form for token in self.text.tokens}
        if kind is assign and forms & {"was", "were"} and forms & {"is", "are", "has", "have", "owns", "own"}:
            raise Unread("what was and what is are told together", Code.UNDERDETERMINED)
        for chosen in product(*options):
            try:
                for body in kind.bodies(self.told, self.parse.roster, [part for read in chosen for part in read]):
                    if not any(_same(body, other) for other in found):
                        found.append(body)
            except Unread as error:
                unread = unread or error
        if not found:
            raise unread or Unread("nothing is asked")
        return found

    def _after_scene(self, piece: Piece) -> Piece:
        """What follows a declaring clause within a sentence: In a race of four, *Ann came first*."""
        found: dict[int, Part] = {}  # the parse has just been through this sentence
        for kind, rule in _DECLARING[1:]:
            for end, node in self.parse.match(rule, piece.start):
                for after, _ in self.parse.match("o_joint", end):
                    if after < piece.end and isinstance(node, dict):
                        found[after] = Part(kind, node)
        if not found:
            return piece
        after = max(found)
        if found[after].kind == "declare":
            self._declare([(found[after],)])
        else:
            self._note((found[after],))
        return Piece(after, piece.end, piece.mark, piece.label)

    def _read(self, piece: Piece) -> list[tuple[Part, ...]]:
        kinds = _TELLING
        if piece.label:
            kinds = (("option", "o_tell"), ("option", "o_name"), ("option", "o_list"))
        reads = chains(self.parse, piece, kinds)
        if piece.mark == "?":
            reads = [read for read in reads if any(part.kind in ("ask", "yesno", "option") for part in read)]
        reads = [
            read for read in reads if all(p.kind != "given" for p in read) or any(p.kind in _QUESTIONS for p in read)
        ]
        if piece.mark != "?" and not piece.label:
            reads = [read for read in reads if not any(part.kind == "yesno" for part in read)] or reads
        different: dict[str, tuple[Part, ...]] = {}
        for read in reads:
            different.setdefault(repr([_meant(part) for part in read]), read)
        return list(different.values())

    def _quote(self, piece: Piece) -> str:
        words = " ".join(self.text.slice(piece.start, piece.end).split())
        return words if len(words) <= 120 else words[:117] + "..."

    def _declare(self, reads: list[tuple[Part, ...]]) -> None:
        if len(reads) > 1:
            reads = self.told.plainest(reads)
        for part in reads[0]:
            if part.kind == "declare":
                self.told.declare(part.node)
            else:
                self._note((part,))

    def _note(self, read: tuple[Part, ...]) -> None:
        for part in read:
            if part.kind == "form":
                self.told.form |= form_of(part.node)
            elif part.kind == "closing":
                self.told.note(part.node)

    def _strangers(self) -> None:
        own = {word for words in self.parse.roster.known for word in words} | self.told.words
        for index in _strange(self.text):
            token = self.text.tokens[index]
            if token.form not in own:
                raise Unread(f"not understood: the word '{token.raw}'", Code.NOT_MY_LANGUAGE)
