"""Words and set phrases of scenes: what may stand in one, what may not, what says that nobody shares a place."""

from __future__ import annotations

from suffice.symbolic.ordering.lists import DOUBTFUL
from suffice.symbolic.ordering.words import BAD_PLACES, CALENDAR

COUNTING = frozenset("one two three four five six seven eight nine ten eleven twelve each once order row line".split())
DASHES = frozenset("- — : ( ,".split())
SMALL = frozenset(  # words that set nothing, beside nouns, adjectives and verbs of doing
    "a an the this that these those of for at to with into from in on during by as and will is are be was were been"
    " being has have had must who which whom it they he she we i their his her our my its given consistent according"
    " following each exactly taking make makes making to period available subject taken occupied filled"
    " along through ready waiting came ran run runs sat sit sits sitting stand stands standing stood leave left went"
    " go going goes come comes coming arrive arrived arrives finish finished starts start started order orders"
    " ordered sequence ranking ranked ranks rank before entrance seated placed placing position"
    " today morning afternoon evening week when how so 's off down out all do does"
    " particular next different separate".split()
)
SEVERAL = frozenset("team teams group groups committee type types color colors colour colours".split())
NEVER = (  # places, ends, others and pairs: there is more to such a scene than its list
    frozenset(
        "left right top bottom behind below above beside adjacent between opposite facing face faces back side"
        " sides pair pairs couple couples twin twins half both another same other others twice double two-way row rows"
        " column columns circular circle round reverse backwards alphabetical decreasing ascending descending"
        " increasing highest lowest oldest youngest tallest shortest first last final third second middle past"
        " future yesterday tomorrow"
        " tonight principle practice reality history mind head belief tradition legend rumour rumor report reports"
        " version versions only extra maximum minimum number"
        " total up over under used case cases occasion event average chance probability possibility about around often"
        " seldom sometimes almost perhaps maybe usually".split()
    )
    | SEVERAL
    | BAD_PLACES
    | DOUBTFUL
    - frozenset("film films movie movies book books game games picture pictures painting photo photos map".split())
    | CALENDAR
)
IN_TURN = frozenset(
    "sequentially individually separately consecutively successively family daily weekly hourly".split()
)
HEDGES = frozenset(  # not each, not all of it, not quite, or not for sure: no scene even in a game
    "some most many several few more less any perhaps maybe allegedly apparently possibly probably likely supposedly"
    " presumably reportedly seemingly normally usually generally typically often sometimes nearly almost roughly about"
    " approximately around mostly mainly partly partially potentially allegedly virtually practically barely hardly"
    " including besides plus alongside nor hopefully theoretically ideally traditionally hypothetically eventually"
    " might may can could would should seldom rarely never always".split()
)
POSTURES = frozenset("sit sits sat stand stands stood ran run finished finish wait waiting arrived came left".split())
SAID: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): said
    for said, phrases in {
        "turn": (
            "one at a time|one after another|one after the other|one by one|in succession|consecutively|successively"
            "|in turn|each exactly once|exactly once each|each only once|each once|in single file|one behind the other"
            "|one behind another|at different times|without ties|with no ties|in a line|in a queue|in line|in a row"
            "|no two of which are the same age|no two of which are the same|each exactly one"
            "|one day each|one each day|one each month|one each week|one each|one slot each|one month each|one per day"
            "|one a day|one per week|one per month|one per hour|one per night|one per slot"
        ),
        "none": (
            "in some order|not necessarily in that order|though not necessarily in that order|in no particular order"
            "|but not necessarily in that order|not necessarily in the order given|exactly once|once|in any order"
            "|in order|only once|and each only once|each only once"
        ),
        "first": "from first to last",
        "row": "in a row from left to right|from left to right|left to right|in a row , from left to right",
    }.items()
    for phrase in phrases.split("|")
}
PLACES = frozenset(
    "position place slot seat lane house week day spot track stall locker floor level room year month chair box stop"
    " lap".split()
)
WEEKS = tuple(
    pattern.split()
    for pattern in (
        "from {0} through {1}|from {0} to {1}|on {0} through {1}|{0} through {1}|{0} to {1}|{0} - {1}"
        "|( {0} through {1} )"
    ).split("|")
)
CONDITIONS = frozenset(
    "condition conditions constraint constraints requirement requirements restriction restrictions rule rules following"
    " specification specifications stipulation stipulations facts clues".split()
)
INTRODUCING = frozenset(
    "the these with which for this that all must apply applies obtain hold holds be is are was were met satisfied obey"
    " obeyed conform conforms conformed to of in by on a an and as following follows given known it we will subject"
    " consistent accordance according governed govern governs determined determine satisfy satisfies meet meets under"
    " schedule order arrangement assignment assignments ranking scheduling arranging sequence observe observed comply"
    " complies occur made make stated about true set done its their at each every any have been already also additional"
    " certain several based subject first last they them he she who how".split()
)
SETTING = (  # one of these in a sentence of a game, and it may say who or what there is
    frozenset(
        "no not n't nor never neither none nobody nothing only unless except without if either both other others"
        " another some any more fewer least most many few several half rest remaining twice once empty whether".split()
    )
    | NEVER - frozenset("left right top bottom first last back side face".split())
)
