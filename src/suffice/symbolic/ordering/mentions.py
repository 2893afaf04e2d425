"""Mentions of those whom a text speaks of: names it declared, or, where it declared none, names and noun phrases."""

from __future__ import annotations

from functools import cache

from suffice.symbolic.english.grammar import Match, Parse
from suffice.symbolic.english.phrases import adjectives, given_names, is_common, nouns
from suffice.symbolic.english.referents import gendered
from suffice.symbolic.ordering.kinds import things
from suffice.symbolic.ordering.roster import OrderParse
from suffice.symbolic.ordering.verbs import bases
from suffice.symbolic.ordering.words import (
    CALENDAR,
    DETERMINERS,
    FUNCTION,
    NAMESAKES,
    NO_HEADS,
    POINTING,
    PRONOUNS,
    SPEAKERS,
    TITLES,
    plain,
)

_POINTED = {"her": "she", "him": "he"}
_COMPARED = frozenset("than before after both either and or as".split())
_ECHOES = frozenset("is does do are".split())
_ALL = frozenset("are were do".split())
_PAST = frozenset("did was were".split())  # "older than Bob was" compares with another time
_ECHOED = frozenset((",", ";", ".", "and", "but", "or", "then", ""))


def item(parse: Parse, index: int) -> list[Match]:
    """A mention -> ``["item", name]``: of somebody declared, else (nobody is) a name or a definite noun phrase."""
    assert isinstance(parse, OrderParse)
    found = _mentions(parse, index)
    if index and parse.form(index - 1) in _COMPARED:  # earlier than Ann is
        found += [
            (end + 1 + done, value)
            for end, value in found
            for done in (0, 1)
            if done == 0 or parse.form(end + 1) in bases()
            if parse.form(end) in (_ECHOES if parse.form(index - 1) == "than" else _ECHOES | _PAST)
            if parse.form(index - 1) != "and"
            or (
                parse.form(end) in _ALL  # before Bob, and Cal did: so did Cal, or not
                and (end + 1 + done >= parse.end or parse.form(end + 1 + done) in _ECHOED)
            )
        ]
    return found


def _mentions(parse: OrderParse, index: int) -> list[Match]:
    roster = parse.roster
    if parse.form(index) in _POINTED:
        pointed = roster.grid is None and _is_meant(roster.previous, parse.form(index))
        return [(index + 1, ["item", roster.previous])] if pointed else []
    start = index + 1 if parse.form(index) in DETERMINERS else index
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
        key: tuple[str, ...] = ()
        for end in range(at, min(parse.end, at + roster.longest + 3)):
            key += plain((parse.form(end),))
            if key not in roster.begun:
                break
            if key in roster.known and key not in roster.unclear:
                found.append((end + 1, ["item", roster.known[key]]))
                if roster.game:
                    found += [(far, found[-1][1]) for far in _belongings(parse, end + 1)]
    return found


def _is_meant(name: str | None, pronoun: str) -> bool:
    """Whether her or him is the one of whom the sentence before spoke: by a name or a title that is hers alone."""
    known = gendered().get(name.lower().split()[0].rstrip(".")) if name else None
    return known is not None and known == _POINTED[pronoun]


def _belongings(parse: OrderParse, end: int) -> list[int]:
    """Where what belongs to a name ends, if the scene speaks of it: Ginsberg's *delivery*, the water *appointment*."""
    at = end + (parse.form(end) == "'s")
    found: list[int] = []
    while at < parse.end and len(found) < 2 and (parse.form(at) in parse.roster.scenic or _singly(parse, at)):
        if parse.form(at) in bases() or parse.form(at) in nouns():
            found.append(at + 1)
        at += 1
    return found + ([end + 1] if parse.form(end) == "'s" and parse.form(end + 1) not in nouns() else [])


def _singly(parse: OrderParse, at: int) -> bool:
    """Whether the scene speaks of several of these: a lesson, of lessons."""
    return bool(parse.roster.scenic) and any(nouns().get(word) == parse.form(at) for word in parse.roster.scenic)


def _names(parse: OrderParse, index: int) -> list[Match]:
    """Capitalised names that no list holds."""
    persons = parse.match("person", index)
    return [(end, ["item", parse.text.slice(index, end)]) for end, value in persons if value[1] not in PRONOUNS]


def _open_item(parse: OrderParse, index: int, start: int) -> list[Match]:
    found: list[Match] = []
    if start > index and _of_many(parse, index):
        return found
    if parse.form(index) in ("i", "me") and not parse.roster.game:
        return [(index + 1, ["item", "you"])]
    if parse.form(index) in TITLES and index + 1 < parse.end and parse.tokens[index + 1].capital:
        return [(index + 2, ["item", parse.text.slice(index, index + 2)])]  # Ms. Ito
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
    if token and token.capital and token.kind == "word" and len(token.raw) > 1 and not found:
        found += _full_name(parse, index)
    capital = start > index and start < parse.end and parse.tokens[start].capital
    common = any(parse.form(start) in words for words in (FUNCTION, NO_HEADS, CALENDAR))
    if capital and not common and parse.form(start).isalpha() and len(parse.form(start)) > 1:
        found.append((start + 1, ["item", parse.tokens[start].raw]))  # the Nile
    if start > index and parse.form(start + 1) == "one" and parse.form(start) in adjectives():
        found.append((start + 2, ["item", f"{parse.form(start)} one"]))
    for end, _, words in nominal(parse, start):
        last = plain(words.split()[-1:])[0]
        if last in NO_HEADS or any(word in FUNCTION for word in words.split()):
            continue
        if " " in words and parse.form(end - 1) in _does() and parse.form(end) in _ORDERED:
            continue  # the blue bus leaves before ...: no leaves of a bus
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
        if called and letter.isalpha() and letter not in FUNCTION and len(letter) > 1:  # our cat Milo
            found.append((end + 1, ["item", parse.tokens[end].raw]))
            parse.roster.nouns.add(last)
    alike: dict[tuple[int, tuple[str, ...]], Match] = {}
    for end, value in found:  # Core, core
        alike.setdefault((end, plain(value[1].lower().split())), (end, value))
    return list(alike.values())


_ORDERED = frozenset("before after first last earlier later immediately directly right just second third".split())
_SITES = frozenset("tower house court street road hill lodge avenue hotel bridge hall lane manor villa castle".split())


@cache
def _does() -> frozenset[str]:
    """Third persons that are plural nouns too."""
    return frozenset({"leaves", "runs", "starts", "stops", "ends"} | {form for form in bases() if form.endswith("s")})


def _full_name(parse: OrderParse, index: int) -> list[Match]:
    """Two capitalised words that are no sentence's beginning: Sequoia Tower."""
    end = index + 1
    if end >= parse.end or parse.form(index) in FUNCTION or parse.form(index) in CALENDAR:
        return []
    following = parse.tokens[end]
    if not following.capital or following.kind != "word" or following.form in FUNCTION or following.form in CALENDAR:
        return []
    if end + 1 < parse.end and parse.tokens[end + 1].capital and parse.tokens[end + 1].kind == "word":
        return []
    if index in parse.starts() or parse.tokens[index - 1].kind == "other":  # "Usually Tom" is nobody
        common = is_common(parse.grammar, parse.form(index)) or parse.form(index).endswith("ly")
        named = following.form in nouns() and (not common or following.form in _SITES)
        if not named or parse.form(index).endswith("ly") or parse.form(index) in ("every", "each", "no", "any"):
            return []
    return [(end + 1, ["item", parse.text.slice(index, end + 1)])]


def _of_many(parse: OrderParse, index: int) -> bool:
    """Whether a determiner may mean another thing each time: his brother, this box and that box, my car and your car;
    a dog and a dog, unless all are kinds."""
    form, forms = parse.form(index), parse.grid_forms()
    if form in POINTING:
        return True
    if form in SPEAKERS:
        return len(SPEAKERS.intersection(forms)) > 1
    again = [at for at, word in enumerate(forms[:-1]) if word in ("a", "an") and forms[at + 1] == parse.form(index + 1)]
    return form in ("a", "an") and "the" in forms and len(again) > 1


def _unknown_name(parse: OrderParse, index: int) -> bool:
    """True for a capitalised word at the start of a sentence that is no word of the language."""
    token = parse.tokens[index]
    if token.kind != "word" or not token.capital or len(token.raw) < 2:
        return False
    first = index in parse.starts() or parse.tokens[index - 1].kind == "other"
    if not first:
        return token.form not in FUNCTION and token.form not in NO_HEADS and token.form not in CALENDAR
    if token.form in NAMESAKES:
        return True
    return not (is_common(parse.grammar, token.form) or token.form in FUNCTION or token.form.endswith("ly"))


def _owned(parse: OrderParse, end: int, name: str) -> list[Match]:
    """A name, and what belongs to it: Dora, Dora's car."""
    found: list[Match] = []
    if parse.form(end) != "'s":
        found.append((end, ["item", name]))
    else:
        for far, _, words in nominal(parse, end + 1):
            if plain(words.split()[-1:])[0] not in NO_HEADS:
                found.append((far, ["item", f"{name}'s {words}"]))
    return found


def nominal(parse: Parse, start: int) -> list[tuple[int, str, str]]:
    """(end, head, words) of adjectives and nouns that end in a noun, as the shared English reads them."""
    found = []
    known, modifiers, named = nouns(), adjectives(), things()
    words: list[str] = []
    for index in range(start, min(parse.end, start + 4)):
        token = parse.tokens[index]
        thing = token.form in known or token.form in named
        if token.kind != "word" or (not thing and token.form not in modifiers):
            break
        if token.capital and index not in parse.text.starts and index > start:
            break  # my cousin Bill
        words.append(token.form)
        if thing:
            found.append((index + 1, known.get(token.form, token.form), " ".join(words)))
    return found
