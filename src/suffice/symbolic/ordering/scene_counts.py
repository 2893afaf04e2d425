"""What is counted in a scene: those who are listed, or as many days or numbered places."""

from __future__ import annotations

from typing import Any

from suffice.records import Json
from suffice.symbolic.english.phrases import lexicon
from suffice.symbolic.ordering.roster import OrderParse
from suffice.symbolic.ordering.scene_words import PLACES, SETTING
from suffice.symbolic.ordering.spans import numbers, singular


class CountedScene:
    """One sentence with its list (``start`` to ``end``; none: -1), and what is found in it so far."""

    def __init__(self, parse: OrderParse, index: int, start: int, end: int, names: list[str]) -> None:
        self.parse, self.index, self.start, self.end, self.names = parse, index, start, end, names
        self.node: dict[str, Any] = {"op": "group", "l": ["roll", names]} if names else {"op": "scene"}
        self.acts: list[str] = []
        self.words: list[str] = []
        self.strict = False
        self.filled: set[str] = set()  # days, floors: one on each
        self.numbered: tuple[str, int] | None = None
        self.counted: int | None = None  # where they are counted
        self.days: int | None = None  # so many are told
        self.groups: tuple[str, list[str]] | None = None  # each is in one of these
        self.pending: tuple[str, list[str]] | None = None  # if it is said elsewhere that each is in one of these

    def _counted(self, at: int) -> int | None:
        """A count: of those who are listed, or of as many places in a row."""
        parse = self.parse
        for end, value in parse.match("count", at):
            if value[0] != "num" or not value[1].isdecimal():
                continue
            n = int(value[1])
            if not self.names:
                return self._of_many(at, end, value)
            after = end + (parse.form(end) in ("consecutive", "different", "successive"))
            after += parse.form(after) in lexicon() and singular(parse.form(after + 1)) in PLACES
            if singular(parse.form(after)) in PLACES and n == len(self.names) and after + 1 != self.start:
                return self._places(after)
            for far, noun in self._nouns(end):
                if n == len(self.names) and (far == self.start or (far < self.start and "g" not in self.node)):
                    between = [parse.form(k) for k in range(far, self.start)]
                    if not parse.roster.game or SETTING.isdisjoint(between):
                        self.node |= {"n": value, "g": noun}
                        self.counted = at
                        self.words += noun.split()
                        return far
        if parse.form(at) in PLACES or parse.form(at).removesuffix("s") in PLACES:
            return self._range(at)
        return None

    def _nouns(self, at: int) -> list[tuple[int, str]]:
        """The noun of what is counted, behind up to three words that say more of it: seven different songs."""
        found: list[tuple[int, str]] = []
        if (
            self.parse.roster.game
            and self.parse.form(at) == "of"
            and self.parse.form(at + 1) in ("the", "her", "his", "its", "their")
        ):
            at += 2
        for start in range(at, at + (4 if self.parse.roster.game else 1)):
            for far, noun in self.parse.match("group_noun", start):
                if start == at or far == self.start:
                    found.append((far, noun))
        return sorted(found, key=lambda one: one[0] != self.start)

    def _of_many(self, at: int, end: int, value: Json) -> int | None:
        """The count of a scene that lists nobody: it begins with it."""
        parse = self.parse
        if "n" not in self.node and self.days is None:  # five consecutive days, Monday to Friday
            after = end + (parse.form(end) in ("consecutive", "different", "successive"))
            if after > end and singular(parse.form(after)) in ("day", "week", "month", "weekday"):
                self.days = int(value[1])
                return after + 1
        if "n" in self.node:
            after = end + (parse.form(end) in ("consecutive", "different", "successive"))
            after += parse.form(after) in lexicon() and singular(parse.form(after + 1)) in PLACES
            same = value == self.node["n"] and singular(parse.form(after)) in PLACES
            return self._places(after) if same else None
        if at - self.index > 1 or (
            at > self.index and parse.form(self.index) not in ("the", "our", "these", "my", "exactly")
        ):
            return None
        found = parse.match("group_noun", end)
        if not found:
            return None
        far, noun = max(found)
        self.node |= {"n": value, "g": noun}
        self.counted = at
        self.words += noun.split()
        return far

    def _places(self, at: int) -> int:
        noun = singular(self.parse.form(at))
        if noun == "floor" or self.parse.form(at - 1) in ("consecutive", "successive"):
            self.filled.add(noun)
        end = at + 1
        if self.parse.form(end) in (",", "("):
            end += 1
        end += self.parse.form(end) in ("numbered", "sequentially", "consecutively")
        ranged = numbers(self.parse, end, noun)
        self.words.append(self.parse.form(at))
        self.strict = True
        if ranged is None:
            return at + 1
        self.numbered = (noun, ranged[1])
        return ranged[0] + (self.parse.form(ranged[0]) == ")")

    def _range(self, at: int) -> int | None:
        """Positions 1 through 7, week 1 through week 7."""
        noun = singular(self.parse.form(at))
        found = numbers(self.parse, at + 1, noun)
        if found is None:
            return None
        self.strict, self.numbered = True, (noun, found[1])
        self.words.append(self.parse.form(at))
        return found[0]
