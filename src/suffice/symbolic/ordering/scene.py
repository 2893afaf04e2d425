"""Scenes that no rule spells out: Exactly six witnesses - A, B, ... - will testify in a trial, one at a time.

Literal ``o_scene`` reads a whole sentence, every word of it: one list, its count and its noun; set phrases about
turns, days and numbered places; verbs of doing; and words that set nothing (nouns, adjectives, names, articles).
Any other word (a negation, a second number, only, either, around, opposite) and it is no scene.
"""

from __future__ import annotations

from typing import Any

from suffice.symbolic.english.grammar import Match, Parse
from suffice.symbolic.english.phrases import adjectives, lexicon, nouns
from suffice.symbolic.ordering.roster import OrderParse
from suffice.symbolic.ordering.scene_counts import CountedScene
from suffice.symbolic.ordering.scene_words import (
    HEDGES,
    IN_TURN,
    NEVER,
    PLACES,
    POSTURES,
    SAID,
    SEVERAL,
    SMALL,
)
from suffice.symbolic.ordering.spans import counting, days, ends, groups, listed, singular, week
from suffice.symbolic.ordering.verbs import bases
from suffice.symbolic.ordering.words import CALENDAR, FUNCTION


def o_scene(parse: Parse, index: int) -> list[Match]:
    """The whole sentence as what it declares, or nothing."""
    assert isinstance(parse, OrderParse)
    if index not in parse.starts() or parse.end - index < 4 or not counting(parse, index):
        return []
    for start, end, names in listed(parse, index) or [(-1, -1, [])]:
        node = _Scene(parse, index, start, end, names).read()
        if node is not None:
            return [(parse.end, node)]
    return []


_OTHERS = frozenset("a an the their his her its our my another one two three".split())
_PARTING = frozenset("drop leave quit reject refuse sell skip miss fail forget lose cancel remove".split())


_UNPLAIN = frozenset("next before particular according some with".split())
_GIVEN = frozenset("that this given listed stated said in".split())  # an order that is told, perhaps that of the list


class _Scene(CountedScene):
    """One sentence with its list, read word by word."""

    def read(self) -> dict[str, Any] | None:
        at = self.index
        while at < self.parse.end:
            if at == self.start:
                at = self.end
                continue
            after = self._consume(at)
            if after is None or (at < self.start < after):
                return None
            at = after
        if not (self.parse.roster.game or self._plain()):
            return None
        if self.groups is not None or self.pending is not None:
            return self._grouped()
        if "week" in self.node or "days" in self.node:
            return self._scheduled()
        placed = not POSTURES.isdisjoint(self.words)
        exact = self.parse.roster.game and "n" in self.node and bool(self.names)
        if not (self.acts or self.strict or placed or exact or "orient" in self.node):
            return None
        if not self.names and "n" not in self.node:  # the witnesses testify one by one
            told = self.strict and self.acts and self.parse.form(self.index) in ("the", "they")
            return {"op": "scene", "acts": self.acts, "words": self.words, "strict": True} if told else None
        if "g" not in self.node and not (self.names and (self.acts or placed or self.strict)):
            return None
        if self.numbered is not None:
            noun, last = self.numbered
            if last != (len(self.names) or int(self.node["n"][1])):
                return None
            self.node["places"] = [noun, last]
        told = {"acts": self.acts, "words": self.words, "strict": self.strict}
        return {**self.node, **told, "filled": self.filled}

    def _plain(self) -> bool:
        """Whether nothing stands before the count but a place or who does it, and nothing behind a list at the end."""
        parse = self.parse
        if self.names and parse.form(self.start) in (":", "by") and self.end < parse.end:
            return False
        before = self.start if self.counted is None else self.counted
        lead = [parse.form(at) for at in range(self.index, before)]
        while lead and lead[-1] in ("exactly", "these", ",", "the"):
            lead.pop()
        if (
            not lead
            or lead[0] in ("in", "on", "at", "along", "outside", "during")
            or "week" in self.node
            or "days" in self.node
        ):
            return True
        if lead[0] in ("our", "my", "there") and len(lead) == 1:
            return True
        agent = lead[0] in ("the", "a", "an", "our", "my") and lead[-1] in bases() and len(lead) > 2
        return agent or self.numbered is not None

    def _grouped(self) -> dict[str, Any] | None:
        """Each of those who are listed, here or before, in one of several groups."""
        named = bool(self.names) or (self.parse.form(self.index) == "each" and self.groups is not None)
        if not named or self.strict or self.numbered or not self.parse.roster.game:
            return None
        if not self.acts or "from" in self.words or not _PARTING.isdisjoint(self.acts):
            return None  # who applies to a team, or is excluded from it, is not on it
        noun, names = self.groups or self.pending or ("", [])
        kept = {key: self.node[key] for key in ("n", "g", "l") if key in self.node}
        told = {"op": "grouped", "v": ["roll", names], "h": noun, "sure": self.groups is not None}
        return {**kept, **told, "acts": self.acts, "words": self.words, "strict": False}

    def _scheduled(self) -> dict[str, Any] | None:
        """One of those who are listed on each day."""
        if not self.strict or self.numbered:
            return None
        told = len(self.node["days"][1]) if "days" in self.node else None
        if self.days is not None and told not in (None, self.days):
            return None
        node: dict[str, Any] = {"op": "days", "v": self.node["days"]} if "days" in self.node else {"op": "week"}
        if "days" not in self.node:
            node |= dict(zip(("from", "until"), self.node["week"], strict=True))
        if self.names:
            node["l"] = self.node["l"]
        kept = {key: self.node[key] for key in ("n", "g") if key in self.node and self.names}
        if self.days is not None:
            kept["n"] = ["num", str(self.days)]
        return {**node, **kept, "acts": self.acts, "words": self.words, "strict": True}

    def _consume(self, at: int) -> int | None:
        """The index after what stands at ``at``; None where it is nothing that may stand in a scene."""
        parse, form = self.parse, self.parse.form(at)
        if (
            form == "left"
            and parse.form(at + 1) in ("the", "a", "at", "from", "home", "work", "one")
            and at > self.index
        ):
            self.acts.append("leave")
            return at + 1
        if at == self.end and form in ("and", "or", "plus", "with", "along", "besides"):
            return None  # and their coach: there is somebody whom the list does not hold
        if form in (",", "-", "—") or (form == ":" and parse.roster.game):
            return at + 1
        if not parse.roster.game and (form in _UNPLAIN or (form in _GIVEN and parse.form(at + 1) == "order")):
            return None
        if at == self.index and form in bases() and not parse.roster.game:
            return None  # an order to somebody: draw five friends
        if form == "according" and parse.form(at + 2) not in ("the", "these", "its", "their"):
            return None
        phrase = self._phrase(at)
        if phrase is not None:
            return phrase
        if parse.roster.game and (form in HEDGES or self._more(at)):
            return None
        named = days(parse, at)
        if named is not None:
            self.node["days"] = named[1]
            return named[0]
        if (
            form == "on"
            and parse.roster.game
            and parse.form(at + 1) in CALENDAR
            and parse.form(at + 2) not in ("and", "or", ",")
        ):
            return at + 2  # all of it on Saturday
        if form == "from":
            told = ends(parse, at, len(self.names))
            if told is not None:
                end, sides = told
                self.node |= {"orient": "super", "s": sides[0], "e": sides[1]} if sides else {}
                return end
        grouped = (
            groups(parse, at) if at >= self.end and parse.roster.game and not (self.groups or self.pending) else None
        )
        if grouped is not None:
            end, noun, names, sure = grouped
            self.groups, self.pending = ((noun, names), None) if sure else (None, (noun, names))
            self.words += noun.split()
            return end
        counted = self._counted(at)
        if counted is not None:
            return counted
        token = parse.tokens[at]
        if (
            (form in NEVER and not (parse.roster.game and form in SEVERAL))
            or token.kind == "number"
            or parse.match("count", at)
            or parse.match("ordinal", at)
        ):
            return None
        inner = at > self.index and token.capital and not parse.roster.game
        if (
            inner
            and parse.form(at - 1) not in ("in", "at", "of", "from", "near", "on")
            and not parse.tokens[at - 1].capital
        ):
            return None  # another sentence begins
        if form in bases():
            self.acts.append(bases()[form])
        elif not (form in SMALL or form in lexicon() or self._unknown(at)):
            return None
        self.words.append(form)
        return at + 1

    def _more(self, at: int) -> bool:
        """Whether somebody joins those who are listed: and their host; the host and six guests."""
        parse = self.parse
        if not self.names or parse.form(at) not in ("and", "or", "with"):
            return False
        after = parse.form(at + 1)
        if at == self.end and (after in _OTHERS or parse.tokens[at + 1].capital):
            return True
        return at < self.start and "g" not in self.node and bool(parse.match("count", at + 1)) and at > self.index

    def _unknown(self, at: int) -> bool:
        """A word that no table holds: a name, or where a noun stands (on the window *sill*); in a game any other."""
        token, before = self.parse.tokens[at], self.parse.form(at - 1) if at else ""
        if token.kind != "word" or not token.form.isalpha() or (at == self.index and not self.parse.roster.game):
            return False
        if token.form.endswith("ly") and token.form not in IN_TURN:
            return False  # rarely, supposedly
        if self.parse.roster.game and (token.capital or token.form not in FUNCTION):
            return True
        if token.capital:  # in Crescentville; but not: according to Tom
            return before in ("in", "at", "of", "from", "near") or (
                at > self.index + 1 and self.parse.tokens[at - 1].capital
            )
        ends = at + 1 >= self.parse.end or self.parse.form(at + 1) in (
            ",",
            ":",
            "-",
            "—",
            "in",
            "on",
            "at",
            "of",
            "for",
        )
        return ends and (before in nouns() or before in adjectives() or before in ("a", "the", "an"))

    def _phrase(self, at: int) -> int | None:
        parse = self.parse
        for length in range(7, 0, -1):
            words = tuple(parse.form(at + number) for number in range(length))
            said = SAID.get(words)
            if said is not None and not (at < self.start < at + length):
                if said == "first":
                    return at + length
                if said == "turn":
                    self.strict = True
                    self.filled |= {"day", "week", "month"}.intersection(words)
                elif said == "row":
                    self.node["orient"] = "row"
                    self.strict = True
                return at + length
        each = [parse.form(at + number) for number in range(4)] == ["each", "on", "a", "different"]
        if each and parse.form(at + 4) in PLACES:
            self.strict = True
            return at + 5
        one = (
            parse.form(at) == "one"
            and parse.form(at + 2) in ("per", "a", "each", "every")
            and parse.form(at + 1) in nouns()
        )
        if one and singular(parse.form(at + 3)) in PLACES:  # one person per room
            self.strict = True
            return at + 4
        found = week(parse, at)
        if found is not None:
            self.node["week"] = found[1]
            return found[0]
        return None
