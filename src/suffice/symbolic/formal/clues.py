"""One clue of an order and the words that it quotes: whether the one says what the other says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from suffice.records import Json
from suffice.symbolic.english.text import analyse
from suffice.symbolic.formal import ends
from suffice.symbolic.formal.ends import NUMBERS, ORDINALS, Pointer, figures, pointers
from suffice.symbolic.formal.placed import Item, atoms, items, numbers, walk
from suffice.symbolic.formal.quotes import Span
from suffice.symbolic.ordering.words import DETERMINERS, plain

Mentions = Sequence[tuple[int, int, set[Item]]]  # from token to token: who or what is named there
_LINKS = frozenset(", and or nor & both either neither than".split()) | DETERMINERS
_LIGHTS = frozenset("theory past future dream mirror photo picture joke story rumour rumor unclear unsure".split())
PLACES = frozenset(
    "line queue row race shelf end place position order left right top bottom street table stack side front back middle"
    " house seat spot wall desk bench branch floor day week grid rank ranking competition contest pile".split()
)


class Clues:
    """The names and the ends of one Problem, by which its clues are held against their words."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body, self.slots = body, list(body["slots"])
        self.values: dict[tuple[str, ...], set[Item]] = {}
        for name, attribute in body["attributes"].items():
            for value in attribute["values"]:
                self.values.setdefault(_forms(value), set()).add((name, value))
        told = [clue["holds"] for clue in body["clues"]]
        told += [formula for _, formula in body["find"][2]] if body["find"][0] == "which" else []
        told += [body["find"][2]] if body["find"][0] == "whether" else []
        used = any(part[2] for formula in told for part in atoms(formula, "at"))
        for slot in self.slots:
            if not slot.isdecimal() and (used or body.get("ordered")):
                self.values.setdefault(_forms(slot), set()).add(("", slot))
        self.signs = ends.pointing(body["ordered"]) if body.get("ordered") else {}

    def mentions(self, span: Span) -> list[tuple[int, int, set[Item]]]:
        """Who and what is named in a span, by the place where: the longest names first."""
        words = [plain([form])[0] if form not in ("-", "`", '"') else "" for form in span.forms]
        found: list[tuple[int, int, set[Item]]] = []
        at = 0
        while at < len(words):
            there = [forms for forms in self.values if tuple(words[at : at + len(forms)]) == forms]
            longest = max(there, key=len, default=())
            if longest:
                found.append((at, at + len(longest), self.values[longest]))
            at += max(1, len(longest))
        return found

    def clue(self, span: Span, formula: Json, unnamed: frozenset[Item] = frozenset()) -> str | None:
        """What of the words is not in the formula, or the other way round. ``unnamed``: need not be named."""
        mentions, held = self.mentions(span), set(items(formula))
        for at, end, named in mentions:
            if not named & held:
                return f"it leaves out '{' '.join(span.forms[at:end])}'"
        for item in held - {item for _, _, named in mentions for item in named} - unnamed:
            return f"'{item[1]}' is not named there"
        around = None if unnamed else self.around(span, mentions)
        if around:
            return f"it leaves out '{around}'"
        wrong = self._joined(span, formula)
        if wrong:
            return wrong
        if formula[0] in ("if", "iff"):
            return self._conditional(span, formula)
        if any(part[0] in ("if", "iff") for part in walk(formula)):
            return "a condition stands by itself"
        return (
            self._whose(span, formula, mentions)
            or self._numbers(span, formula)
            or self._bounds(span, formula)
            or self._directions(span, formula, mentions)
            or self._places(span, formula)
        )

    def around(self, span: Span, mentions: Mentions) -> str | None:
        """What stands before or behind all that is told, and may put it in another light: in theory, in the past."""
        told = [at for at, _, _ in mentions] + [pointer.at for pointer in pointers(span.forms)]
        told += [at for at, form in enumerate(span.forms) if form.isdecimal() or form in NUMBERS or form in ORDINALS]
        if not told:
            return None
        before = span.forms[: min(told)]
        behind = span.forms[max([end for _, end, _ in mentions] + [at + 1 for at in told]) :]
        if span.forms.count(":") > 1 or not _LIGHTS.isdisjoint(span.forms):
            return span.said[:60]
        if not set(before).isdisjoint((",", ":", "(", "that", "whether")) and "if" not in before:
            return " ".join(before)
        if not set(behind).isdisjoint((",", "(", "as", "for")) or (len(behind) > 2 and behind[-1] not in PLACES):
            return " ".join(behind)
        return None

    def _joined(self, span: Span, formula: Json) -> str | None:
        """What is denied, alternative or conditional in one must be so in the other."""
        tags = {part[0] for part in walk(formula)}
        if "readings" in tags:
            return "a clue means one thing"
        if any(part[0] == "not" and part[1][0] == "not" for part in walk(formula)):
            return "what is denied twice is said"
        if span.denied != ("not" in tags):
            return "it is denied in one and not in the other"
        if span.denials > 1 and "neither" not in span.words:
            return "it is denied twice"
        if span.denied and not span.words.isdisjoint(("and", "but", "or", "if", "who", "that")):
            return "nobody can tell what of it is denied"
        several = bool({"or", "count"} & tags) or any(len(part[2]) > 1 for part in atoms(formula, "at"))
        ends_named = any(one in ("either", "the") and two in ("end", "ends") for one, two in pairwise(span.forms))
        if ("or" in span.words) != several and not (several and ends_named):
            return "it is an alternative in one and not in the other"
        if ("if" in span.words) != bool({"if", "iff"} & tags):
            return "it is a condition in one and not in the other"
        return None

    def _conditional(self, span: Span, formula: Json) -> str | None:
        """Condition and consequence, each by the words that tell it: from "if" to "then" or a comma, and the rest."""
        start = span.forms.index("if")
        end = next((n for n in range(start, len(span.forms)) if span.forms[n] in (",", "then")), len(span.forms))
        inner = Span(span.text, span.start + start + 1, span.start + end)
        before, after = Span(span.text, span.start, span.start + start), Span(span.text, span.start + end, span.end)
        if (len(before.forms) > 0) == (len(after.forms) > 0):
            return "nobody can tell where the condition ends"
        for words, part in ((inner, formula[1]), (before if before.forms else after, formula[2])):
            if part[0] in ("if", "iff") or (formula[0] == "iff") != ({"only"} <= span.words):
                return "a condition stands by itself"
            mentions = self.mentions(words)
            if {item for _, _, named in mentions for item in named}.isdisjoint(items(part)):
                return "condition and consequence are not those of the text"
            wrong = (
                self._all_named(words, part, mentions)
                or self._whose(words, part, mentions)
                or self._numbers(words, part)
                or self._bounds(words, part)
                or self._directions(words, part, mentions)
                or self._places(words, part)
            )
            if wrong:
                return wrong
        return None

    @staticmethod
    def _all_named(span: Span, formula: Json, mentions: Mentions) -> str | None:
        held = set(items(formula))
        named = {item for _, _, some in mentions for item in some}
        if not held <= named or any(not some & held for _, _, some in mentions):
            return "condition and consequence are not those of the text"
        return None

    @staticmethod
    def _whose(span: Span, formula: Json, mentions: Mentions) -> str | None:
        """Of several things that one quote tells, nobody could see which is of whom; and who stands between whom."""
        placed = [part for part in walk(formula) if part[0] in ("at", "rank", "same")]
        subjects, rest = {repr(part[1]) for part in placed}, {repr([part[0], *part[2:]]) for part in placed}
        others = {repr(part[2]) for part in placed if part[0] == "same"}
        alike = len(rest) == 1 or (len(others) == 1 and all(part[0] == "same" for part in placed))
        if len(subjects) > 1 and not alike:
            return "it tells several things of several: quote each by itself"
        if span.denied and placed and "," in span.words:
            return "nobody can tell what of it is denied"
        for part in atoms(formula, "between"):
            at = span.forms.index("between") if "between" in span.words else 0
            before = [named for start, _, named in mentions if start < at]
            after = [named for start, _, named in mentions if start > at]
            if not before or tuple(part[1]) not in before[-1]:
                return "who stands between whom is not what the text says"
            if not all(any(tuple(item) in named for named in after) for item in part[2:]):
                return "who stands between whom is not what the text says"
        return None

    @staticmethod
    def _bounds(span: Span, formula: Json) -> str | None:
        """At least two, at most two, two: which of them is meant."""
        said, pairs = figures(span.forms), set(pairwise(span.forms))
        step = 1 if "between" in span.words else 0  # two between them: three places apart
        for part in walk(formula):
            if part[0] not in ("ahead", "apart", "count"):
                continue
            least, most = part[1:3] if part[0] == "count" else part[3:]
            if part[0] != "count" and (least, most) in ((1, None), (1, 1)):
                continue
            if ("at", "least") in pairs:
                wanted = {(number + step, None) for number in said}
            elif ("at", "most") in pairs or ("up", "to") in pairs:
                wanted = {(low, number + step) for number in said for low in (0, 1)}
            elif ("more", "than") in pairs:
                wanted = {(number + 1 + step, None) for number in said}
            elif ("fewer", "than") in pairs or ("less", "than") in pairs:
                wanted = {(low, number - 1 + step) for number in said for low in (0, 1)}
            else:
                wanted = {(number + step, number + step) for number in said}
                wanted |= {(1, 1), (0, 1)} if part[0] == "count" and not said else set()  # either or, not both
            if (least, most) not in wanted:
                return "how far or how many is not what the text says"
        return None

    def _numbers(self, span: Span, formula: Json) -> str | None:
        said, held, n = figures(span.forms), set(numbers(formula)), len(self.slots)
        steps = {0}
        steps |= {1} if not span.words.isdisjoint(("more", "between")) else set()  # more than two: three
        steps |= {-1} if not span.words.isdisjoint(("fewer", "less")) else set()
        for number in said:
            if held.isdisjoint(number + step for step in steps):
                return f"it leaves out the number {number}"
        last = any(part[2] == [str(n)] for part in atoms(formula, "at"))
        untold = {0, 1} | ({n} if last and not span.words.isdisjoint(ends.directional()) else set())
        untold |= {(n + 1) // 2} if not span.words.isdisjoint(("middle", "center", "centre")) else set()
        for number in held - untold - {number + step for number in said for step in steps}:
            return f"the number {number} is not told there"
        close = not span.words.isdisjoint(ends.DIRECTLY - {"right"})
        close |= any(one == "right" and two in ends.BESIDE for one, two in pairwise(span.forms))
        close |= any(one == "day" and two in ("before", "after") for one, two in pairwise(span.forms))
        exact = any(part[3:] == [1, 1] for part in walk(formula) if part[0] in ("ahead", "apart"))
        if close != exact and not (exact and 1 in said):
            return "it is 'directly' in one and not in the other"
        tags = {part[0] for part in walk(formula)}
        if ("between" in tags and "between" not in span.words) or (
            "between" in span.words and tags.isdisjoint(("between", "apart", "ahead"))
        ):
            return "it is 'between' in one and not in the other"
        return None

    def _directions(self, span: Span, formula: Json, mentions: Mentions) -> str | None:
        held = {(tuple(part[1]), tuple(part[2])) for part in walk(formula) if part[0] == "ahead"}
        relations = [pointer for pointer in pointers(span.forms) if pointer.relation]
        if not relations:
            return "no word of the text tells which end is meant" if held else None
        told: set[tuple[Item, Item]] = set()
        groups = _grouped(span, mentions)
        last = earlier = None
        for number, pointer in enumerate(relations):
            sign = self.signs.get(pointer.word, 0)
            if not sign:
                return f"nobody can tell which end of the order '{pointer.word}' points at"
            until = relations[number + 1].at if number + 1 < len(relations) else len(span.forms)
            before = [group for group in groups if group[0] < pointer.at]
            after = [group for group in groups if pointer.at < group[0] < until]
            subject = before[-1] if before else None
            if subject is not None and subject == last and number:
                subject = earlier
            if subject is None or not after:
                return "nobody can tell who stands where"
            last, earlier = after[0], subject
            for one in subject[1]:
                for other in after[0][1]:
                    told.add((one, other) if sign > 0 else (other, one))
        if told != held and not self._either_of_alike(told, held):
            return "who is nearer to which end is not what the text says"
        return None

    @staticmethod
    def _either_of_alike(told: set[tuple[Item, Item]], held: set[tuple[Item, Item]]) -> bool:
        """Values that two attributes share stand for either."""
        return {(a[1], b[1]) for a, b in told} == {(a[1], b[1]) for a, b in held} and held <= told

    def _places(self, span: Span, formula: Json) -> str | None:
        places = [p for p in pointers(span.forms) if not p.relation and not self._numbered(p, formula)]
        held = {1 if part[3] == "first" else -1 for part in walk(formula) if part[0] == "rank"}
        for part in atoms(formula, "at"):
            if len(part[2]) == 1 and part[2][0] in (self.slots[0], self.slots[-1]) and places:
                held.add(1 if part[2][0] == self.slots[0] else -1)
        middle = any(part[0] == "rank" and 2 * part[2] == len(self.slots) + 1 for part in walk(formula))
        either = held == {1, -1} and not span.words.isdisjoint(("either", "ends"))
        if not places:
            if not held or middle or either:
                return None
            counted = bool(figures(span.forms)) and held == {1} and self.signs.get("first") == 1
            return None if counted else "no word of the text tells which end is meant"
        told = {self.signs.get(pointer.word, 0) for pointer in places}
        if 0 in told:
            return f"nobody can tell which end of the order '{places[0].word}' points at"
        return None if told == held or (middle and len(told) == 1) else "the end that is meant is not that of the text"

    def _numbered(self, pointer: Pointer, formula: Json) -> bool:
        """The first house: number 1, where houses have numbers."""
        return pointer.word == "first" and any(part[2] == ["1"] for part in atoms(formula, "at"))


def _grouped(span: Span, mentions: Mentions) -> list[tuple[int, list[Item]]]:
    """Mentions that are joined by nothing but "and" and commas are one: Ann, Bob and Cy."""
    found: list[tuple[int, list[Item]]] = []
    end = -1
    for at, after, named in mentions:
        between = span.forms[end:at]
        if found and end >= 0 and {"and", "or", "nor", ","} & set(between) and set(between) <= _LINKS:
            found[-1][1].extend(named)
        else:
            found.append((at, list(named)))
        end = after
    return found


def _forms(value: str) -> tuple[str, ...]:
    words = [token.form for token in analyse(value).tokens if token.form not in ("-", "`", '"')]
    return plain(words[1:] if len(words) > 1 and words[0] in DETERMINERS else words)
