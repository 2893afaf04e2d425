"""Ways to stand in an order, and how each is put into words."""

from __future__ import annotations

from dataclasses import dataclass

NAMES = ("Anna", "Ben", "Carla", "David", "Elena", "Farid", "Grace", "Hugo")


@dataclass(frozen=True, slots=True)
class Scene:
    """One way to stand in an order. ``{a}`` and ``{b}`` are the names, ``{n}`` how many, ``{l}`` the list."""

    name: str
    opening: str
    before: tuple[str, str]  # a before b, and its negation
    after: tuple[str, str]
    first: tuple[str, str]
    last: tuple[str, str]
    asks: tuple[str, str, str]  # first, last, k-th ("" where nobody asks so)
    names: tuple[str, ...] = NAMES
    next: str = ""  # a directly before b
    place: str = ""  # a is k-th
    ties: bool = False  # nobody says that no two are level
    pair: str = ""  # is it true that a is before b?


SCENES = (
    Scene(
        "queue",
        "{n} people are queuing: {l}.",
        ("{a} is ahead of {b}", "{a} is not ahead of {b}"),
        ("{a} is somewhere behind {b}", "{a} is not behind {b}"),
        ("{a} is first in line", "{a} is not first"),
        ("{a} is last", "{a} is not last"),
        ("Who is first?", "Who is last?", "Who is {k} in line?"),
        next="{a} is directly ahead of {b}",
        place="{a} is {k}",
        pair="Is {a} ahead of {b}?",
    ),
    Scene(
        "row",
        "{n} friends sit in a row: {l}.",
        ("{a} sits to the left of {b}", "{a} does not sit to the left of {b}"),
        ("{a} sits somewhere to the right of {b}", "{a} is not to the right of {b}"),
        ("{a} sits at the far left", "{a} is not at the left end"),
        ("{a} is the rightmost", "{a} is not the rightmost"),
        ("Who sits at the left end?", "Who is the rightmost?", "Who is {k} from the left?"),
        next="{a} is immediately to the left of {b}",
        place="{a} is {k} from the left",
        pair="Is {a} to the left of {b}?",
    ),
    Scene(
        "shelf",
        "There are {n} books on the shelf: {al}.",
        ("The {a} is to the left of the {b}", "The {a} is not to the left of the {b}"),
        ("The {a} is to the right of the {b}", "The {a} is not to the right of the {b}"),
        ("The {a} is the leftmost", "The {a} is not the leftmost"),
        ("The {a} is the rightmost", "The {a} is not the rightmost"),
        ("Which book is the leftmost?", "Which book is the rightmost?", "Which book is {k} from the left?"),
        ("atlas", "novel", "diary", "cookbook", "dictionary", "thriller"),
        next="The {a} is directly to the left of the {b}",
        place="The {a} is the {k} from the left",
        pair="Is the {a} to the left of the {b}?",
    ),
    Scene(
        "stack",
        "{n} boxes are stacked: {al}.",
        ("The {a} is above the {b}", "The {a} is not above the {b}"),
        ("The {a} is below the {b}", "The {a} is not below the {b}"),
        ("The {a} is at the top", "The {a} is not at the top"),
        ("The {a} is at the bottom", "The {a} is not at the bottom"),
        ("Which box is at the top?", "Which box is at the bottom?", "Which box is {k} from the top?"),
        ("red box", "blue box", "green box", "white box", "black box"),
        next="The {a} is directly above the {b}",
        place="The {a} is {k} from the top",
        pair="Is the {a} above the {b}?",
    ),
    Scene(
        "race",
        "{n} runners took part in a race: {l}.",
        ("{a} finished before {b}", "{a} did not finish before {b}"),
        ("{a} finished after {b}", "{a} did not finish after {b}"),
        ("{a} finished first", "{a} did not finish first"),
        ("{a} came last", "{a} did not come last"),
        ("Who won?", "Who finished last?", "Who finished {k}?"),
        place="{a} finished {k}",
        ties=True,
        pair="Did {a} finish before {b}?",
    ),
    Scene(
        "talks",
        "{n} speakers present one after another: {l}.",
        ("{a} presents before {b}", "{a} does not present before {b}"),
        ("{a} presents after {b}", "{a} doesn't present after {b}"),
        ("{a} goes first", "{a} does not go first"),
        ("{a} goes last", "{a} does not go last"),
        ("Who presents first?", "Who presents last?", "Who presents {k}?"),
        next="{a} presents immediately before {b}",
        place="{a} presents {k}",
        pair="Does {a} present before {b}?",
    ),
    Scene(
        "interviews",
        "{n} people are interviewed one at a time: {l}.",
        ("{a} is interviewed before {b}", "{a} is not interviewed before {b}"),
        ("{a} is interviewed at some point after {b}", "{a} is not interviewed after {b}"),
        ("{a} is interviewed first", "{a} is not interviewed first"),
        ("{a} is interviewed last", "{a} is not interviewed last"),
        ("Who is interviewed first?", "Who is interviewed last?", "Who is interviewed {k}?"),
        next="{a} is interviewed immediately before {b}",
        place="{a} is interviewed {k}",
        pair="Is {a} interviewed before {b}?",
    ),
    Scene(
        "unloading",
        "{n} drivers unload in turn: {l}.",
        ("{a} must unload earlier than {b}", "{a} does not unload before {b}"),
        ("{a} unloads later than {b}", "{a} cannot unload after {b}"),
        ("{a} has to unload first", "{a} does not unload first"),
        ("{a} unloads last", "{a} cannot unload last"),
        ("Who unloads first?", "Who unloads last?", "Who unloads {k}?"),
        next="{a} unloads directly before {b}",
        place="{a} unloads {k}",
        pair="Does {a} unload before {b}?",
    ),
    Scene(
        "age",
        "",
        ("{a} is older than {b}", "{a} is not older than {b}"),
        ("{a} is younger than {b}", "{a} is not younger than {b}"),
        ("{a} is the oldest", "{a} is not the oldest"),
        ("{a} is the youngest", "{a} is not the youngest"),
        ("Who is the oldest?", "Who is the youngest?", "Who is the {k} oldest?"),
        ties=True,
        pair="Is {a} older than {b}?",
    ),
    Scene(
        "height",
        "There are {n} kids: {l}.",
        ("{a} is taller than {b}", "{a} isn't taller than {b}"),
        ("{a} is shorter than {b}", "{a} isn't shorter than {b}"),
        ("{a} is the tallest", "{a} isn't the tallest"),
        ("{a} is the shortest", "{a} isn't the shortest"),
        ("Who is the tallest?", "Who is the shortest?", "Who is the {k} tallest?"),
        place="{a} is the {k} tallest",
        ties=True,
        pair="Is {a} taller than {b}?",
    ),
    Scene(
        "price",
        "",
        ("The {a} is more expensive than the {b}", "The {a} is not more expensive than the {b}"),
        ("The {a} is cheaper than the {b}", "The {a} is not cheaper than the {b}"),
        ("The {a} is the most expensive", "The {a} is not the most expensive"),
        ("The {a} is the cheapest", "The {a} is not the cheapest"),
        ("Which is the most expensive?", "Which is the cheapest?", ""),
        ("laptop", "tablet", "phone", "camera", "printer"),
        ties=True,
        pair="Is the {a} more expensive than the {b}?",
    ),
    Scene(
        "stamps",
        "",
        ("{a} has more stamps than {b}", ""),
        ("{a} has fewer stamps than {b}", ""),
        ("{a} has the most stamps", ""),
        ("{a} has the fewest stamps", ""),
        ("Who has the most stamps?", "Who has the fewest stamps?", ""),
        ties=True,
    ),
)
