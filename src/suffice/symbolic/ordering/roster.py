"""Who and what a text speaks of: lists that declare it, and the mentions that point back to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.phrases import adjectives, given_names, is_common, nouns
from suffice.symbolic.english.text import Text
from suffice.symbolic.ordering.values import Grid

_DETERMINERS = frozenset("a an the my our your his her their this that".split())
_FUNCTION = frozenset(  # words that no name and no thing in a list is made of
    "a an the and or nor but if unless then so not no never none nobody nothing neither either both all each"
    " every any some is are was were be been being am do does did has have had can could may might must shall"
    " should will would n't 's of in on at by for from to with without into onto off over under above below"
    " behind before after between beside next near than as that which who whom whose what when where why how"
    " it its he she they them him i we you me us only just also even still yet more less most least fewer"
    " many much few several other another same different there here this these those left leftmost rightmost"
    " middle first last second third immediately directly exactly somewhere somehow maybe perhaps probably"
    " possibly likely not because since while although though however until believes believe thinks think"
    " says say said knows know false true unlike except besides instead according about one ones sits sit"
    " stands stand finished came come beat won".split()
)
_NO_HEADS = frozenset(  # of an item that nobody declared: these are places in an order, groups or times
    "left right front back end middle queue line row race order place position spot top bottom side first"
    " last day time year years week month hour minute one ones other others rest people person thing things"
    " lot group way same kind all both winner loser half part following puzzle question answer clue clues"
    " list friend friends runner runners case fact".split()
)
_BAD_PLACES = frozenset(  # where left and right, first and last are not what they are in a row
    "table tables circle ring round roundabout carousel square corner clock wheel merry pair pairs team"
    " teams mirror photo photograph picture screen map".split()
)
_LONGEST = 6


def plain(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they are compared: lower case, nouns in the singular, no hyphens."""
    known = nouns()
    return tuple(known.get(word, word) for word in words if word not in ("-", "`", '"'))


@dataclass(slots=True)
class Group:
    """What a text declares: so many of a kind, perhaps by name."""

    noun: str = ""
    count: int | None = None
    names: list[str] = field(default_factory=list)  # as written, without article


@dataclass(slots=True)
class Roster:
    """The names of a text. ``open``: nobody declared them, so that any name or noun phrase may be one."""

    open: bool = True
    nouns: set[str] = field(default_factory=set)  # what the things are called together: book, runner
    known: dict[tuple[str, ...], str] = field(default_factory=dict)  # words -> the name as declared
    unclear: set[tuple[str, ...]] = field(default_factory=set)
    longest: int = 1
    grid: Grid | None = None

    def declare(self, names: Sequence[str], noun: str) -> None:
        self.open = False
        head = plain([noun.split()[-1]]) if noun else ()
        for name in names:
            words = plain(name.lower().replace("'s", " 's").replace("’s", " 's").split())
            forms = [words]
            if head and len(words) > 1 and words[-1:] == head:
                forms += [words[:-1], (*words[:-1], "one")]
            elif head:
                forms += [(*words, *head), (*head, *words), (*words, "one")]
            for form in forms:
                if form in self.known and self.known[form] != name:
                    self.unclear.add(form)
                self.known[form] = name
                self.longest = max(self.longest, len(form))


class OrderParse(Parse):
    """A parse that knows the roster of its text."""

    roster: Roster = Roster()
    _lower: list[str] | None = None

    def grid_forms(self) -> list[str]:
        """The words of the text, lower case."""
        if self._lower is None:
            self._lower = [token.form for token in self.tokens]
        return self._lower


def item(parse: Parse, index: int) -> list[Match]:
    """A mention -> ``["item", name]``: of somebody declared, else (nobody is) a name or a definite noun phrase."""
    assert isinstance(parse, OrderParse)
    roster = parse.roster
    start = index + 1 if parse.form(index) in _DETERMINERS else index
    if roster.grid is not None:
        listed = roster.grid.mentions(parse.grid_forms(), index, parse.end)
        found = [(end, ["item", pairs, " ".join(parse.grid_forms()[index:end])]) for end, pairs in listed]
        if roster.open:
            found += [m for m in _names(parse, index) if not any(end == m[0] for end, _ in found)]
        return found
    if roster.open:
        return _open_item(parse, index, start)
    found: list[Match] = []
    for at in {start, index}:  # "A sits in a row": the letter may be a name
        words: list[str] = []
        for end in range(at, min(parse.end, at + roster.longest + 3)):
            words.append(parse.form(end))
            key = plain(words)
            if key in roster.known and key not in roster.unclear:
                found.append((end + 1, ["item", roster.known[key]]))
    return found


def _names(parse: OrderParse, index: int) -> list[Match]:
    """Capitalised names that no list holds."""
    persons = parse.match("person", index)
    return [(end, ["item", parse.text.slice(index, end)]) for end, value in persons if value[1] not in _PRONOUNS]


_PRONOUNS = frozenset("i we you he she they".split())


def _open_item(parse: OrderParse, index: int, start: int) -> list[Match]:
    found: list[Match] = []
    for end, value in parse.match("person", index):
        if value[1] not in ("i", "we", "you", "he", "she", "they"):
            found += _owned(parse, end, parse.text.slice(index, end))
    token = parse.tokens[index] if index < parse.end else None
    if token and not found and _unknown_name(parse, index):
        found += _owned(parse, index + 1, token.raw)
    if token and token.kind == "word" and len(token.raw) == 1 and token.raw.isupper() and token.form not in ("i",):
        found.append((index + 1, ["item", token.raw]))
    if token and token.form in given_names() and not token.capital:
        found.append((index + 1, ["item", token.raw]))
    capital = start > index and start < parse.end and parse.tokens[start].capital
    common = any(parse.form(start) in words for words in (_FUNCTION, _NO_HEADS, _CALENDAR))
    if capital and not common and parse.form(start).isalpha() and len(parse.form(start)) > 1:
        found.append((start + 1, ["item", parse.tokens[start].raw]))  # the Nile
    if start > index and parse.form(start + 1) == "one" and parse.form(start) in adjectives():
        found.append((start + 2, ["item", f"{parse.form(start)} one"]))
    for end, _, words in _nominal(parse, start):
        last = plain(words.split()[-1:])[0]
        if last in _NO_HEADS or any(word in _FUNCTION for word in words.split()):
            continue
        letter = parse.form(end)
        if (
            end < parse.end
            and parse.tokens[end].kind == "word"
            and len(letter) == 1
            and parse.tokens[end].raw.isupper()
        ):
            found.append((end + 1, ["item", f"{words} {letter.upper()}"]))
            continue
        if (
            end < parse.end
            and parse.tokens[end].capital
            and parse.tokens[end].kind == "word"
            and start == index
            and last in ("team", "group", "box")
        ):
            found.append((end + 1, ["item", parse.text.slice(start, end + 1)]))
        found.append((end, ["item", words]))
        if parse.form(end) in ("to", "from") and end + 1 < parse.end and parse.tokens[end + 1].capital:
            found.append((end + 2, ["item", parse.text.slice(start, end + 2)]))
        called = start > index and end < parse.end and parse.tokens[end].capital
        if called and letter.isalpha() and letter not in _FUNCTION and len(letter) > 1:  # our cat Milo
            found.append((end + 1, ["item", parse.tokens[end].raw]))
            parse.roster.nouns.add(last)
    return found


_NAMESAKES = frozenset(  # names that are words, too
    "will hope rose grace mark faith joy bill sue art frank pat rob drew dale chase hunter dawn eve iris ivy"
    " lily jasmine violet daisy olive ruby pearl crystal amber penny sandy rich nick gene ray dean earl max"
    " jack jean sky summer".split()
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december i".split()
)


def _unknown_name(parse: OrderParse, index: int) -> bool:
    """True for a capitalised word at the start of a sentence that is no word of the language."""
    token = parse.tokens[index]
    if token.kind != "word" or not token.capital or len(token.raw) < 2:
        return False
    first = index in parse.text.starts or parse.tokens[index - 1].kind == "other"
    if not first:
        return token.form not in _FUNCTION and token.form not in _NO_HEADS and token.form not in _CALENDAR
    if token.form in _NAMESAKES:
        return True
    return not (is_common(parse.grammar, token.form) or token.form in _FUNCTION or token.form.endswith("ly"))


def _owned(parse: OrderParse, end: int, name: str) -> list[Match]:
    """A name, and what belongs to it: Dora, Dora's car."""
    found: list[Match] = []
    if parse.form(end) != "'s":
        found.append((end, ["item", name]))
    else:
        for far, _, words in _nominal(parse, end + 1):
            if plain(words.split()[-1:])[0] not in _NO_HEADS:
                found.append((far, ["item", f"{name}'s {words}"]))
    return found


def _nominal(parse: Parse, start: int) -> list[tuple[int, str, str]]:
    """(end, head, words) of adjectives and nouns that end in a noun, as the shared English reads them."""
    found = []
    known, modifiers, things = nouns(), adjectives(), _things()
    words: list[str] = []
    for index in range(start, min(parse.end, start + 4)):
        token = parse.tokens[index]
        thing = token.form in known or token.form in things
        if token.kind != "word" or (not thing and token.form not in modifiers):
            break
        if token.capital and index not in parse.text.starts and index > start:
            break  # my cousin Bill
        words.append(token.form)
        if thing:
            found.append((index + 1, known.get(token.form, token.form), " ".join(words)))
    return found


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
        if len(set(names)) == len(names) and (end, value) not in kept:
            kept.append((end, value))
    longest = max((end for end, _ in kept), default=0)
    return [match for match in kept if match[0] == longest or parse.form(match[0]) not in (",", "and", "or")]


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
    found: list[tuple[int, str]] = []
    for end in range(start, min(parse.end, start + _LONGEST)):
        token = parse.tokens[end]
        inner = end > start and token.form in ("'s", "-") and end + 1 < parse.end
        named = token.capital and token.form in _NAMESAKES
        if not inner and not named and (token.form in _FUNCTION or token.kind == "other"):
            break
        if not inner:
            found.append((end + 1, parse.text.slice(start, end + 1)))
    return [(end, name) for end, name in found if _closes(parse, end)]


def _closes(parse: Parse, end: int) -> bool:
    """True where a member of a list can end: before a mark, and, or, a verb of the scene, or the end."""
    form = parse.form(end)
    return (
        end >= parse.end
        or form in (",", ";", "and", "or", "&", "-", ".", ":", ")")
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
        if token.kind != "word" or token.form in _FUNCTION or (token.capital and token.form not in nouns()):
            break
        words.append(token.form)
        if token.form in nouns() or token.form.endswith("s") or token.form in _GROUPS or token.form in own:
            found.append((end + 1, " ".join(words)))
    return found


_DOUBTFUL = frozenset(  # what is told under such a title is not so
    "wrong false opposite reverse reversed planned expected fake former previous incorrect old original"
    " untrue rumor rumour rumors rumours lie lies claim claims guess guesses dream dreams joke jokes story"
    " stories fiction myth myths theory theories prediction predictions hope hopes wish wishes bet bets"
    " assumption assumptions mistake mistakes error errors falsehood falsehoods option options answer answers"
    " opinion opinions plan plans mirror photo photos picture pictures painting film movie book game map"
    " dreams sense".split()
)


def title(parse: Parse, index: int) -> list[Match]:
    """What a text is about, before a colon: today's meetings, the league table."""
    found = [m for m in parse.match("group_noun", index) if _DOUBTFUL.isdisjoint(m[1].split())]
    return [*found, *(m for m in parse.match("place", index) if m[1] not in _DOUBTFUL)]


def place(parse: Parse, index: int) -> list[Match]:
    """A place or an occasion that sets no rule: a noun phrase that is no table, no circle."""
    found: list[Match] = []
    start = index + 1 if parse.form(index) in _DETERMINERS else index
    for end, head, words in _nominal(parse, start):
        if head not in _BAD_PLACES and not any(word in _BAD_PLACES or word in _FUNCTION for word in words.split()):
            found.append((end, head))
            if parse.form(end) == "of":
                found += [
                    (far, head)
                    for far, other, _ in _nominal(parse, end + 1 + (parse.form(end + 1) in _DETERMINERS))
                    if other not in _BAD_PLACES
                ]
    return found


@cache
def _things() -> frozenset[str]:
    """Nouns that are named in ``kinds.txt``."""
    return frozenset().union(*kinds().values())


@cache
def kinds() -> dict[str, frozenset[str]]:
    """Sorts of things, and what is known to be of each."""
    text = files("suffice.symbolic.ordering").joinpath("kinds.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return {sort.strip(): frozenset(plain(words.split())) for sort, _, words in lines}


# --- scales ---------------------------------------------------------------------------------------------
@cache
def scales() -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
    """Comparatives and superlatives -> (scale, end that they point at) each."""
    comparatives: dict[str, list[tuple[str, str]]] = {}
    superlatives: dict[str, list[tuple[str, str]]] = {}
    text = files("suffice.symbolic.ordering").joinpath("comparatives.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            scale, _, words = line.partition(":")
            for end, side in zip(("first", "last"), words.split("|"), strict=True):
                for pair in filter(None, (part.split() for part in side.split(","))):
                    comparatives.setdefault(pair[0], []).append((scale, end))
                    superlatives.setdefault(pair[1], []).append((scale, end))
    return comparatives, superlatives


_GRADED = {"expensive": "price", "costly": "price", "valuable": "price"}
_NO_GRADES = frozenset("likely probable same other certain possible different sure first last".split())


def comparative(parse: Parse, index: int) -> list[Match]:
    """``older`` -> ``["scale", {scale: end}]``; ``more expensive``, ``less popular``."""
    form = parse.form(index)
    known = scales()[0].get(form)
    if known:
        return [(index + 1, ["scale", dict(known)])]
    if form in ("more", "less"):
        graded = _adjective(parse, index + 1)
        if graded:
            return [(index + 2, ["scale", {graded: "first" if form == "more" else "last"}])]
    return []


def _adjective(parse: Parse, index: int) -> str | None:
    form = parse.form(index)
    if form in _GRADED:
        return _GRADED[form]
    return form if form in adjectives() and form not in _NO_GRADES and form not in scales()[0] else None


def superlative(parse: Parse, index: int) -> list[Match]:
    """``the oldest`` -> ``["spot", {scale: end}, 1]``; ``second-most expensive``, ``the third tallest``."""
    start = index + 1 if parse.form(index) == "the" else index
    found: list[Match] = []
    starts = [(start, 1)]
    for end, k in parse.match("o_nth", start):
        starts.append((end, k))
        if parse.form(end) == "-":
            starts.append((end + 1, k))
    for at, k in starts:
        form = parse.form(at)
        known = scales()[1].get(form)
        ends: list[int] = []
        value: Json = None
        if known:
            ends, value = [at + 1], ["spot", dict(known), k]
        elif form in ("most", "least"):
            graded = _adjective(parse, at + 1)
            if graded:
                ends, value = [at + 2], ["spot", {graded: "first" if form == "most" else "last"}, k]
        for end in ends:
            found.append((end, value))
            if parse.form(end) in ("one", "person"):
                found.append((end + 1, value))
            for far, noun in parse.match("group_noun", end):
                if isinstance(parse, OrderParse) and plain([noun.split()[-1]])[0] in parse.roster.nouns:
                    found.append((far, value))
    return found


def o_nth(parse: Parse, index: int) -> list[Match]:
    """third, 3rd -> 3."""
    return [(end, int(value[1])) for end, value in parse.match("ordinal", index)]


def o_num(parse: Parse, index: int) -> list[Match]:
    """3, three -> 3."""
    if parse.form(index).isdecimal() and parse.form(index).isascii() and len(parse.form(index)) < 4:
        return [(index + 1, int(parse.form(index)))]
    return [
        (end, int(value[1])) for end, value in parse.match("count", index) if value[0] == "num" and value[1].isdecimal()
    ]


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


def install(grammar: Grammar) -> None:
    found = (header, weekday_name, title, item, roll, group_noun, place, comparative, superlative, o_nth, o_num)
    grammar.literals |= {literal.__name__: literal for literal in found}


def capitals(text: Text) -> set[str]:
    """Words that stand capitalised somewhere inside a sentence."""
    return {token.form for index, token in enumerate(text.tokens) if token.capital and index not in text.starts}
