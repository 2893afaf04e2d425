"""The closed words of logical English, and the inflection of open ones. All lower case."""

from __future__ import annotations

ANYBODY = frozenset("someone somebody something anyone anybody anything everyone everybody everything whoever".split())
SOMEBODY = frozenset("someone somebody something".split())
NOBODY = frozenset("nobody nothing".split())
EVERYBODY = ANYBODY | NOBODY
PEOPLE = frozenset("people things persons those creatures ones individuals".split())  # nouns that add nothing
PERSON = frozenset("person thing creature one individual".split())
PLACING = frozenset("in at on from for".split())
PLACED = PLACING | {"with", "without"}
SIZED = PLACED | frozenset(  # what follows a noun
    "over under above below aged older younger of exceeding heavier lighter taller longer shorter".split()
)
IT = frozenset("it they he she".split())
IT_OR_YOU = IT | {"you"}
WEATHER = frozenset("rain rains raining snow snows snowing hail hails hailing thunders drizzles freezes pours".split())
OF_IT = frozenset("them him her it".split())
COPULA = frozenset("is are 's 're am 'm was were".split())
PAST = frozenset(("was", "were"))
DO = frozenset("do does did".split())
NOT = frozenset("not n't".split())
MAY = frozenset("may can cannot ca".split())
MUST = frozenset("must shall".split())
MODAL = MAY | MUST
AUXILIARY = COPULA | DO | MODAL
FINITE = AUXILIARY | frozenset(("has", "have"))
WHO = frozenset("who that which".split())
JOINTS = frozenset(("and", "or", "but", ","))

# Words that change what is said around them, or speak of what has been said elsewhere: in no noun phrase, and in no
# predicate. "a", "the" and prepositions are not among them.
BLOCKED = frozenset(
    """
    and or but nor not n't no never none neither either both nobody nothing hardly barely scarcely rarely seldom
    if then unless except when whenever while because since although though whether than as so only just even also too
    still yet already almost nearly maybe perhaps possibly probably certainly usually often sometimes always normally
    generally typically mostly likely unlikely supposedly allegedly apparently reportedly actually really truly
    every each all any some someone somebody something anyone anybody anything everyone everybody everything most many
    few several half much more less fewer least other others another else same different such
    who whom whose which that what where why how there now today yesterday tomorrow before after until ago
    i me my mine we us our you your yours he him his she her hers it its they them their theirs this these those
    one ones
    is are am was were be been being 's 're 'm has have had 've do does did will would could should might must may can
    shall cannot ca wo to false true untrue wrong right case fact
    believe believes believed think thinks thought say says said claim claims claimed know knows knew doubt doubts deny
    denies pretend pretends hope hopes wish wishes suspect suspects assume assumes suppose supposes imagine imagines
    want wants seem seems appear appears fail fails try tries stop stops refuse refuses former fake alleged would-be
    """.split()
)
ARTICLES = frozenset("a an the".split())
PREPOSITIONS = frozenset(
    "in on at from of for with by to into onto under over near behind beside inside within without".split()
)
NUMBERS = frozenset(  # words with which a number in words is recognised
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen".split()
)
CLOSED = BLOCKED | ARTICLES | PREPOSITIONS
IRREGULAR = {"people": "person", "children": "child", "men": "man", "women": "woman", "mice": "mouse", "geese": "goose",
             "wolves": "wolf", "knives": "knife", "feet": "foot", "staff": "staff"}  # fmt: skip
VERBS = {"has": "have", "does": "do", "goes": "go"}


def base(verb: str) -> str | None:
    """``gets`` -> ``get``; None for what is no third person."""
    if verb in VERBS:
        return VERBS[verb]
    if len(verb) < 4 or not verb.endswith("s") or verb.endswith(("ss", "us", "is")):
        return None
    return verb[:-1] if verb.endswith("uses") else default_singular(verb)


def default_singular(word: str) -> str:
    """A word without its ending s, where nothing tells how it is written."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("uses", "shes", "ches", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1]
