"""Whether a Problem of order that somebody wrote for a text accounts for it, clue by clue.

Each clue quotes the words that it comes from. Who is named there, which numbers are said, whether it is denied, what is
alternative or conditional, who comes nearer to which end: the formula must say the same, or it is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from suffice.records import Json
from suffice.symbolic.english.phrases import given_names, nouns
from suffice.symbolic.english.text import Text, analyse
from suffice.symbolic.formal.asked import Asked
from suffice.symbolic.formal.clues import Clues
from suffice.symbolic.formal.ends import DIRECTLY, NUMBERS, directional, figures, pointers
from suffice.symbolic.formal.quotes import Quoted, Span, of_two_times, remark, taken_apart
from suffice.symbolic.ordering.words import CALENDAR, FUNCTION, plain

_OPTION = re.compile(r"^\s*\(?([A-Z])[).:]\s*(\S.*)$", re.MULTILINE)
_INLINE = re.compile(r"\(([A-Z])\)\s*(\S.*?)(?=\s*\([A-Z]\)|\s*$)")
_COUNTING = re.compile(r"\bhow (?:many|much|long|far|old)\b|[$€£%]", re.IGNORECASE)  # others compute
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday seat house".split())
_LEVEL = frozenset("different distinct tie tied ties unique same differing".split())
_DEMANDS = frozenset("give list name rank put order sort arrange which who".split())
_IN_A_ROW = frozenset("row line queue queuing stack stacked shelf bench".split())  # where nobody shares a place
_NO_NAMES = CALENDAR | FUNCTION | frozenset("clues clue given solve please puzzle options thanks hi hello hey".split())


def account(source: str, body: Mapping[str, Any]) -> str | None:
    """What in the body or in the text is not accounted for by the other; None if all is."""
    if body.get("form", {}).get("yesno") and body["find"][0] != "whether":
        return "Yes or No is asked for, and who"
    return _Account(source, body).refusal()


def tells(source: str) -> bool:
    """Whether the text may be of an order or an assignment: it places somebody, somehow."""
    text = analyse(source)
    words = [token.form for token in text.tokens]
    known = sum(word in directional() or word in DIRECTLY or word in _DAYS for word in words)
    assigned = not {"different", "each", "own", "unique"}.isdisjoint(words) and "?" in words
    names = {token.form for token in text.tokens if token.capital} - _NO_NAMES
    placed = known >= 2 or (assigned and len(names) >= 2)
    return placed and len(words) > 8 and not _COUNTING.search(source)


class _Account:
    def __init__(self, source: str, body: Mapping[str, Any]) -> None:
        self.body, self.slots, self.clues = body, body["slots"], Clues(body)
        self.options, self.source = _without_options(source)

    def refusal(self) -> str | None:
        apart = taken_apart(self.source, [clue["say"] for clue in self.body["clues"]])
        if isinstance(apart, str):
            return apart
        return (
            self._whole(apart)
            or next(filter(None, (self._scene(span, apart) for span in self._rest(apart))), None)
            or next(filter(None, (self._clue(span, told) for span, told in self._told(apart))), None)
            or Asked(self.clues, self.options).refusal(self._question(apart))
        )

    def _told(self, apart: Quoted) -> list[tuple[Span, Json]]:
        """Each quote with all that is said to stand there."""
        found: dict[tuple[int, int], tuple[Span, list[Json]]] = {}
        for span, clue in zip(apart.quotes, self.body["clues"], strict=True):
            found.setdefault((span.start, span.end), (span, []))[1].append(clue["holds"])
        return [(span, told[0] if len(told) == 1 else ["and", *told]) for span, told in found.values()]

    def _clue(self, span: Span, formula: Json) -> str | None:
        wrong = self.clues.clue(span, formula)
        return f"'{span.said[:60]}': {wrong}" if wrong else None

    # --- the text as a whole -------------------------------------------------------------------------------
    def _whole(self, apart: Quoted) -> str | None:
        if of_two_times(apart):
            return "what was and what is are told together"
        text = analyse(self.source)
        for forms, items in self.clues.values.items():
            if all(name for name, _ in items) and not self._mentioned(text, forms):
                return f"'{' '.join(forms)}' does not stand in the text"
        named = {word for forms in self.clues.values for word in forms}
        for index, token in enumerate(text.tokens):
            name = token.capital and len(token.raw) > 1 and (index not in text.starts or token.form in given_names())
            if name and text.tokens[index - 1].form not in (":", '"', "(") and not self._known(token.form, named):
                return f"it leaves out '{token.raw}'"
        words = {token.form for token in text.tokens}
        kinds = {attribute["kind"] for attribute in self.body["attributes"].values()}
        if not kinds <= {"each", "shared"}:
            return "values that may recur or be left over are not translated"
        ends = set(" ".join(self.body.get("ordered") or ()).lower().split())
        graded = {word for word in ends if word in ("most", "least", "fewest") or word.endswith("est")}
        if "each" in kinds and graded - {"first", "last"} and words.isdisjoint(_LEVEL | _IN_A_ROW):
            return "nobody says that no two are level: such values are 'shared'"
        if len(self.body["attributes"]) > 1 and words.isdisjoint(_LEVEL | {"each", "own", "one"}):
            return "nobody says that each has one of his own"
        if len(self.body["attributes"]) == 1 and kinds == {"shared"} and len(self.slots) < len(self.clues.values):
            return "there are fewer places than may be needed"
        return None

    @staticmethod
    def _known(form: str, named: set[str]) -> bool:
        return plain([form])[0] in named or form in _NO_NAMES

    @staticmethod
    def _mentioned(text: Text, forms: tuple[str, ...]) -> bool:
        words = plain(token.form for token in text.tokens if token.form != "-")
        return any(words[at : at + len(forms)] == forms for at in range(len(words)))

    def _rest(self, apart: Quoted) -> list[Span]:
        """The sentences that nobody quotes; one of them is the question where none ends in a question mark."""
        return [span for span in apart.rest if not (self._asks_plainly(span) and not apart.question)]

    def _question(self, apart: Quoted) -> list[Span]:
        return list(apart.question) or [span for span in apart.rest if self._asks_plainly(span)]

    def _asks_plainly(self, span: Span) -> bool:
        if self.body["find"][0] == "grid":
            return "grid" in span.words
        return bool(span.forms) and span.forms[0] in _DEMANDS

    def _scene(self, span: Span, apart: Quoted) -> str | None:
        """Why a sentence that nobody quotes may not be left out: it says who and what there is, or nothing."""
        there = {item for _, _, items in self.clues.mentions(span) for item in items}
        found = pointers(span.forms)
        run = len(found) == 2 and span.forms[found[0].at - 1 : found[0].at] == ("from",) and not found[0].relation
        sizes = {len(self.slots), *(len(a["values"]) for a in self.body["attributes"].values())}
        if "numbered" in span.words or not span.words.isdisjoint(("1", "first")):
            sizes |= {int(slot) for slot in self.slots if slot.isdecimal()}
        lists = [(name, {(name, v) for v in a["values"]}) for name, a in self.body["attributes"].items()]
        lists.append(("", {("", slot) for slot in self.slots if not slot.isdecimal()}))
        listed = {item for _, values in lists if len(values) > 1 and values <= there for item in values}
        telling = span.denied or not span.words.isdisjoint(("or", "if", "between", "than", *DIRECTLY - {"right"}))
        around = self.clues.around(span, self.clues.mentions(span))
        if there and around:
            return f"it leaves out '{around}'"
        if telling or not there <= listed or (found and not run) or not figures(span.forms) <= sizes:
            return None if not there and remark("ordering", span) else f"it leaves out '{span.said[:60]}'"
        early = all(span.end <= question.start for question in self._question(apart))
        if not there and not (early and (run or _counts(span))):
            return None if remark("ordering", span) or _introduces(span) else f"it leaves out '{span.said[:60]}'"
        return None


def _without_options(source: str) -> tuple[dict[str, str], str]:
    """Lettered options, each on a line of its own or all behind one another, and the text without them."""
    for pattern in (_OPTION, _INLINE):
        options = dict(pattern.findall(source))
        if len(options) > 1:
            return options, pattern.sub("", source)
    return {}, source


def _counts(span: Span) -> bool:
    """A sentence that says how many there are: four houses."""
    known = nouns()
    return any(
        (form.isdecimal() or form in NUMBERS) and any(known.get(word, word) != word for word in span.forms[at : at + 4])
        for at, form in enumerate(span.forms)
    )


def _introduces(span: Span) -> bool:
    """A sentence that says nothing of anybody: clues follow, a puzzle is told."""
    return not span.words.isdisjoint("clue clues puzzle following paragraph statements consistent".split())
