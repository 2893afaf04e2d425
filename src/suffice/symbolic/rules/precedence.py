"""Sentences that tell which rule goes before which: "Rule 2 is preferred over Rule 3", "later rules win"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from suffice.records import Abstain, Code, Json
from suffice.symbolic.rules.prefer import Unclear, opposed

# ("named" | "labelled", number), ("placed", place) with places from 0, from the end below 0, or ("about", word)
Reference = tuple[str, int | str]

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_KIND = "rule|section|clause|article|paragraph|policy|provision|guideline|regulation|point|item"
_REF = (
    rf"(?:the )?(?:(?:{_KIND}) ?(?:no\. ?|number )?#?\d{{1,3}}|r\d{{1,3}}"
    rf"|(?:{_KIND})s? (?:for|about|on) (?:the )?[a-z]+(?: [a-z]+)?|[a-z]+s'(?: (?:{_KIND})s?)?"
    rf"|former|latter|(?:{'|'.join(_ORDINALS)}|last|former|latter|later|earlier) (?:{_KIND}|one))"
)
_CLASH = (
    r"(?:(?:in (?:the )?(?:case|event) of (?:a |any )?(?:conflict|contradiction|clash|doubt)s?"
    r"|(?:if|when|whenever|where) (?:there is (?:a |any )?(?:conflict|contradiction|clash)"
    r"|(?:they|both|two|the two|both rules|two rules|the rules|rules|these)"
    r" (?:conflict|clash|contradict each other|contradict one another|disagree|both apply|apply))))"
)
_OVER = (
    r"(?:(?:is|are) (?:preferred (?:over|to)|stronger than|more important than|superior to|ranked above"
    r"|of higher priority than|given (?:priority|precedence) over)"
    r"|(?:has|have|takes|take|gets|get) (?:a )?(?:higher )?(?:priority|precedence) (?:over|than)"
    r"|overrides?|overrules?|beats?|outranks?|trumps?|supersedes?|prevails? over|wins? (?:over|against)"
    r"|(?:goes|go|comes|come) before|(?:ranks?|stands?) above)"
)
_UNDER = (
    r"(?:(?:gives|give) way to|yields? to|(?:is|are) (?:overridden|overruled|beaten|outranked|trumped|superseded) by"
    r"|(?:is|are) weaker than|(?:is|are) subordinate to)"
)
_WINS = (
    r"(?:wins?|prevails?|applies|apply|decides?|counts?|(?:takes|take|has|have|gets|get) (?:priority|precedence)"
    r"|(?:is|are) (?:preferred|decisive|stronger)|goes? first|comes? first)"
)
_STRONG = (  # words that tell of precedence even where no conflict is spoken of
    r"(?:wins?|prevails?|(?:takes|take|has|have|gets|get) (?:priority|precedence)|(?:is|are) preferred)"
)
_CLASHING = rf"(?:{_CLASH},? )?"
_PAIR = re.compile(rf"{_CLASHING}(?P<one>{_REF}) (?P<how>{_OVER}|{_UNDER}) (?P<other>{_REF})(?:,? {_CLASH})?")
_PREFER = re.compile(rf"{_CLASHING}prefer (?P<one>{_REF}) (?:over|to) (?P<other>{_REF})(?:,? {_CLASH})?")
_BOTH = re.compile(
    rf"(?:if|when|whenever|where) (?P<one>{_REF}) and (?P<other>{_REF}) (?:conflict|clash|contradict each other"
    rf"|disagree|both apply|apply both),? (?P<best>{_REF}) {_WINS}"
)
_FIRST = re.compile(
    rf"{_CLASH},? (?P<one>{_REF}) {_WINS}|(?P<two>{_REF}) {_WINS},? {_CLASH}|(?P<three>{_REF}) {_STRONG}"
)
_RULES = r"(?:rules?|ones?|clauses?|sections?)"
_LATER = rf"(?:the )?(?P<one>later|earlier) {_RULES}"
_ALL = re.compile(
    rf"{_CLASHING}{_LATER} (?:{_STRONG}|{_OVER} (?:the )?(?P<other>later|earlier) {_RULES})(?:,? {_CLASH})?"
)
_EACH = re.compile(rf"{_CLASH},? {_LATER} {_WINS}")
_SPOKEN_OF = (*_KIND.split("|"), " one", "s'", "later", "earlier", "former", "latter")  # in every such sentence
_SHORT_NAME = re.compile(r"\br\d")


@dataclass(frozen=True, slots=True)
class Ranking:
    """``one`` goes before ``other``, or before all others without it; without both, ``later`` rules go before earlier
    ones, or the other way round. ``pair``: it speaks of the two rules that there are."""

    one: Reference | None = None
    other: Reference | None = None
    later: bool | None = None
    pair: bool = False


def may_rank(text: str) -> bool:
    """Whether a text can say anything of precedence."""
    said = text.lower()
    return any(word in said for word in _SPOKEN_OF) or _SHORT_NAME.search(said) is not None


def ranking(text: str) -> Ranking | None:
    """What a sentence (without its end) says of precedence; None if it says nothing of it."""
    said = " ".join(text.lower().rstrip(".").split())
    if not may_rank(said):
        return None
    found = _ALL.fullmatch(said) or _EACH.fullmatch(said)
    if found:
        return Ranking(later=found["one"] == "later") if found["one"] != found.groupdict().get("other") else None
    found = _PAIR.fullmatch(said) or _PREFER.fullmatch(said)
    if found:
        one, other = _reference(found["one"]), _reference(found["other"])
        under = re.fullmatch(_UNDER, found["how"]) is not None if "how" in found.groupdict() else False
        return None if one == other else Ranking(*((other, one) if under else (one, other)))
    found = _BOTH.fullmatch(said)
    if found:
        one, other, best = (_reference(found[key]) for key in ("one", "other", "best"))
        if found["best"] in ("the former", "the former one", "the former rule", "the first one"):
            best = one
        elif found["best"] in ("the latter", "the latter one", "the latter rule", "the second one"):
            best = other
        return Ranking(best, other if best == one else one) if best in (one, other) else None
    found = _FIRST.fullmatch(said)
    if found:
        return Ranking(
            _reference(found["one"] or found["two"] or found["three"]),
            pair=re.search(r"\b(?:former|latter|later|earlier)\b", said) is not None,
        )
    return None


def _reference(text: str) -> Reference:
    digits = re.search(r"\d+", text)
    if digits:  # rules may be counted; sections are those that are labelled
        counted = text.removeprefix("the ").startswith(("rule", "clause", "r")) and "regulation" not in text
        return "named" if counted else "labelled", int(digits[0])
    about = re.search(r" (?:for|about|on) (?:the )?(.+)|^(?:the )?([a-z]+s)'", text)
    if about:
        return "about", about[1] or about[2]
    word = text.removeprefix("the ").split()[0]
    if word in _ORDINALS:
        return "placed", _ORDINALS.index(word)
    return "placed", 0 if word in ("former", "earlier") else -1


def pairs(
    rankings: Sequence[Ranking], clauses: Sequence[Mapping[str, Json]], labels: Sequence[int | None]
) -> list[list[str]] | None:
    """Pairs of the names of rules, which stand in the order of the text under ``labels``; None where a sentence speaks
    of a rule that is not there."""
    rules = [str(clause["name"]) for clause in clauses]
    labelled = any(label is not None for label in labels)

    def name_of(reference: Reference) -> str | None:
        kind, number = reference
        if isinstance(number, str):  # the rule for guests: the only one that speaks of them
            found = [n for n, clause in enumerate(clauses) if _speaks_of(str(clause.get("text", "")), number)]
            place = found[0] if len(found) == 1 else len(rules)
        elif kind != "placed":
            found = [n for n, label in enumerate(labels) if label == number]
            if kind == "named" and not labelled:
                found = [number - 1]
            place = found[0] if len(found) == 1 else len(rules)
        else:
            place = number if number >= 0 else len(rules) + number
        return rules[place] if 0 <= place < len(rules) else None

    found: list[list[str]] = []
    for one in rankings:
        if one.later is not None:
            numbers = [label for label in labels if label is not None]
            if numbers != sorted(numbers):
                return None  # later in the text, or by number?
            order = rules[::-1] if one.later else rules
            found += [[best, other] for n, best in enumerate(order) for other in order[n + 1 :]]
            continue
        best = name_of(one.one) if one.one else None
        if best is None or (one.pair and len(rules) != 2):
            return None
        others = [name_of(one.other)] if one.other else [name for name in rules if name != best]
        for other in others:
            if other is None or other == best:
                return None
            found.append([best, other])
    return [pair for n, pair in enumerate(found) if pair not in found[:n]]


def _speaks_of(text: str, phrase: str) -> bool:
    """Whether the words stand in a text, whatever their number."""
    said = [word.rstrip("s") for word in re.findall(r"[a-z0-9]+", text.lower())]
    wanted = [word.rstrip("s") for word in phrase.split()]
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said)))


class Precedence:
    """What the statements of a text in prose tell of which rule goes before which; ``labels``: one for each statement
    of facts and rules, None where it has none."""

    def __init__(self, text: str) -> None:
        self.text = text  # the whole, of which sentences are then taken
        self.told: list[Ranking] = []
        self.labels: list[int | None] = []

    @cached_property
    def may_rank(self) -> bool:
        return may_rank(self.text)

    def take(self, text: str) -> bool:
        """Whether a sentence tells of precedence; it is kept if it does."""
        told = ranking(text) if self.may_rank else None
        if told is not None:
            self.told.append(told)
        return told is not None

    def name(self, statements: list[list[Json]]) -> bool:
        """Give the rules among the statements (each in all its readings) their names; False where two get one."""
        names: list[str] = []
        self.labels = [label for ways, label in zip(statements, self.labels, strict=True) if _rules(ways)]
        for number, ways in enumerate(statements):
            if _rules(ways):
                label = self.labels[len(names)]
                names.append(f"Rule {len(names) + 1 if label is None else label}")
                statements[number] = [{**way, "name": names[-1]} for way in ways]
        return len(set(names)) == len(names)

    def among(self, clauses: Sequence[Mapping[str, Json]]) -> list[list[str]] | Abstain:
        """Pairs of names, the first before the second."""
        if not self.told:
            return []
        rules = [clause for clause in clauses if "name" in clause]
        found = pairs(self.told, rules, self.labels)
        if not found:
            return Abstain(Code.UNSUPPORTED, "precedence is told of rules that are not there")
        named = {clause["name"]: clause for clause in rules}
        try:
            against = [opposed(named[one], named[other]) for one, other in found]
        except Unclear as error:
            return Abstain(Code.UNSUPPORTED, f"precedence between the rules is not clear: {error}")
        each = any(one.other is not None for one in self.told)
        if not (all if each else any)(against) or any("only" in rule["text"].lower().split() for rule in rules):
            return Abstain(Code.UNSUPPORTED, "precedence is told of rules that do not contradict one another")
        return found


def _rules(ways: Sequence[Mapping[str, Json]]) -> bool:
    return any("if" in way for way in ways)
