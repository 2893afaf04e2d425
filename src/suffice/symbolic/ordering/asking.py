"""What may be asked of an order: questions whose formulas are settled once the scale is known."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable

from suffice.records import Json
from suffice.symbolic.ordering.scale import Scale, Scales, Unread, open_parts

Settle = Callable[[Json], Json]


class Find(ABC):
    """A question whose formulas are settled once the scale is known."""

    formulas: list[Json]
    counted: str | None = None  # what is counted, if it is asked how many
    absolute = False  # it asks of an end itself, not who among these is nearest to it

    @abstractmethod
    def make(self, settle: Settle, scale: Scale, names: list[str], count: int) -> Json: ...


class Which(Find):
    def __init__(self, options: list[tuple[str, Json]], mode: str = "is") -> None:
        self.options, self.mode = options, mode
        self.formulas = [formula for _, formula in options]
        self.absolute = True

    def make(self, settle: Settle, scale: Scale, names: list[str], count: int) -> Json:
        return ["which", self.mode, [[label, settle(formula)] for label, formula in self.options]]


class Who(Find):
    def __init__(self, said: Callable[[Json], Json], attribute: str, whose: str | None = None) -> None:
        self.said, self.attribute, self.whose = said, attribute, whose
        self.formulas = [said([attribute, "?"])]

    def make(self, settle: Settle, scale: Scale, names: list[str], count: int) -> Json:
        options = [[name, settle(self.said([self.attribute, name]))] for name in names]
        mentioned = {item[1] for part in open_parts(self.formulas[0]) for item in part if _is_item(item)}
        if '"not"' not in json.dumps(self.formulas):  # who is not behind Nina? She herself is not
            options = [pair for pair in options if pair[0] not in mentioned]
        owned = f"'s {self.whose}"
        if self.whose and not all(name.endswith(owned) for name, _ in options):
            raise Unread(f"whose {self.whose} is asked, but not all have one that is spoken of")
        if self.whose:
            options = [[name.removesuffix(owned), formula] for name, formula in options]
        return ["which", "is", options]


def _is_item(part: Json) -> bool:
    return isinstance(part, list) and len(part) == 2 and all(isinstance(word, str) for word in part)


class Whether(Find):
    def __init__(self, mode: str, formula: Json) -> None:
        self.mode, self.formulas, self.absolute = mode, [formula], True

    def make(self, settle: Settle, scale: Scale, names: list[str], count: int) -> Json:
        return ["whether", self.mode, settle(self.formulas[0])]


class InOrder(Find):
    def __init__(self, attribute: str, wanted: Scales, forward: bool) -> None:
        self.attribute, self.wanted, self.forward, self.formulas = attribute, wanted, forward, []

    def make(self, settle: Settle, scale: Scale, names: list[str], count: int) -> Json:
        first = scale.end(self.wanted or {"seq": "first"}) == "first" if self.wanted or scale.orient else True
        return ["order", self.attribute, "forward" if first is self.forward else "backward"]


_ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
             " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth").split()  # fmt: skip


class Slot(Find):
    """In which place somebody is: told as an ordinal."""

    def __init__(self, item: Json) -> None:
        self.item = item
        self.formulas = [["?spot", {"seq": "first"}, 1, item]]

    def make(self, settle: Settle, scale: Scale, names: list[str], count: int) -> Json:
        places = range(1, min(count, 20) + 1)
        return ["which", "is", [[_ORDINALS[k - 1], settle(["?spot", {"seq": "first"}, k, self.item])] for k in places]]


class Between(Find):
    """How many stand between two."""

    def __init__(self, a: Json, b: Json) -> None:
        self.a, self.b = a, b
        self.formulas = [["apart", a, b, 1, 1]]

    def make(self, settle: Settle, scale: Scale, names: list[str], count: int) -> Json:
        return ["which", "is", [[str(n), ["apart", self.a, self.b, n + 1, n + 1]] for n in range(count - 1)]]


class Count(Find):
    """How many are on one side of somebody."""

    def __init__(self, said: Callable[[Json], Json], other: Json) -> None:
        self.said, self.other, self.absolute = said, other, True
        self.formulas = [said(["", "?"])]

    def make(self, settle: Settle, scale: Scale, names: list[str], count: int) -> Json:
        if len(names) < count:  # there are others, who are not named: the place tells how many
            said = settle(self.formulas[0])
            if said[0] != "ahead" or said[3:] != [1, None]:
                raise Unread("a distance that is told of many")
            before = said[2] == self.other
            places = [str(n + 1 if before else count - n) for n in range(count)]
            return ["which", "is", [[str(n), ["at", self.other, [place]]] for n, place in enumerate(places)]]
        rest = [settle(self.said([self.other[0], name])) for name in names if name != self.other[1]]
        return ["which", "is", [[str(n), ["count", n, n, *rest]] for n in range(len(rest) + 1)]]
