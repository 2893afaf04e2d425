"""Literals of what a text declares: lists, what things are called together, places, headings."""

from __future__ import annotations

from typing import Any

from suffice.symbolic.english.grammar import Match, Parse
from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.ordering.mentions import nominal
from suffice.symbolic.ordering.roster import OrderParse
from suffice.symbolic.ordering.verbs import bases
from suffice.symbolic.ordering.words import BAD_PLACES, CALENDAR, DETERMINERS, FUNCTION, NAMESAKES, plain

_LONGEST = 6
COUNTS = frozenset("two three four five six seven eight nine ten eleven twelve".split())


def roll(parse: Parse, index: int) -> list[Match]:
    """A list -> ``["roll", [names]]``: Anna, Ben and Carl; a cookbook, an atlas, and a novel; `dog`, `cat`."""
    found: list[Match] = []

    def more(at: int, names: list[str]) -> None:
        for end, name in _entries(parse, at):
            listed = [*names, name]
            form = parse.form(end)
            if len(listed) > 1:
                found.append((end, ["roll", listed]))
            if form in (",", ";"):
                after = end + 1
                if parse.form(after) in ("and", "or", "&"):
                    for last, final in _entries(parse, after + 1):
                        found.append((last, ["roll", [*listed, final]]))
                else:
                    more(after, listed)
            elif form in ("and", "or", "&"):
                for last, final in _entries(parse, end + 1):
                    found.append((last, ["roll", [*listed, final]]))

    more(index, [])
    kept: list[Match] = []
    for end, value in found:
        names = [name.lower() for name in value[1]]
        if len(set(names)) == len(names) and (end, value) not in kept and not _overlong(value[1]) and not _open(names):
            kept.append((end, value))
    longest = max((end for end, _ in kept), default=0)
    return [match for match in kept if match[0] == longest or parse.form(match[0]) not in (",", "and", "or")]


_MORE = frozenset("others other rest more else another someone somebody everyone everybody anyone many several".split())


def _open(names: list[str]) -> bool:
    """Whether a list leaves open who else is in it: Ann, Bob and others."""
    return any(name.split()[0] in _MORE or name.split()[-1] in _MORE for name in names)


def _overlong(names: list[str]) -> bool:
    """Whether the last of the names takes in words that follow the list: A, B and C answer in French."""
    *others, last = (name.split() for name in names)
    longest = max(map(len, others))
    named = all(word[:1].isupper() for other in others for word in other)
    if named and len(last) > longest and any(word.islower() for word in last):
        return True
    return len(last) > longest + 1 or (
        len(last) > 1 and all(len(other) == 1 and len(other[0]) == 1 for other in others)
    )


def _entries(parse: Parse, index: int) -> list[tuple[int, str]]:
    """One member of a list: an article, then one to six words of its own, up to a mark, and/or, or a verb."""
    form = parse.form(index)
    if form in ("`", '"'):
        for end in range(index + 1, min(parse.end, index + 10)):
            if parse.form(end) == form:
                return [(end + 1, parse.text.slice(index + 1, end))] if end > index + 1 else []
        return []
    single = index < parse.end and len(form) == 1 and form.isalpha() and parse.tokens[index].kind == "word"
    if single and (parse.form(index + 1) in (",", "and", "or", "") or index + 1 >= parse.end):
        return [(index + 1, parse.tokens[index].raw)]
    article = form in ("a", "an", "the", "my", "our", "one")
    start = index + article
    counted = parse.form(start) in COUNTS or parse.form(start) in ("these", "those", "their", "his", "her")
    if counted and start + 1 < parse.end and parse.tokens[start + 1].raw.islower():
        return []  # "our five songs, A and B" lists no songs' names with the count
    found: list[tuple[int, str]] = []
    for end in range(start, min(parse.end, start + _LONGEST)):
        token = parse.tokens[end]
        inner = end > start and token.form in ("'s", "-") and end + 1 < parse.end
        named = token.capital and (token.form in NAMESAKES or token.form in CALENDAR)
        if not inner and not named and (token.form in FUNCTION or token.kind == "other"):
            break
        if not inner:
            found.append((end + 1, parse.text.slice(start, end + 1)))
    return [(end, name) for end, name in found if _closes(parse, end)]


def _closes(parse: Parse, end: int) -> bool:
    """True where a member of a list can end: before a mark, and, or, a verb of the scene, or the end."""
    form = parse.form(end)
    return (
        end >= parse.end
        or form in (",", ";", "and", "or", "&", "-", "—", ".", ":", ")")
        or (parse.tokens[end].kind == "word" and parse.tokens[end].raw.islower())
    )


_GROUPS = frozenset(
    "heights ages weights sizes speeds prices scores lengths people children men women height weight age priority"
    " length speed price size arrival".split()
)


def group_noun(parse: Parse, index: int) -> list[Match]:
    """What things are called together, one or two words: people, book, antique cars."""
    own = parse.roster.nouns if isinstance(parse, OrderParse) else frozenset[str]()
    found: list[Match] = []
    words: list[str] = []
    for end in range(index, min(parse.end, index + 3)):
        token = parse.tokens[end]
        if token.kind != "word" or token.form in FUNCTION or (token.capital and token.form not in nouns()):
            break
        words.append(token.form)
        if token.form in nouns() or token.form.endswith("s") or token.form in _GROUPS or token.form in own:
            found.append((end + 1, " ".join(words)))
    return found


DOUBTFUL = frozenset(  # what is told under such a title is not so
    "wrong false opposite reverse reversed planned expected fake former previous incorrect old original"
    " untrue rumor rumour rumors rumours lie lies claim claims guess guesses dream dreams joke jokes story"
    " stories fiction myth myths theory theories prediction predictions hope hopes wish wishes bet bets"
    " assumption assumptions mistake mistakes error errors falsehood falsehoods option options answer answers"
    " opinion opinions plan plans mirror photo photos picture pictures painting film movie book game map"
    " dreams sense".split()
)


_TITLES = frozenset(  # what is told under another may be a plan, a rumour, or upside down
    "order ladder ranking race queue puzzle riddle problem question line lineup table league standings match contest"
    " competition tournament quiz result meeting task talk demo presentation speaker runner winner player team class"
    " family office group list schedule seating clue fact people person friend sibling item".split()
)


def title(parse: Parse, index: int) -> list[Match]:
    """What a text is about, before a colon: today's meetings, the league table."""
    if all(parse.form(at) != ":" for at in range(index + 1, index + 8)):
        return []
    found = [*parse.match("group_noun", index), *parse.match("place", index)]
    known = [match for match in found if plain(match[1].split()[-1:])[0] in _TITLES]
    return [
        m for m in known if DOUBTFUL.isdisjoint(m[1].split()) and all(word in nouns() for word in m[1].split()[:-1])
    ]


def place(parse: Parse, index: int) -> list[Match]:
    """A place or an occasion that sets no rule: a noun phrase that is no table, no circle."""
    found: list[Match] = []
    start = index + 1 if parse.form(index) in DETERMINERS else index
    for end, head, words in nominal(parse, start):
        if head not in BAD_PLACES and not any(word in BAD_PLACES or word in FUNCTION for word in words.split()):
            found.append((end, head))
            if parse.form(end) == "of":
                found += [
                    (far, head)
                    for far, other, _ in nominal(parse, end + 1 + (parse.form(end + 1) in DETERMINERS))
                    if other not in BAD_PLACES
                ]
    return found


_HEADED = frozenset("each every everyone everybody they people the".split())
_NO_HEADING = frozenset(  # one of these, and the list is not one that each has a value of
    "not no n't never none nobody nothing neither nor or but if unless except without some most many few"
    " several two three four five six half either any other others another same common share shared may might"
    " could can would should maybe perhaps possibly probably almost nearly used once formerly false true"
    " wants want wanted hates hate dislikes dislike".split()
)


def header(parse: Parse, index: int) -> list[Match]:
    """What stands before the values of an attribute: Each person has a unique favorite drink."""
    if parse.form(index) not in _HEADED:
        return []
    end = index
    while end < parse.end and parse.form(end) != ":" and end - index < 14:
        token = parse.tokens[end]
        if token.form in _NO_HEADING or (token.kind != "word" and token.form != "'"):
            return []
        end += 1
    if parse.form(end) != ":":
        return []
    return [(end, [parse.form(at) for at in range(index, end)])]


def weekday_name(parse: Parse, index: int) -> list[Match]:
    days = "monday tuesday wednesday thursday friday saturday sunday".split()
    return [(index + 1, parse.form(index))] if parse.form(index) in days else []


_LISTINGS = frozenset(
    "assignment assignments set distribution order sequence schedule list ranking lineup line arrangement account"
    " ordering".split()
)


def listing(parse: Parse, index: int) -> list[Match]:
    """What lettered lists are said to be, to the end: (could be) the order of the talks, from first to last.

    Where a scale is named (from most expensive to least expensive) it is handed on.
    """
    seen, run = False, None
    at = index
    while at < parse.end:
        form = parse.form(at)
        run_here = _run(parse, at) if form == "from" and run is None else None
        if run_here is not None:
            at, run = run_here
            continue
        own = isinstance(parse, OrderParse) and form in parse.roster.scenic
        known = own or form in _LISTINGS or form in _LISTED or form in bases() or form in nouns()
        if parse.tokens[at].kind == "number" or form in DOUBTFUL - {"plan", "plans"} or not known:
            return []
        seen |= form in _LISTINGS
        at += 1
    return [(parse.end, {"run": "seq"} if run is None else run)] if seen else []


def _run(parse: Parse, index: int) -> tuple[int, dict[str, Any]] | None:
    """From first to last, and what it says of the order."""
    ends = [parse.form(index + number) for number in (1, 2, 3)]
    if ends[1] in ("to", "through") and (ends[0], ends[2]) in (
        ("first", "last"),
        ("front", "back"),
        ("earliest", "latest"),
    ):
        return index + 4, {"run": "seq"}
    if ends[1] in ("to", "through") and weekday_name(parse, index + 1) and weekday_name(parse, index + 3):
        return index + 4, {"run": "days"}
    if ends == ["left", "to", "right"]:
        return index + 4, {"run": "row"}
    if ends[0] == "first" and ends[1] in ("to", "through") and parse.match("o_nth", index + 3):
        return index + 4, {"run": "seq"}
    for middle, start in parse.match("superlative", index + 1):
        if parse.form(middle) == "to":
            for end, last in parse.match("superlative", middle + 1):
                return end, {"run": "super", "s": start, "e": last}
    return None


_LISTED = frozenset(
    "a an the of in on at for to which they are is were was will be complete accurate acceptable permissible possible"
    " full whole correct and - up these this that their , each one by".split()
)


def o_table(parse: Parse, index: int) -> list[Match]:
    """Who is in which group, to the end: lot 1: larch, maple; lot 2: oak -> ``["table", [[group, names]]]``."""
    grid = parse.roster.grid if isinstance(parse, OrderParse) else None
    if grid is None:
        return []
    forms = parse.grid_forms() if isinstance(parse, OrderParse) else []
    rows: list[list[Any]] = []
    at = index
    while at < parse.end:
        headed = [
            (end, pair)
            for end, pairs in grid.mentions(forms, at, parse.end)
            for pair in pairs
            if parse.form(end) == ":"
        ]
        if headed:
            at, pair = max(headed)
            rows.append([list(pair), []])
            at += 1
            continue
        named = [
            (end, pair) for end, pairs in grid.mentions(forms, at, parse.end) for pair in pairs if pair[0] == "name"
        ]
        if not named or not rows:
            return []
        at, pair = max(named)
        rows[-1][1].append(pair[1])
        while parse.form(at) in (",", ";", "and"):
            at += 1
    return [(parse.end, ["table", rows])] if len(rows) > 1 else []
