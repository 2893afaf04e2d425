"""One text in two passes: what it declares makes its roster, then every sentence is read whole, in all its readings.

In a game of lettered options, of which one is right, a condition that is not understood is left out: fewer conditions
leave more options open and never make another one right. The Problem names what was left out, and is `tested` at most.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from math import prod

from suffice.records import Code, Json
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.text import Text
from suffice.symbolic.grammars import family_grammar
from suffice.symbolic.ordering import assign, order
from suffice.symbolic.ordering.contexts import contexts, lined
from suffice.symbolic.ordering.doings import as_grouped, one_doing
from suffice.symbolic.ordering.frames import Frames
from suffice.symbolic.ordering.games import condition, noise
from suffice.symbolic.ordering.meant import meant, same
from suffice.symbolic.ordering.roster import OrderParse, Roster
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.scene_words import CONDITIONS, COUNTING
from suffice.symbolic.ordering.sentences import Part, Piece, chains, pieces
from suffice.symbolic.ordering.strangers import LISTING, strange
from suffice.symbolic.ordering.ties import one_tie
from suffice.symbolic.ordering.told import Told, form_of
from suffice.symbolic.ordering.verbs import bases

READINGS = 24
SHARED = (("shared", "clause"),)
_DECLARING = (
    *SHARED,
    ("declare", "o_declare"),
    ("closing", "o_closing"),
    ("closing", "o_options"),
    ("closing", "intro"),
)
_NOTING = tuple(kind for kind in _DECLARING if kind[0] != "declare")
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
    *SHARED,
    ("closing", "o_closing"),
    ("tell", "o_tell"),
    ("given", "o_given"),
    ("exists", "g_exists"),
    *_ASKING,
)


def _only_asks(read: tuple[Part, ...]) -> bool:
    """Whether a sentence tells nothing: neither a clue beside its question, nor a condition in it."""
    return all(part.kind in (*_QUESTIONS, "option", "form") and part.node.get("ask") != "whoif" for part in read)


@cache
def grammar() -> Grammar:
    return family_grammar("ordering")[0]


class TextReading:
    """One text, read in two passes."""

    def __init__(self, text: Text, game: bool = False) -> None:
        self.text = text
        self.parse = OrderParse(grammar(), text)
        self.parse.roster = Roster(game=game)
        self.told = Told()

    def bodies(self) -> list[dict[str, Json]]:
        rest: list[Piece] = []
        for piece in pieces(self.text):
            kinds = _DECLARING if self._listing(piece) else _NOTING
            reads = chains(self.parse, piece, kinds) if not piece.label else []
            declared = [read for read in reads if any(part.kind == "declare" for part in read)]
            if declared:
                self._declare(declared)
            elif reads:
                self._note(reads[0])
            elif not piece.label and (scene := self._scene(piece)):
                rest += scene
            else:
                rest.append(piece if piece.label else self._after_scene(piece))
        self.told.close(self.parse.roster)
        if not self.parse.roster.game:
            self._strangers()
        options: list[list[tuple[Part, ...]]] = []
        told: list[tuple[Piece, bool]] = []
        omitted: list[str] = []
        for piece in rest:
            if piece.start == piece.end:
                continue
            reads = self._read(piece)
            self.parse.roster.previous = self._sole(piece)
            if reads:
                options.append(reads)
                if any(part.kind != "form" for read in reads for part in read):
                    told.append((piece, all(map(_only_asks, reads))))
            elif self._whole(piece) and (self._left_out(piece) or self._noise(piece)):
                omitted.append(self._quote(piece))
            else:
                raise Unread(f"not understood: '{self._quote(piece)}'", Code.NOT_MY_LANGUAGE)
        ways = prod(map(len, options))
        if ways > READINGS:
            raise Unread(f"there are {ways} ways to read this text", Code.AMBIGUOUS)
        if self.told.grouped:
            as_grouped(self.text, self.told.scenic | {bases().get(word, word) for word in self.told.scenic})
        if self.told.attributes:
            one_doing(self.text, () if self.parse.roster.game else self.told.acts)
            listed = [attribute for attribute in self.told.attributes if attribute[0] != "name"]
            one_tie(self.text, listed, self.told.places is not None)
        else:
            self.told.frames = Frames(self.text, told, () if self.parse.roster.game else self.told.acts)
            self.told.contexts = contexts(self.text)
        found: list[dict[str, Json]] = []
        unread: Unread | None = None
        kind = assign if self.told.attributes else order
        forms = {token.form for token in self.text.tokens}
        if kind is assign and forms & {"was", "were"} and forms & {"is", "are", "has", "have", "owns", "own"}:
            raise Unread("what was and what is are told together", Code.UNDERDETERMINED)
        for chosen in product(*options):
            try:
                for body in kind.bodies(self.told, self.parse.roster, [part for read in chosen for part in read]):
                    if omitted:
                        body["omitted"] = self._told_of(omitted, body["find"])
                    if not any(same(body, other) for other in found):
                        found.append(body)
            except Unread as error:
                unread = unread or error
        if not found:
            raise unread or Unread("nothing is asked")
        if kind is assign and self.told.places is None and not self.parse.roster.game:
            values = [value for body in found for known in body["attributes"].values() for value in known["values"]]
            Frames(self.text, told, ()).tied([*values, *(cue for _, _, cues in self.told.attributes for cue in cues)])
        return found

    def _listing(self, piece: Piece) -> bool:
        """Whether there is a list or a count in the sentence: nothing else declares anybody."""
        tokens = self.text.tokens[piece.start : piece.end]
        return any(token.kind == "number" or token.form in LISTING or token.form in COUNTING for token in tokens)

    def _scene(self, piece: Piece) -> list[Piece]:
        """Declares what a sentence says that no rule spells out; returns what is left of it, or of none nothing."""
        tokens, end = self.text.tokens, piece.end
        for at in range(piece.start, piece.end):  # ... will perform according to the following conditions: Ann is ...
            if tokens[at].form == ":" and any(
                token.form in CONDITIONS for token in tokens[max(piece.start, at - 4) : at]
            ):
                end = at
                break
        self.parse.within(end)
        found = self.parse.match("o_scene", piece.start)
        self.parse.within(piece.end)
        if not found or found[0][0] != end:
            return []
        self.told.declare(found[0][1])
        return [Piece(end + 1, piece.end, piece.mark)] if end < piece.end else [Piece(end, end, "")]

    def _after_scene(self, piece: Piece) -> Piece:
        """What follows a declaring clause within a sentence: In a race of four, *Ann came first*."""
        found: dict[int, Part] = {}  # the parse has just been through this sentence
        for kind, rule in (_DECLARING if self._listing(piece) else _NOTING)[1:]:
            for end, node in self.parse.match(rule, piece.start):
                for after, _ in self.parse.match("o_joint", end):
                    if after < piece.end and isinstance(node, dict):
                        found[after] = Part(kind, node, self.text.slice(piece.start, end))
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
            kinds = (("option", "o_tell"), ("option", "o_name"), ("option", "o_list"), ("option", "o_rows"))
        reads = chains(self.parse, piece, kinds)
        if piece.label and any(len(read) == 1 for read in reads):
            reads = [read for read in reads if len(read) == 1]
        if piece.mark == "?":
            reads = [read for read in reads if any(part.kind in ("ask", "yesno", "option") for part in read)]
        reads = [
            read for read in reads if all(p.kind != "given" for p in read) or any(p.kind in _QUESTIONS for p in read)
        ]
        if piece.mark != "?" and not piece.label:
            reads = [read for read in reads if not any(part.kind == "yesno" for part in read)] or reads
        if any(part.node.get("mode") for read in reads for part in read if part.node.get("ask") == "who"):
            reads = [r for r in reads if all(p.node.get("ask") != "who" or p.node.get("mode") for p in r)]
        if self.told.grouped:  # lot 1 is a group, and not the first of them
            reads = [read for read in reads if all("'slot'" not in str(part.node) for part in read)] or reads
        different: dict[str, tuple[Part, ...]] = {}
        for read in reads:
            different.setdefault(repr(meant(read)), read)
        return list(different.values())

    def _sole(self, piece: Piece) -> str | None:
        """The only one of whom a sentence speaks, if it speaks of nobody else."""
        if self.parse.roster.grid is not None or piece.mark == "?" or piece.label:
            return None
        names: set[str] = set()
        at = piece.start
        while at < piece.end:
            found = [m for m in self.parse.match("item", at) if self.text.tokens[at].capital]
            names |= {m[1][1] for m in found[:1]}
            at = max((end for end, _ in found), default=at + 1)
        return names.pop() if len(names) == 1 else None

    def _whole(self, piece: Piece) -> bool:
        """Whether it is an option, a sentence, or what stands behind a colon: not the rest of a scene."""
        return bool(piece.label) or piece.start in self.parse.starts() or self.text.tokens[piece.start - 1].form == ":"

    def _left_out(self, piece: Piece) -> bool:
        """Whether a sentence that is not understood may be left out: a condition of a game, or one of its options."""
        roster = self.parse.roster
        if not roster.game or roster.open or piece.mark == "?":
            return False
        self.parse.within(piece.end)
        return bool(piece.label) or condition(
            self.parse, piece.start, piece.end, lambda at: self.parse.match("item", at), self.told.grouped is not None
        )

    def _told_of(self, omitted: list[str], find: Json) -> Json:
        """The sentences that were left out. Raises Unread where an option is missing that might be the right one."""
        lettered = sum(bool(piece.label) for piece in pieces(self.text))
        if find[0] != "which" or (len(find[2]) < lettered and find[1] not in ("must", "cannot")):
            raise Unread("not every option is understood")
        if len(find[2]) < 2:
            raise Unread("hardly any option is understood")
        return omitted

    def _noise(self, piece: Piece) -> bool:
        """Whether the sentence of a game says nothing of anybody."""
        if not self.parse.roster.game or piece.label or piece.mark == "?" or self.parse.roster.open:
            return False
        self.parse.within(piece.end)
        said = noise(self.parse, piece.start, piece.end, lambda at: self.parse.match("item", at))
        if said:
            self.told.words.update(self.text.tokens[at].form for at in range(piece.start, piece.end))
        return said

    def _quote(self, piece: Piece) -> str:
        words = " ".join(self.text.slice(piece.start, piece.end).split())
        return words if len(words) <= 120 else words[:117] + "..."

    def _declare(self, reads: list[tuple[Part, ...]]) -> None:
        if len(reads) > 1:
            reads = self.told.plainest(reads)
        for part in reads[0]:
            if part.kind == "declare":
                self.told.declare(part.node)
                self.told.lined |= "n" in part.node and lined(part.say, self.text)
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
        for index in strange(self.text):
            token = self.text.tokens[index]
            if token.form not in own:
                raise Unread(f"not understood: the word '{token.raw}'", Code.NOT_MY_LANGUAGE)
