"""Words of frames: what sets nothing, what is done under several names, which settings need saying only once."""

from __future__ import annotations

from functools import cache

from suffice.symbolic.ordering.scales import scales
from suffice.symbolic.ordering.verbs import forms
from suffice.symbolic.ordering.words import CALENDAR, DETERMINERS, FUNCTION, TITLES

LEMMAS = {
    form: base
    for base, told in {
        "arrive": "arrival",
        "drink": "drink drinks drank drunk",
        "eat": "eats ate",
        "enjoy": "enjoy enjoys enjoyed",
        "grow": "grow grows grew",
        "keep": "keep keeps kept",
        "like": "likes liked",
        "love": "love loves loved",
        "own": "own owns owned",
        "prefer": "prefer prefers preferred",
        "wear": "wear wears wore worn",
        "beat": "beat beats",
        "born": "born",
        "come": "come comes came coming",
        "end": "ended ends",
        "finish": "finish finishes finished finishing",
        "get": "get gets got",
        "go": "go goes went",
        "happen": "happen happens happened occur occurs occurred",
        "hang": "hangs",
        "leave": "leave leaves left leaving",
        "lie": "lies",
        "live": "live lives lived living",
        "lose": "lost loses",
        "overtake": "overtook",
        "perch": "perches perched",
        "place": "placed",
        "queue": "queues queuing queueing",
        "rank": "ranks ranked",
        "reach": "reach reaches reached",
        "rise": "rise rises rose",
        "run": "runs ran",
        "sit": "sit sits sat sitting seated",
        "stand": "stand stands stood standing",
        "start": "start starts started begin begins began",
        "wait": "wait waits waiting",
        "wake": "wake wakes woke",
        "win": "win wins won",
        "take": "take takes took",
    }.items()
    for form in told.split()
}
ONE_DOING = tuple(  # of each line, whichever is said, it is the same order
    frozenset(line.split())
    for line in (
        "finish place end reach cross complete win beat lose come come-in overtake",
        "arrive come come-in",
        "leave depart set",
        "serve service",
        "happen take",
        "wake",
    )
)
SPEAKING = frozenset("speak talk present lecture".split())  # one doing where a scene says that each has a turn
HAVING = {"has": "have", "have": "have", "had": "have", "get": "get", "gets": "get", "got": "get"}
GET = frozenset("get gets got".split())
PREPOSITIONS = frozenset("in on by over off down through".split())
PARTICLES = frozenset("in up home here there out off on down over away back through by".split())
WITH_PARTICLE = {  # verbs with what follows them
    said: doing
    for doing, told in {
        "arrive": "get here|get there|show up|turn up",
        "wake": "wake up",
        "leave": "set off",
    }.items()
    for said in told.split("|")
}
POSITION = frozenset(  # to have a place in what a scene says is done in turn
    "allocate appear arrange assign come get give go happen perform place rank schedule take".split()
)
EITHER = frozenset("show play present schedule speak open".split())  # a film shows, and is shown
RACES = frozenset(
    "race races raced racing marathon sprint sprints dash relay regatta rally contest competition runner runners"
    " swimmer swimmers cyclist cyclists finisher finishers".split()
)
INSTRUCTIONS = frozenset(
    "put give sort arrange rank list order settle figure pick choose select help tell place name".split()
)
BEGINNING = frozenset(("", "you", "we", "i", "please", ",", ":", "-", "to", "and", "me", "so"))
_PLACED = (
    "ahead far further furthest farther farthest front end ends line order place places position positions spot spots"
    " seat seats slot slots floor floors step steps top topmost bottom back rear head highest lowest leftmost rightmost"
    " one two three four five six seven eight nine ten eleven twelve first second third fourth fifth sixth seventh"
    " eighth ninth tenth 1st 2nd 3rd earlier later before after between next prior sooner just straight penultimate"
    " north south east west northernmost southernmost easternmost westernmost middle centre center start number"
    " adjacent alongside neighbours neighbors side"
)
_ASKING = (
    "possible necessarily definitely certainly must true correct statement statements option options answer choices"
    " list accurate complete could everyone everybody anyone following again yes question clue clues fact sequence"
    " ranking lineup finishing running whole full remaining available others persons people person case certain"
)
_MEASURED = (  # each is of one scale, by the rules of the grammar
    "cost costs price prices worth rent rents fare fares fee fees salary salaries wage wages income incomes"
    " money score scores scored points point grade grades mark marks result results  has have had"
    " got better worse best worst fewest rated earn earns earned make makes made weigh weighs weighed"
)
_SAID = (
    "among hey hi hello quick please thanks ok okay well both together only going by that this remember note know"
    " suppose imagine consecutive consecutively some sometime all cannot ca wo wo'nt"
)
PLAIN = (
    (FUNCTION - CALENDAR - LEMMAS.keys() - frozenset("says say said knows know thinks think believes believe".split()))
    | DETERMINERS
    | TITLES
    | frozenset(f"{_PLACED} {_ASKING} {_MEASURED} {_SAID} her him me us".split())
) - frozenset("there here now then yesterday today tomorrow still yet ago once should would may might".split())
NOUNLY = DETERMINERS | frozenset(
    "more fewer most fewest least which what whose of each these those many other two three four five six seven eight"
    " nine ten in on for from by with into".split()
)
BETWEEN = frozenset("before after first last earlier later immediately directly just right somewhere third".split())
BE = frozenset("is are was were be been 's gets get got being".split())
PAST = frozenset("was were did had earned weighed scored".split())
PRESENT = frozenset("is are am has does do earns weighs costs".split())
FUTURE = frozenset(("will", "shall"))
MODAL = frozenset("must have wo ca can cannot".split())
APART = frozenset("before after earlier later apart".split())
ASKED = frozenset("which what whose these".split())
IRREGULAR = frozenset(
    "came cost finished ended won lost went left sat stood began started ran waited woke rose ranked placed took"
    " happened occurred earned overtook reached perched lived beat drank drunk ate grew kept wore liked loved owned"
    " preferred enjoyed".split()
)
RULING = frozenset(
    "does do did will would can could cannot ca must may might shall should to is are was were be been being has have"
    " had gets get got 's n't not wo".split()
)
_RACE = ONE_DOING[0] | ONE_DOING[1] | {"run"}
_STANDING = frozenset("sit stand wait queue perch hang lie live park".split())
SETTINGS = {  # where an order is told, and what may be done there
    "queue": frozenset("stand wait queue".split()),
    "row": _STANDING,
    "shelf": _STANDING,
    "bench": _STANDING,
    "branch": _STANDING,
    "pole": _STANDING,
    "pile": _STANDING,
    "street": _STANDING,
    "race": _RACE,
    "ranking": frozenset(("rank",)),
    "league": frozenset(("rank",)),
    "ladder": frozenset(("rank",)),
    "list": frozenset(("rank",)),
}
SETTING_OF = {name: name for name in SETTINGS} | {
    "line": "queue",
    "stack": "pile",
    "overall": "total",
    "altogether": "total",
}
SETTING_OF["total"] = "total"
WHERE = frozenset("in on at of into".split())
_TELLING = (
    HAVING.keys()
    | FUTURE
    | PAST
    | PRESENT
    | MODAL
    | SETTING_OF.keys()
    | GET
    | PARTICLES
    | IRREGULAR
    | LEMMAS.keys()
    | INSTRUCTIONS
)
QUIET = PLAIN - _TELLING - frozenset("left right then given out work cost".split())  # wherever they stand


TIES = (frozenset("have own keep".split()), frozenset("like love prefer enjoy".split()))
TYING = {"favourite": ("like",), "favorite": ("like",), "preferred": ("like",)} | {
    form: ("have",) for form in "has have had".split()
}


@cache
def pasts() -> frozenset[str]:
    """Forms that may stand alone: posted, but not written."""
    return frozenset(form for form, known in forms().items() if known.kinds - {"done"})


@cache
def measures() -> frozenset[str]:
    comparatives, superlatives = scales()
    return frozenset(comparatives.keys() | superlatives.keys())
