"""Sentences that tell which rule goes before which: "Rule 2 is preferred over Rule 3", "later rules win"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Reference = tuple[str, int]  # ("named" | "labelled", number) or ("placed", place), places from 0, from the end below 0

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_KIND = "rule|section|clause|article|paragraph|policy|provision|guideline|regulation|point|item"
_REF = (
    rf"(?:the )?(?:(?:{_KIND}) ?(?:no\. ?|number )?#?\d{{1,3}}|r\d{{1,3}}"
    rf"|(?:{'|'.join(_ORDINALS)}|last|former|latter|later|earlier) (?:{_KIND}|one))"
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
_CLASHING = rf"(?:{_CLASH},? )?"
_PAIR = re.compile(rf"{_CLASHING}(?P<one>{_REF}) (?P<how>{_OVER}|{_UNDER}) (?P<other>{_REF})(?:,? {_CLASH})?")
_PREFER = re.compile(rf"{_CLASHING}prefer (?P<one>{_REF}) (?:over|to) (?P<other>{_REF})(?:,? {_CLASH})?")
_BOTH = re.compile(
    rf"(?:if|when|whenever|where) (?P<one>{_REF}) and (?P<other>{_REF}) (?:conflict|clash|contradict each other"
    rf"|disagree|both apply|apply both),? (?P<best>{_REF}) {_WINS}"
)
_FIRST = re.compile(rf"{_CLASHING}(?P<one>{_REF}) {_WINS}(?:,? {_CLASH})?")
_ALL = re.compile(
    rf"{_CLASHING}(?:the )?(?P<one>later|earlier|higher-numbered|lower-numbered) (?:rules?|ones?|clauses?|sections?)"
    rf" (?:{_WINS}|{_OVER} (?:the )?(?P<other>later|earlier|higher-numbered|lower-numbered)"
    rf" (?:rules?|ones?|clauses?|sections?))(?:,? {_CLASH})?"
)
_LATER_ONES = ("later", "higher-numbered")


@dataclass(frozen=True, slots=True)
class Ranking:
    """``one`` goes before ``other``, or before all others without it; without both, ``later`` rules go before earlier
    ones, or the other way round. ``pair``: it speaks of the two rules that there are."""

    one: Reference | None = None
    other: Reference | None = None
    later: bool | None = None
    pair: bool = False


def ranking(text: str) -> Ranking | None:
    """What a sentence (without its end) says of precedence; None if it says nothing of it."""
    said = " ".join(text.lower().rstrip(".").split())
    found = _ALL.fullmatch(said)
    if found:
        later = found["one"] in _LATER_ONES
        if found["other"] is not None and (found["other"] in _LATER_ONES) is later:
            return None
        return Ranking(later=later)
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
            _reference(found["one"]), pair=re.search(r"\b(?:former|latter|later|earlier)\b", said) is not None
        )
    return None


def _reference(text: str) -> Reference:
    digits = re.search(r"\d+", text)
    if digits:  # rules may be counted; sections are those that are labelled
        counted = text.removeprefix("the ").startswith(("rule", "clause", "r")) and "regulation" not in text
        return "named" if counted else "labelled", int(digits[0])
    word = text.removeprefix("the ").split()[0]
    if word in _ORDINALS:
        return "placed", _ORDINALS.index(word)
    return "placed", 0 if word in ("former", "earlier") else -1


def pairs(rankings: Sequence[Ranking], rules: Sequence[str], labels: Sequence[int | None]) -> list[list[str]] | None:
    """Pairs of the names of rules, which stand in the order of the text under ``labels``; None where a sentence speaks
    of a rule that is not there."""
    labelled = any(label is not None for label in labels)

    def name_of(reference: Reference) -> str | None:
        kind, number = reference
        if kind != "placed":
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
