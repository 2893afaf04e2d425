"""What one value of the replies is: a label of a closed set, a number, a date, a span of the request, or text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from suffice.learned import spelling
from suffice.learned.reply import Value

_LABELLED = 0.95  # share of values that a closed set must cover
_LISTED = 0.8  # share that the prompt's own list must cover: a model does not always keep to it
_OFTEN = 3  # times that an output must come, from different requests, to be a label
_EACH = 5.0  # times that labels come on average
_MOST_LABELS = 1000
_LABEL_CHARS = 80
_VARIANT = 0.1  # share of a label's spellings from which one of them is a label of its own
_NEARLY_ALL = 0.95
_SPANS = 0.9
_NOTHING, _NOTHING_CHARS = 0.05, 24  # share and length of a word for no value


@dataclass(frozen=True, slots=True)
class Column:
    """A value as one reply states it, the texts of the request's slots, for how many replies it stands, and how many
    are known to be the same."""

    text: str
    inputs: tuple[str, ...]
    weight: int = 1
    count: int = 1


def value(name: str, column: Sequence[Column], options: tuple[str, ...] = ()) -> tuple[Value, str]:
    """The value and why. ``options``: the list of answers in the prompt, if there is one."""
    total = sum(one.weight for one in column)
    for found in (_listed(name, column, total, options), _label(name, column, total)):
        if found is not None:
            return found
    found = _stated(name, column, total)
    if found is not None:
        return found
    none = _nothings(column, total)
    if none:
        rest = [one for one in column if spelling.whole_label(one.text, none) is None]
        left = sum(one.weight for one in rest)
        found = _stated(name, rest, left) if left else None
        if found is not None:
            spelled = " or ".join(map(repr, none))
            return replace(found[0], labels=none), f"{found[1]}; {spelled} where there is none ({1 - left / total:.0%})"
    known = sum(one.weight * _known_words(one.text, one.inputs) for one in column) / total
    if known >= _SPANS:
        return Value(name, "text"), f"made of the request's own words ({known:.0%} of them stand there)"
    return Value(name, "text"), f"free text ({known:.0%} of its words stand in the request)"


def _stated(name: str, column: Sequence[Column], total: int) -> tuple[Value, str] | None:
    """A date, a number, or a span of the request."""
    found = _date(name, column, total) or _number(name, column, total)
    if found is not None:
        return found
    whole = sum(one.weight for one in column if _inside(one.text, one.inputs))
    return (Value(name, "span"), f"a span of the request in {whole / total:.0%}") if whole >= _SPANS * total else None


def _nothings(column: Sequence[Column], total: int) -> tuple[str, ...]:
    """Words that stand for no value: frequent, short, and no part of the requests that they answer."""
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for one in column:
        if len(one.text) <= _NOTHING_CHARS and not _inside(one.text, one.inputs):
            counts[spelling.folded(one.text)] += one.weight
            spellings.setdefault(spelling.folded(one.text), Counter())[one.text.strip()] += one.weight
    often = [fold for fold, count in counts.most_common(2) if fold and count >= max(_OFTEN, _NOTHING * total)]
    return tuple(sorted(_spelled(spellings[fold]) for fold in often))


def _listed(name: str, column: Sequence[Column], total: int, options: tuple[str, ...]) -> tuple[Value, str] | None:
    if not options:
        return None
    read = [(one, spelling.read_label(one.text, options)) for one in column]
    covered = sum(one.weight for one, label in read if label is not None)
    if covered < _LISTED * total:
        return None
    return Value(name, "label", options), f"one of {len(options)} options in the prompt in {covered / total:.1%}"


def _label(name: str, column: Sequence[Column], total: int) -> tuple[Value, str] | None:
    stated: dict[str, Counter[str]] = {}
    for one in column:
        if len(one.text) <= _LABEL_CHARS and "\n" not in one.text.strip():
            stated.setdefault(spelling.folded(one.text), Counter())[one.text.strip()] += one.count
    spellings = {name: seen for fold, several in stated.items() if fold for name, seen in apart(several).items()}
    often = max(_OFTEN, round(0.0005 * total))
    counts = {name: seen.total() for name, seen in spellings.items() if seen.total() >= often}
    covered = sum(counts.values())
    if not counts or len(counts) > _MOST_LABELS or covered < _LABELLED * total or covered < _EACH * len(counts):
        return None
    if all(spelling.read_number(fold) for fold in counts) and not _codes(counts, covered):
        return None
    labels = tuple(sorted(_spelled(spellings[fold]) for fold in counts))
    why = f"{len(labels)} labels cover {covered / total:.1%}" if len(labels) > 1 else "always the same"
    if len({label.casefold() for label in labels}) < len(labels):
        why += ", of which some differ in case alone"
    return Value(name, "label", labels), why


def apart(several: Counter[str]) -> dict[str, Counter[str]]:
    """Spellings of what looks alike, under a name for each thing that they mean: two that are both usual and differ in
    more than quotes and punctuation at the end, such as US and us, are two."""
    plain: dict[str, Counter[str]] = {}
    for text, count in several.items():
        plain.setdefault(spelling.plain(text), Counter())[text] += count
    usual = [name for name, seen in plain.items() if seen.total() >= max(_OFTEN, _VARIANT * several.total())]
    if len(usual) < 2:
        return {max(plain, key=lambda name: (plain[name].total(), name)): several}
    return {name: plain[name] for name in usual}


def _codes(counts: Mapping[str, int], covered: int) -> bool:
    """Whether numbers are names: whole, and few, or each of them frequent."""
    often = 2 * _EACH if len(counts) <= 20 else 4 * _EACH
    return all(fold.lstrip("-").isdigit() for fold in counts) and covered >= often * len(counts)


def _spelled(seen: Counter[str]) -> str:
    """The most usual spelling, without the punctuation that only some replies have."""
    return max(sorted(seen), key=lambda text: (seen[text], text == text.rstrip(".!")))


def _date(name: str, column: Sequence[Column], total: int) -> tuple[Value, str] | None:
    fitting = []
    for style in spelling.DATE_STYLES:
        exact = sum(one.weight for one in column if _written(one.text.strip(), style))
        if exact >= _NEARLY_ALL * total:
            fitting.append((exact, style))
    if not fitting:
        return None
    best = max(exact for exact, _ in fitting)
    styles = [style for exact, style in fitting if exact == best]
    values = {tuple(spelling.read_date(one.text, style) for one in column[:200]) for style in styles}
    if len(values) > 1:  # day and month could be either
        return None
    return Value(name, "date", style=styles[0]), f"a date like {spelling.write_date('2026-03-07', styles[0])}"


def _written(text: str, style: str) -> bool:
    if not 6 <= len(text) <= 20 or not any(map(str.isdigit, text)):
        return False
    try:
        read = spelling.read_date(text, style)
        return read is not None and spelling.write_date(read, style) == text
    except ValueError:
        return False


def _number(name: str, column: Sequence[Column], total: int) -> tuple[Value, str] | None:
    read = [(one, spelling.read_number(one.text)) for one in column]
    around: Counter[tuple[str, str]] = Counter()
    for one, found in read:
        if found is not None:
            around[found[0], found[2]] += one.weight
    if not around:
        return None
    (before, after), count = around.most_common(1)[0]
    if count < _NEARLY_ALL * total:
        return None
    texts = [(one, found) for one, found in read if found is not None and (found[0], found[2]) == (before, after)]
    places = Counter[int]()
    for one, _ in texts:
        places[len(one.text.partition(".")[2].rstrip(" %" + after).rstrip()) if "." in one.text else 0] += one.weight
    decimals, often = places.most_common(1)[0]
    grouped = any("," in one.text for one, _ in texts)
    first = texts[0][0].text.strip()
    start = first[: len(before) + 1] if before and first[len(before) : len(before) + 1] == " " else before
    digits = first[: len(first) - len(after)] if after else first
    end = (" " if after and digits != digits.rstrip() else "") + after
    stated = sum(one.weight for one, _ in texts if _inside(one.text, one.inputs))
    where = "stands in the request" if stated >= _SPANS * total else "computed, or looked up"
    decimals = decimals if often >= _NEARLY_ALL * total and decimals else None
    unit = f" with {(before + ' ' + after).strip()}" if before or after else ""
    value = Value(name, "number", before=start, after=end, grouped=grouped, decimals=decimals)
    return value, f"a number{unit}; {where} ({stated / total:.0%} of them stand in the request)"


def _inside(text: str, inputs: tuple[str, ...]) -> bool:
    wanted = spelling.folded(text)
    return bool(wanted) and any(wanted in " ".join(given.casefold().split()) for given in inputs)


def _known_words(text: str, inputs: tuple[str, ...]) -> float:
    """The share of a text's words that stand in the request."""
    words = spelling.folded(text).split()
    given = {word for one in inputs for word in spelling.folded(one).split()}
    return sum(word in given for word in words) / len(words) if words else 0.0
