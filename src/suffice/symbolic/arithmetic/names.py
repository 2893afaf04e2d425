"""Names that stand for things in arithmetic: containers, groups, machines, vehicles, letters.

Nouns that carry a meaning elsewhere (temperature, weights, parts) are kept out of the lexicon; here they are
mere names.
"""

from __future__ import annotations

from suffice.symbolic.english.grammar import LETTER, Grammar, Match, Parse

_CONTAINERS = frozenset(
    """
    album bag barrel basket batch bed bench block boat book bottle box bucket bundle bus cabin cage car carriage
    carton case class coach column container crate drawer floor group hive jar lane lift load lorry minibus nest
    pack packet page pallet pot rack roll room round row sack section sheet shelf stack strip table taxi team tent
    tin tray trip truck tube van wagon
    """.split()
)
_PLURALS = {"boxes": "box", "buses": "bus", "coaches": "coach", "minibuses": "minibus", "lorries": "lorry",
            "benches": "bench", "batches": "batch", "shelves": "shelf", "classes": "class"}  # fmt: skip


def container(parse: Parse, index: int) -> list[Match]:
    """What things are packed, seated or stacked in, singular or plural, without its article."""
    form = parse.form(index)
    singular = _PLURALS.get(form) or (form if form in _CONTAINERS else form.removesuffix("s"))
    return [(index + 1, ["thing", singular, singular])] if singular in _CONTAINERS else []


_MEASURED = {
    "temperature": "temperature", "temperatures": "temperature", "rectangle": "rectangle", "thinner": "thinner",
    "highs": "high", "lows": "low", "totals": "total", "final": "final", "midterm": "midterm", "weights": "weight",
    "lengths": "length", "distances": "distance", "finals": "final", "parts": "part", "pieces": "piece", "units":
    "unit", "items": "item"
}  # fmt: skip
_ANY = frozenset("a an the my our his her their these this".split())


def measured_thing(parse: Parse, index: int) -> list[Match]:
    """Nouns that carry arithmetic elsewhere and are mere names here: the temperatures, a rectangle."""
    at = index + (parse.form(index) in _ANY)
    head = _MEASURED.get(parse.form(at)) or ("time" if at > index and parse.form(at) == "times" else None)
    if parse.form(at) == "rectangular":
        return [(end, value) for end, value in parse.match("thing", at + 1)]
    return [(at + 1, ["thing", head, head])] if head else []


def lettered(parse: Parse, index: int) -> list[Match]:
    """A number that is called by a letter: x, y, n."""
    return [(end, ["thing", form, form]) for end, form in parse.match("letter", index) if form not in ("a", "i")]


_GROUPS = frozenset(
    """
    class group team set machine pump pipe tap printer worker line press van truck car train plant shift part lot
    batch section tank lorry oven copier scanner server robot drone mower hose section
    """.split()
)  # fmt: skip
_TALLIES = frozenset("one two three four 1 2 3 4 a b c d".split())
_ORDINALS = frozenset("first second third fourth other".split())


def grouping(parse: Parse, index: int) -> list[Match]:
    """A group or machine by its name: group one, class B, the first pump, the other machine; a person by name."""
    form, at = parse.form(index), index
    if form in ("the", "one") and parse.form(index + 1) in _GROUPS | _ORDINALS:
        at += 1
    if form == "one":  # one pump ... the other pump
        return [(at + 1, ["label", "the first"])] if parse.form(at) in _GROUPS else []
    if parse.form(at) in _ORDINALS and at > index:
        name, end = "the " + parse.form(at), at + 1
        return [(end, ["label", name])] + ([(end + 1, ["label", name])] if parse.form(end) in _GROUPS | {"one"} else [])
    if parse.form(at) in _GROUPS and parse.form(at + 1) in _TALLIES:
        return [(at + 2, ["label", f"{parse.form(at)} {parse.form(at + 1)}"])]
    return [(end, ["label", value[1]]) for end, value in parse.match("person", index)]


_VEHICLES = frozenset(
    "van truck bus train car lorry tram bike plane flight ferry boat runner driver route machine".split()
)


def numbered(parse: Parse, index: int) -> list[Match]:
    """A vehicle with its number or letter: van 3, train A."""
    at = index + (parse.form(index) == "the")
    marks = parse.tokens[at : at + 3]
    dashed = len(marks) == 3 and marks[0].kind == "word" and marks[1].form == "-" and marks[2].form.isdecimal()
    if dashed and marks[1].glued and marks[2].glued:  # db-02
        name = "".join(mark.form for mark in marks)
        return [(at + 3, ["thing", name, name])]
    if parse.form(at) not in _VEHICLES or at + 1 >= parse.end:
        return []
    token = parse.tokens[at + 1]
    if not (token.form.isdecimal() or (len(token.raw) == 1 and token.capital)):
        return []
    name = f"{parse.form(at)} {token.form}"
    return [(at + 2, ["thing", name, name])]


_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = {"tues": "tuesday", "thur": "thursday", "thurs": "thursday", "sept": "september"}


def day_label(parse: Parse, index: int) -> list[Match]:
    """A day or month that a figure stands beside, as the captures ``item`` and ``per`` (what all labels are)."""
    form = parse.form(index)
    for per, names in (("day", _DAYS), ("month", _MONTHS)):
        name = _SHORT.get(form) or next((full for full in names if form in (full, full[:3])), None)
        if name in names:
            return [(index + 1, {"item": ["label", name.capitalize()], "per": ["thing", per, per], "tells": per})]
    return []


_PEOPLE = frozenset(
    """
    adult athlete attendee child classmate colleague delegate employee family fan friend girl boy guest kid man member
    mate parent participant passenger patient people person player pupil scout senior spectator staff student teacher
    tourist traveler traveller visitor volunteer woman worker
    """.split()
)


def crowd(parse: Parse, index: int) -> list[Match]:
    """People by what they are: pupils, the guests."""
    return [match for match in parse.match("thing", index) if match[1][1] in _PEOPLE]


_SERVED = ("servings", "serving", "portions", "portion", "persons")
_EATERS_APART = ("adult", "child", "kid", "toddler", "baby")  # one of them eats more than another


def eater(parse: Parse, index: int) -> list[Match]:
    """Those whom a recipe feeds: people, servings, of us."""
    if parse.form(index) in _SERVED:
        return [(index + 1, ["thing", "portion", "portion"])]
    if parse.form(index) == "of" and parse.form(index + 1) == "us":
        return [(index + 2, ["thing", "portion", "portion"])]
    portion = ["thing", "portion", "portion"]
    return [(end, who if who[1] in _EATERS_APART else portion) for end, who in crowd(parse, index)]


_OWNERS = {"my": "i", "our": "we", "your": "you", "his": "he", "her": "she", "their": "they"}


def pronoun_owner(parse: Parse, index: int) -> list[Match]:
    """Whose something is, by a pronoun: ``my`` -> ``["person", "i"]``."""
    owner = _OWNERS.get(parse.form(index))
    return [(index + 1, ["person", owner])] if owner else []


def bare_named(parse: Parse, index: int) -> list[Match]:
    """A ``named_thing`` that is told without an owner or article."""
    if parse.form(index) == "times" and index and parse.form(index - 1) in _ANY:
        return [(index + 1, ["thing", "time", "time"])]
    return parse.match("named_thing", index) if parse.form(index) not in _ANY else []


def tally_period(parse: Parse, index: int) -> list[Match]:
    """What the labels of figures are: day, week, month."""
    form = parse.form(index)
    return [(index + 1, ["thing", form, form])] if form in ("day", "week", "month") else []


_HEADINGS = frozenset(
    "rent food groceries transport travel bills utilities gas electricity water phone internet insurance childcare"
    " entertainment clothes other others misc miscellaneous savings petrol fuel gym mortgage loan subscriptions pets"
    " leisure household hobbies gifts school broadband energy car taxes decorations drinks venue music catering flowers"
    " flights hotel accommodation tickets".split()
)


def budget_item(parse: Parse, index: int) -> list[Match]:
    """What a line of a budget is for: rent, food, eating out, or any thing."""
    if parse.form(index) == "eating" and parse.form(index + 1) == "out":
        return [(index + 2, ["label", "eating out"])]
    if parse.form(index) in _HEADINGS:
        return [(index + 1, ["label", parse.form(index)])]
    return [(end, ["label", value[2]]) for end, value in parse.match("thing", index) if value[1] != "it"]


_PIECES = frozenset(
    "serving portion glass cup bottle piece slice bag jar dose packet tin can shot mug bowl length strip tile sachet"
    " vial beaker tumbler pint".split()
)


def piece(parse: Parse, index: int) -> list[Match]:
    """What a whole is split into, in the plural: portions, glasses, bags."""
    form = parse.form(index)
    singular = form.removesuffix("es") if form == "glasses" else form.removesuffix("s")
    return [(index + 1, ["thing", singular, singular])] if singular in _PIECES and singular != form else []


_COLOURS = frozenset("red blue green yellow white black orange pink purple brown grey gray gold silver".split())


def colour_thing(parse: Parse, index: int) -> list[Match]:
    """A colour as the name of those that have it: 5 *red* and 3 *blue* marbles."""
    form = parse.form(index)
    return [(index + 1, ["thing", f"~{form}", form])] if form in _COLOURS else []


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "container": container, "measured_thing": measured_thing, "lettered": lettered, "grouping": grouping,
        "numbered": numbered, "day_label": day_label, "crowd": crowd, "eater": eater, "pronoun_owner": pronoun_owner,
        "bare_named": bare_named, "colour_thing": colour_thing, "piece": piece, "budget_item": budget_item,
        "tally_period": tally_period,
    }  # fmt: skip
    days = {name[:length] for name in (*_DAYS, *_MONTHS) for length in (3, len(name))}
    grammar.openers |= {
        "container": _CONTAINERS.union(_PLURALS, (f"{name}s" for name in _CONTAINERS)),
        "measured_thing": _ANY.union(_MEASURED, ("rectangular",)), "lettered": frozenset((LETTER,)),
        "grouping": _GROUPS | {"the", "one", "<person>"}, "day_label": days.union(_SHORT),
        "crowd": frozenset(("<thing>",)), "eater": frozenset((*_SERVED, "of", "<thing>")),
        "pronoun_owner": frozenset(_OWNERS), "bare_named": frozenset(("<named_thing>", "times")),
        "tally_period": frozenset(("day", "week", "month")),
        "budget_item": frozenset((*_HEADINGS, "eating", "<thing>")),
    }  # fmt: skip
