"""A Problem in plain English that the reader reads as the same Problem, wherever its formulas have a wording."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from suffice.records import Json
from suffice.symbolic.english.phrases import nouns

# ends -> (relation towards the first end, towards the last), after "is"
_RELATIONS = {
    "leftmost": ("to the left of", "to the right of"),
    "top": ("above", "below"),
    "first": ("before", "after"),
    "northernmost": ("north of", "south of"),
    "easternmost": ("east of", "west of"),
    "most expensive": ("more expensive than", "less expensive than"),
}
_ATOMS = ("at", "ahead", "apart", "between", "same", "rank")
_MODES = {"is": "is true", "must": "must be true", "could": "could be true", "cannot": "cannot be true"}


def paraphrase(body: Mapping[str, Any]) -> str:
    """What the Problem says."""
    return _Teller(body).told()


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


class _Teller:
    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body = body
        self.attributes: Mapping[str, Any] = body["attributes"]
        self.grid = len(self.attributes) > 1
        self.first, self.last = body.get("ordered") or ("first", "last")
        self.race = self.first == "first" and any(a["kind"] == "shared" for a in self.attributes.values())

    def told(self) -> str:
        clues = [self.sentence(clue["holds"]) for clue in self.body["clues"] if clue["say"]]
        return " ".join([*self._scene(), *(f"{clue[:1].upper()}{clue[1:]}." for clue in clues), self._question()])

    def _scene(self) -> list[str]:
        count = len(self.body["slots"])
        if not self.grid:
            (name, attribute), *_ = self.attributes.items()
            if len(attribute["values"]) < count:
                return [f"There are {count} places. Some of them are those of {listed(attribute['values'])}."]
            strict = attribute["kind"] == "each" and self.first not in ("leftmost", "top", "first")
            plural = _plural(name)
            found = [f"There are {len(attribute['values'])} {plural}: {listed(attribute['values'])}."]
            return [*found, "They are all different."] if strict else found
        slots: list[str] = self.body["slots"]
        if self.body.get("ordered") and slots[0] == "1":
            found = [f"There are {count} houses, numbered 1 to {count} from left to right."]
        elif self.body.get("ordered"):
            found = [f"The places are {listed(slots)}, in this order."]
        else:
            found = []
        by_day = self.body.get("ordered") and slots[0] != "1"
        for name, attribute in self.attributes.items():
            if by_day and attribute["values"] == slots:
                continue
            values = ", ".join(f"`{value}`" for value in attribute["values"])
            kinds = {"each": "a unique", "some": "at most one", "shared": "perhaps several", "free": "a"}
            found.append(f"Each person has {kinds[attribute['kind']]} {name}: {values}.")
        return found

    # --- formulas ----------------------------------------------------------------------------------------
    def item(self, item: Json) -> str:
        name = item[1]
        return f"the {name}" if name.islower() and len(name) > 1 else name

    def sentence(self, formula: Json, negative: bool = False) -> str:
        tag = formula[0]
        match tag:
            case "not":
                return self.sentence(formula[1], not negative)
            case "and" | "or" | "if" | "iff" | "count" | "readings":
                return self._compound(formula, negative)
        return f"{self.item(formula[1])} {self.predicate(formula, negative)}"

    def _compound(self, formula: Json, negative: bool) -> str:
        tag, *parts = formula
        if negative:
            return f"it is not so that {self.sentence(formula)}"
        if tag == "and":
            return ", and ".join(map(self.sentence, parts))
        if tag == "or":
            said = [self.sentence(part) for part in parts]
            return f"either {said[0]} or {said[1]}" if len(said) == 2 else " or ".join(said)
        if tag == "if":
            return f"if {self.sentence(parts[0])}, then {self.sentence(parts[1])}"
        if tag == "iff":
            return f"{self.sentence(parts[0])} if and only if {self.sentence(parts[1])}"
        if tag == "readings":
            return f"({' -- or: '.join(map(self.sentence, parts[1:]))})"
        least, most, *inner = parts
        said = "; ".join(map(self.sentence, inner))
        if least == most == 1 and len(inner) == 2:
            return f"either {self.sentence(inner[0])} or {self.sentence(inner[1])}, but not both"
        bounds = f"exactly {least}" if least == most else f"{least} to {len(inner) if most is None else most}"
        return f"{bounds} of these hold ({said})"

    def _is(self, negative: bool) -> str:
        if self.last.startswith("fewest "):
            return "does not have" if negative else "has"
        if self.race:
            return "did not finish" if negative else "finished"
        return "is not" if negative else "is"

    def predicate(self, formula: Json, negative: bool = False) -> str:
        """What is said of the first item of an atom."""
        tag, _, *rest = formula
        verb = self._is(negative)
        match tag:
            case "same":
                return f"{'is not' if negative else 'is'} {self.item(rest[0])}"
            case "at":
                return f"{'is not' if negative else 'is'} {self._slots(rest[0])}"
            case "between":
                return f"{verb} between {self.item(rest[0])} and {self.item(rest[1])}"
            case "rank":
                return f"{verb} {self._place(*rest)}"
            case "ahead":
                return f"{verb} {self._far(*rest[1:])}{self._relation()} {self.item(rest[0])}"
            case "apart":
                least, most = rest[1:]
                if (least, most) == (1, 1):
                    return f"{'is not' if negative else 'is'} next to {self.item(rest[0])}"
                far = self._far(least, most).strip() or "some places"
                return f"{verb} {far.removeprefix('exactly ')} away from {self.item(rest[0])}"
        return str(formula)

    def _relation(self) -> str:
        if self.first in _RELATIONS:
            return _RELATIONS[self.first][0]
        return f"{self.comparative(self.first)} than"

    @staticmethod
    def comparative(superlative: str) -> str:
        if superlative.startswith("most "):
            return f"more {superlative[5:]}"
        return superlative[:-3] + "er" if superlative.endswith("est") else superlative

    @staticmethod
    def _far(least: int, most: int | None) -> str:
        if most is None:
            return "" if least == 1 else f"at least {least} places "
        if least == most:
            return "directly " if least == 1 else f"exactly {least} places "
        return f"at most {most} places " if least == 1 else f"{least} to {most} places "

    def _place(self, k: int, end: str) -> str:
        word = self.first if end == "first" else self.last
        if word in ("first", "last"):
            return (word if k == 1 else ordinal(k)) if end == "first" or k == 1 else f"{ordinal(k)} to last"
        if word in ("leftmost", "rightmost", "top", "bottom"):
            side = {"leftmost": "left", "rightmost": "right"}.get(word, word)
            return f"the {ordinal(k)} from the {side}" if k > 1 else f"at the {side}"
        return (
            f"the {word}" if k == 1 else f"the {ordinal(k)} {word}" if " " not in word else f"the {ordinal(k)}-{word}"
        )

    def _slots(self, labels: list[str]) -> str:
        numbered = self.body["slots"][0] == "1"
        if numbered and not self.grid:
            return " or ".join(ordinal(int(label)) for label in labels)
        said = [f"house {label}" if numbered else label for label in labels]
        return f"{'in ' if numbered else 'at '}{' or '.join(said)}"

    # --- questions -----------------------------------------------------------------------------------------
    def _question(self) -> str:
        match self.body["find"]:
            case ["whether", mode, formula]:
                opening = {"is": "Is it true that", "must": "Must it be true that", "could": "Is it possible that"}
                return f"{opening.get(mode, 'Is it impossible that')} {self.sentence(formula)}?"
            case ["order", _, way]:
                ends = (self.first, self.last) if way == "forward" else (self.last, self.first)
                sides = [{"leftmost": "left", "rightmost": "right"}.get(end, end) for end in ends]
                return f"What is the order from {sides[0]} to {sides[1]}?"
            case ["which", mode, options]:
                return self._which(mode, options)
        return "Fill in the whole grid."

    def _which(self, mode: str, options: list[Any]) -> str:
        own = [f[0] in _ATOMS and f[1][1] == label for label, f in options]
        said = {self.predicate(formula) for mine, (_, formula) in zip(own, options, strict=True) if mine}
        if mode == "is" and len(said) == 1 and all(own):
            return f"Who {said.pop()}?"
        lettered = all(label[:1] == "(" for label, _ in options)
        if mode == "is" and lettered:
            return " ".join(["Options:", *(f"{label} {self.sentence(formula)}" for label, formula in options)])
        if self.grid and mode == "is" and all(f[0] == "same" and f[1][1] == label for label, f in options):
            attribute, other = options[0][1][1][0], options[0][1][2]
            return f"Who is {self.item(other)}?" if attribute == "name" else f"Which {attribute} is {self.item(other)}?"
        wanted = _MODES.get(mode, "need not be true")
        ways = " ".join(f"{label} {self.sentence(formula)}" for label, formula in options)
        return f"Which of these {wanted}? {ways}"


@cache
def _plurals() -> dict[str, str]:
    return {base: form for form, base in nouns().items() if form != base} | {"person": "people"}


def _plural(noun: str) -> str:
    return _plurals().get(noun, f"{noun}s")


_SMALL = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()


def ordinal(k: int) -> str:
    if k < len(_SMALL):
        return _SMALL[k]
    return f"{k}{'th' if k % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(k % 10, 'th')}"
