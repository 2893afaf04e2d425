"""Literals for marks and lists that rules cannot spell: arrows, numbered names, lists of time ranges."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from suffice.records import Json
from suffice.symbolic.english import named_days
from suffice.symbolic.english.grammar import NUMBER, Budget, Grammar, Literal, Match, Parse
from suffice.symbolic.english.moments import sharing

_ARROWS = (("-", ">"), ("=", ">"), ("→",), ("-", "-", ">"), ("=", "=", ">"))
_MOST_RANGES = 30  # of one list
_MOST_READINGS = 64  # of one list; beyond that the sentence is given up, for no reading may be dropped
_DETERMINERS = frozenset("a an the my our your his her their its this that".split())
_AFFAIRS = frozenset(  # nouns that other families read as something else, for what has a date or a duration
    "claim claims quarter parts meds"
    " renewal closing payday mot offer offers fire backup checkup standup drill demo pay course"
    " booking bookings sale sales kids release deadline retro sync rent option check-up follow-up stand-up kick-off"
    " early-bird pick-up drop-off sign-up check-in check-out sell-off book-club early-bird".split()
)


def arrow(parse: Parse, index: int) -> list[Match]:
    """An arrow that asks for the other form of what stands before it: ``->``, ``=>``, ``→``."""
    return [
        (index + len(marks), "arrow")
        for marks in _ARROWS
        if all(parse.form(index + n) == mark for n, mark in enumerate(marks))
    ]


def range_list(parse: Parse, index: int) -> list[Match]:
    """Two or more ranges of times of day: ``09:00-10:30, 11:00-12:30 and 14:00-17:00``."""
    if not parse.form(index)[:1].isdecimal() and parse.form(index) not in ("from", "between"):
        return []
    found: list[Match] = []
    todo: list[tuple[int, list[Json]]] = [(index, [])]
    while todo:
        at, known = todo.pop()
        for end, value in parse.match("time_range", at):
            now = [*known, value]
            after = _joint(parse, end)
            more = after and len(now) < _MOST_RANGES and parse.match("time_range", after)
            if more:
                todo.append((after, now))
            elif len(now) > 1:
                found.append((end, ["list", now]))
                if len(found) > _MOST_READINGS:
                    raise Budget
    return found


def affair(parse: Parse, index: int) -> list[Match]:
    """Something that has a date, begins or lasts: an event, also one whose name the lexicon does not hold."""
    from suffice.symbolic.english.phrases import adjectives, nouns

    found = list(parse.match("event", index))
    at = index + (parse.form(index) in _DETERMINERS)
    words: list[str] = []
    while len(words) < 4 and parse.form(at):
        form, end = parse.form(at), at + 1
        if parse.form(end) == "-" and parse.tokens[end].glued and f"{form}-{parse.form(end + 1)}" in _AFFAIRS:
            form, end = f"{form}-{parse.form(end + 1)}", end + 2
        words.append(form)
        if form == "free" and parse.form(end).removesuffix("s") == "trial":
            at = end
            continue
        if form in _AFFAIRS:
            head = form.removesuffix("s")
            found.append((end, ["thing", head, " ".join([*words[:-1], head])]))
        elif form not in nouns() and form not in adjectives():
            break
        at = end
    for end, value in list(found):
        found += [(far, [*value[:2], f"{value[2]} {label}"]) for far, label in _label(parse, end)]
    return list({(end, tuple(value)): (end, value) for end, value in found}.values())


def _label(parse: Parse, index: int) -> list[tuple[int, str]]:
    """What tells one thing from others of its kind: room 3, ticket #4471, project B."""
    at = index + (parse.form(index) == "#")
    form = parse.form(at)
    short = form.isdecimal() and len(form) <= 6 if at > index else form.isdecimal() and len(form) <= 3
    if short and not (parse.form(at + 1) in (":", ".", "-", "/", "am", "pm", "h") and parse.tokens[at + 1].glued):
        return [(at + 1, form)]
    letter = len(form) == 1 and form.isalpha() and at == index
    return [(at + 1, form)] if letter and (form != "a" or parse.tokens[at].raw == "A") else []


_DATED_BY_VERB = frozenset("delivery receipt purchase buying sale order ordering signing signature".split())


def occasion(parse: Parse, index: int) -> list[Match]:
    """What a date may be the date of: an affair, but no noun for what is done to a thing (delivery, purchase)."""
    return [match for match in parse.match("affair", index) if match[1][1] not in _DATED_BY_VERB]


_STAGES = frozenset(
    "sprint iteration cycle phase module block rotation term round chapter heat period week increment".split()
)


def stage(parse: Parse, index: int) -> list[Match]:
    """One of the parts, each as long as the next, that something is done in: sprint, phase; its plural too."""
    form = parse.form(index)
    single = form.removesuffix("s")
    return [(index + 1, ["thing", single, single])] if single in _STAGES else []


def day_word(parse: Parse, index: int) -> list[Match]:
    """The day that a row of a timesheet is of, as a label: two rows of one day are not told apart."""
    found = [*parse.match("weekday", index), *parse.match("date", index)]
    return list(dict.fromkeys((end, " ".join(map(str, value))) for end, value in found))


def happening(parse: Parse, index: int) -> list[Match]:
    """What takes place: an affair, but never ``they``, who may be people."""
    return [match for match in parse.match("affair", index) if match[1][2] not in ("they", "them", "these", "those")]


_REMEDIES = frozenset(
    "antibiotic ibuprofen paracetamol tablet pill capsule dose medication medicine syrup drop painkiller aspirin"
    " inhaler cream injection insulin vitamin ointment penicillin drug supplement patch gel lotion spray med meds"
    " treatment".split()
)


def remedy(parse: Parse, index: int) -> list[Match]:
    """What is taken in doses."""
    return [match for match in parse.match("affair", index) if match[1][1] in _REMEDIES or match[1][1] == "it"]


_AREAS = frozenset(  # names of zones that are no cities: a city may lie in them
    "alabama arkansas illinois iowa louisiana minnesota mississippi missouri wisconsin colorado montana utah wyoming"
    " alberta california nevada connecticut delaware maine maryland massachusetts ohio pennsylvania vermont virginia"
    " newfoundland quebec manitoba goa bali okinawa queensland tasmania nsw holland crete bavaria britain england"
    " scotland wales hawaii sardinia sicily hanover uk u.k. uae korea turkiye czechia bosnia macedonia samoa reunion"
    " usa us".split()
)
_AREA_WORDS = frozenset("time north south west state states new nova the islands republic mainland territory".split())
_CITIES_NEW = frozenset("york orleans delhi haven".split())
_SAME_CITY = {
    "nyc": "new york", "manhattan": "new york", "brooklyn": "new york", "la": "los angeles", "l.a.": "los angeles",
    "sf": "san francisco", "vegas": "las vegas", "bombay": "mumbai", "bangalore": "bengaluru", "peking": "beijing",
    "saigon": "ho chi minh", "kl": "kuala lumpur", "kiev": "kyiv", "rio": "rio de janeiro", "dc": "washington",
}  # fmt: skip


def _towards(role: str, place: str) -> Literal:
    """A zone for ``role``, and for ``place`` the city that it was told by: two cities of one zone are two places."""

    def literal(parse: Parse, index: int) -> list[Match]:
        found: list[Match] = []
        for end, value in parse.match("zone", index):
            words = [token.form for token in parse.tokens[index:end] if token.kind == "word" and token.form != "local"]
            city = _SAME_CITY.get(" ".join(words), " ".join(words)).split()
            name = " ".join(city)
            wide = not city or city[0] in _AREAS or (city[0] in _AREA_WORDS and not _CITIES_NEW & set(city))
            city_zone = "/" in value[1] and len(name) > 3 and "time" not in city and name not in countries()
            known = city_zone and not wide
            found.append((end, {role: value, place: ["thing", city[0], name]} if known else {role: value}))
        return found

    return literal


@cache
def countries() -> frozenset[str]:
    """Names of countries in lower case, of the tz database."""
    lines = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8").splitlines()
    return frozenset(line.partition("\t")[2].lower() for line in lines if line and not line.startswith("#"))


def third(parse: Parse, index: int) -> list[Match]:
    """Somebody else: a name, he, she or they -- neither I nor you."""
    return [match for match in parse.match("person", index) if match[1][1] not in ("i", "we", "you")]


def rank_up(parse: Parse, index: int) -> list[Match]:
    """first, 2nd, tenth: not last."""
    return [match for match in parse.match("rank", index) if match[1] != ["num", "-1"]]


def named_date(parse: Parse, index: int) -> list[Match]:
    """A day that has a name and a year: Easter Monday 2027, Good Friday in 2026."""
    return [match for match in named_days.named(parse, index) if match[1][0] != "md" and match[1] != ["easter"]
            and match[1][:2] != ["add", ["easter"]]]  # fmt: skip


def date_list(parse: Parse, index: int) -> list[Match]:
    """Two or more dates: ``5 May 2026, 21 Apr 2026 and 30 Apr 2026``."""
    found: list[Match] = []
    todo: list[tuple[int, list[Json]]] = [(index, [])]
    while todo:
        at, known = todo.pop()
        for end, value in parse.match("full_date", at):
            now = [*known, value]
            after = end + 1 if parse.form(end) in ("or", "/", "|") else _joint(parse, end)
            after = after + 1 if after and parse.form(after) == "or" else after
            if after and len(now) < _MOST_RANGES and parse.match("full_date", after):
                todo.append((after, now))
            elif len(now) > 1:
                found.append((end, ["list", now]))
                if len(found) > _MOST_READINGS:
                    raise Budget
    return found


_UNTIL = {"from": ("to", "until", "till"), "between": ("and",)}


def date_pair(parse: Parse, index: int) -> list[Match]:
    """``from A to B``, ``between A and B`` -> ``{"a": A, "b": B}``; the year said of B holds for A as well."""
    found: list[Match] = []
    for middle, first in parse.match("date", index + 1) if parse.form(index) in _UNTIL else []:
        at = middle + 1 if parse.form(middle) == "up" and parse.form(middle + 1) == "to" else middle
        if parse.form(at) in _UNTIL[parse.form(index)]:
            for end, second in parse.match("date", at + 1):
                found += [(end, {"a": one, "b": two}) for one, two in sharing(first, second)]
    return found


def lone_duration(parse: Parse, index: int) -> list[Match]:
    """A length of time by itself, no second half of another: not the minutes of ``7 hours and 50 minutes``."""
    return [] if index and parse.form(index - 1) in ("and", "&") else parse.match("duration", index)


def sure_time(parse: Parse, index: int) -> list[Match]:
    """A time of day that says which half of the day it is: 3 pm, noon, 15:00, 00:30; not 7:15."""
    said = frozenset(("am", "pm", "a.m.", "p.m.", "noon", "midnight", "a", "p"))
    return [
        (end, value)
        for end, value in parse.match("time", index)
        if value[0] == "time"
        and (value[1][:2] >= "13" or value[1][:2] == "00" or any(parse.form(at) in said for at in range(index, end)))
    ]


def _joint(parse: Parse, end: int) -> int:
    """The index after a comma, semicolon, ``and`` or both; 0 if none stands at ``end``."""
    form = parse.form(end)
    if form in (",", ";"):
        return end + 2 if parse.form(end + 1) in ("and", "then") else end + 1
    return end + 1 if form in ("and", "&") else 0


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "affair": affair, "occasion": occasion, "arrow": arrow, "range_list": range_list,
        "third": third, "stage": stage, "day_word": day_word, "happening": happening, "remedy": remedy,
        "to_place": _towards("away", "landing"), "from_place": _towards("home", "leaving"),
        "rank_up": rank_up, "named_date": named_date, "date_list": date_list, "date_pair": date_pair,
        "lone_duration": lone_duration, "sure_time": sure_time,
    }  # fmt: skip
    affairs = {part for name in _AFFAIRS for part in (name, name.partition("-")[0])}
    grammar.openers |= dict.fromkeys(
        ("affair", "occasion", "happening", "remedy"), frozenset(("<event>", "free", *_DETERMINERS, *affairs))
    )
    grammar.openers |= {
        "arrow": frozenset(marks[0] for marks in _ARROWS), "range_list": frozenset(("from", "between", NUMBER)),
        "lone_duration": frozenset(("<duration>",)), "sure_time": frozenset(("<time>",)),
        "third": frozenset(("<person>",)), "stage": _STAGES.union(f"{name}s" for name in _STAGES),
        "day_word": frozenset(("<weekday>", "<date>")), "rank_up": frozenset(("<rank>",)),
        "to_place": frozenset(("<zone>",)), "from_place": frozenset(("<zone>",)), "date_pair": frozenset(_UNTIL),
        "named_date": named_days.NAMED_FIRST, "date_list": frozenset(("<full_date>",)),
    }  # fmt: skip
