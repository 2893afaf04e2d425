"""Words that make a mention, or that no mention is made of."""

from __future__ import annotations

from collections.abc import Iterable

from suffice.symbolic.english.phrases import nouns

DETERMINERS = frozenset("a an the my our your his her their this that".split())
POINTING = frozenset("his her their this that".split())  # each time perhaps at another
SPEAKERS = frozenset("my our your".split())
FUNCTION = frozenset(  # words that no name and no thing in a list is made of
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
NO_HEADS = frozenset(  # of an item that nobody declared: these are places in an order, groups or times
    "left right front back end middle queue line row race order place position spot top bottom side first"
    " last day time year years week month hour minute one ones other others rest people person thing things"
    " lot group way same kind all both winner loser half part following puzzle question answer clue clues"
    " list friend friends runner runners case fact".split()
)
BAD_PLACES = frozenset(  # where left and right, first and last are not what they are in a row
    "table tables circle ring round roundabout carousel square corner clock wheel merry pair pairs team"
    " teams mirror photo photograph picture screen map".split()
)
NAMESAKES = frozenset(  # names that are words, too
    "will hope rose grace mark faith joy bill sue art frank pat rob drew dale chase hunter dawn eve iris ivy"
    " lily jasmine violet daisy olive ruby pearl crystal amber penny sandy rich nick gene ray dean earl max"
    " jack jean sky summer".split()
)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december i".split()
)
TITLES = frozenset("mr mr. mrs mrs. ms ms. dr dr. prof prof. miss".split())
PEOPLE = frozenset(
    "person people name friend colleague student child kid boy girl man woman neighbour neighbor sister brother sibling"
    " guest worker employee player runner coworker classmate teacher traveller tourist cousin".split()
)
PRONOUNS = frozenset("i we you he she they".split())


def plain(words: Iterable[str]) -> tuple[str, ...]:
    """Words as they are compared: lower case, nouns in the singular, no hyphens."""
    known = nouns()
    return tuple(known.get(word, word) for word in words if word not in ("-", "`", '"'))
