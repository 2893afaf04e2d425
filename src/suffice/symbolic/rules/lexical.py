"""Words whose meaning decides what may be concluded from a phrase that holds them. All lower case."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# "A red box" is red and is a box, whatever boxes are like.
ABSOLUTE = _set(
    """
    red blue green yellow white black brown pink purple orange grey gray round square rectangular triangular furry hairy
    """
)
OF_PERSONS = _set(  # the same, before a word for a person
    """
    married unmarried divorced widowed pregnant blind deaf female male american british french german italian spanish
    dutch swedish danish norwegian polish czech greek turkish chinese japanese korean indian canadian mexican brazilian
    australian irish scottish welsh
    """
)
# "A big mouse" is a mouse, and big for a mouse: nothing is said of what else is big.
SUBSECTIVE = _set(
    """
    big small large little huge tiny tall short long young new good bad great fast slow quick heavy light strong
    weak rich poor kind nice happy sad clever smart quiet loud noisy friendly polite rude honest careful careless lazy
    busy calm brave shy proud gentle cruel wise stupid famous popular expensive cheap thick thin wide narrow deep high
    low hot cold warm cool fresh clean dirty dry wet rough smooth soft hard sharp beautiful pretty ugly lovely
    local foreign domestic international national regional official regular frequent loyal valued
    registered verified certified licensed insured enrolled experienced skilled senior
    """
)
# Said of a kind as a whole, of a group, or of how members differ: never of each.
OF_KINDS = _set(
    """
    rare common extinct endangered widespread numerous scarce abundant plentiful various diverse varied different
    similar alike equal identical many countless frequent typical normal usual popular unpopular famous legion together
    separate distinct mixed united married
    """
)
OF_GROUPS = _set(
    """
    gather meet vary differ outnumber surround disagree agree compete assemble disperse multiply coexist evolve
    collide unite mingle abound alternate
    """
)
# Bare plurals with these may speak of some that are about: guests are waiting, customers are angry.
PASSING = _set(
    """
    angry upset unhappy happy late absent present sick ill busy away ready available here there waiting missing gone
    back down up out off open closed worried annoyed furious excited nervous afraid tired hungry thirsty drunk asleep
    awake lost stuck dead injured hurt trapped safe free online offline
    """
)
# "Can" before these may be a power rather than a permission.
POWERS = _set(
    """
    swim fly read write speak sing run walk dance see hear jump cook play ski climb count dive drive draw paint lift
    sleep breathe bite grow live hunt crawl roll float burn melt bark talk whistle juggle type sew knit skate row sail
    ride solve understand remember smell feel think learn hold carry reach move win lose
    """
)
# "May not" before these may be a guess about the future rather than a ban.
BEFALLING = _set(
    """
    get receive need know like have be see win lose arrive come work happen fall rain fit last survive pass fail
    notice understand remember recover return live want love hate believe agree exist matter seem qualify earn
    """
)
# What such verbs take is no person or animal that "they" could mean: have a ticket, pay a fee.
HOLDING = _set("have hold own buy pay get earn carry wear use need receive hold sign submit complete fill pass score")
PERSONS = _set(
    """
    person customer member guest employee student visitor passenger user applicant manager teacher tenant patient
    driver worker buyer seller owner child adult player client contractor volunteer resident citizen subscriber
    participant parent traveler traveller pupil donor candidate borrower lodger trainee nurse doctor someone
    """
)
# What is said of these in general knows exceptions: birds fly, women own the shop, metals are solid.
LIVING = _set(
    """
    man woman boy girl human german dutchman frenchman englishman american italian spaniard dane swede
    animal bird mammal fish insect reptile amphibian spider dog cat cow horse pig sheep goat duck goose swan chicken hen
    rooster eagle hawk owl raven crow sparrow robin parrot pigeon dove penguin ostrich emu bat mouse rat rabbit hare
    squirrel fox wolf bear lion tiger leopard cheetah panther elephant giraffe zebra monkey ape gorilla chimpanzee whale
    dolphin seal shark salmon trout tuna snake lizard turtle tortoise crocodile alligator frog toad bee wasp ant fly
    mosquito butterfly moth beetle worm snail crab lobster octopus deer moose camel kangaroo koala platypus hedgehog
    hamster donkey mule puppy kitten lamb calf plant tree flower rose oak mushroom fruit apple vegetable metal gas
    liquid planet star country city language primate rodent vertebrate
    """
)
WIDER = _set(
    """
    animal bird mammal fish insect reptile amphibian plant tree flower fruit vegetable metal mineral person human pet
    vertebrate invertebrate carnivore herbivore primate rodent creature thing being organism vehicle building tool
    number shape figure polygon rectangle quadrilateral parallelogram
    """
)
IRREGULAR_PAST: dict[str, str] = {
    pair.partition("/")[0]: pair.partition("/")[2]
    for pair in (
        "get/got give/gave take/took buy/bought bring/brought pay/paid send/sent sell/sold break/broke lose/lost "
        "win/won come/came go/went do/did make/made have/had see/saw find/found eat/ate drink/drank drive/drove "
        "run/ran write/wrote read/read leave/left keep/kept hold/held meet/met begin/began choose/chose spend/spent "
        "lend/lent build/built teach/taught catch/caught sing/sang swim/swam fly/flew fall/fell "
        "wear/wore steal/stole grow/grew "
        "speak/spoke sit/sat stand/stood hit/hit cut/cut put/put let/let set/set hurt/hurt cost/cost"
    ).split()
}
PAST_FORMS = frozenset(IRREGULAR_PAST.values())
PARTICIPLES = PAST_FORMS | _set(
    "been given taken broken gone done seen eaten driven written chosen begun stolen worn flown spoken drunk sung"
)
# Words that end like verbs in the third person, and say where somebody is: outdoors, upstairs, backwards, overseas.
WHEREABOUTS = ("doors", "stairs", "wards", "seas", "hours")
# Quantities that have a name of their own: longer than 2 m, weighs 3 kg, is 2 m long.
DIMENSIONS = {
    "longer": "length", "long": "length", "shorter": "length", "heavier": "weight", "lighter": "weight",
    "heavy": "weight", "taller": "height", "tall": "height", "higher": "height", "high": "height", "wider": "width",
    "wide": "width", "deeper": "depth", "deep": "depth", "thicker": "thickness", "thick": "thickness",
    "older": "age", "younger": "age", "old": "age",
}  # fmt: skip
MORE = _set("longer heavier taller higher wider deeper thicker older")
LESS = _set("shorter lighter younger")
MEASURING = {"weigh": "weight", "measure": "length"}
# A sentence that begins with one of these may be an order, which is no fact to be passed over.
ORDERS = _set(
    """
    answer reply respond write keep make let give use treat ignore invert reverse flip swap negate output return print
    say tell format translate spell capitalise capitalize replace replacing assume pretend act consider note remember
    forget explain list count show state report add remove skip start stop begin end repeat shorten think check put
    take read call choose pick select name do be go get set turn change switch convert exchange switching
    """
)
# What is said of these is said of the text or of the answer, not in it.
ABOUT_TEXT = _set(
    """
    answer answers reply replies response responses verdict verdicts statement statements sentence sentences text texts
    question questions fact facts premise premises word words letter letters output outputs conclusion
    conclusions instruction instructions line lines rule rules policy policies clause clauses section sections paragraph
    paragraphs article articles exception exceptions provision provisions guideline guidelines above below following
    opposite reverse converse contrary
    """
)
NAMING = _set(
    "stands stand means mean equals equal represents represent denotes denote refers refer signifies replaces"
)
# Of these, an adjective and a noun say what they say apart.
WARES = _set("order parcel item invoice ticket claim request booking ship product package account contract loan trip")
IDIOMS = frozenset(
    tuple(pair.split("/"))
    for pair in (
        "glass/house red/herring green/card yellow/card red/card black/box white/lie wooden/spoon red/flag white/paper "
        "black/hole black/eye black/market red/tape white/elephant black/sheep green/thumb blind/date round/robin "
        "green/house glass/ceiling blind/spot square/meal blue/blood red/light green/light blind/eye yellow/page "
        "white/noise black/friday blue/print grey/area gray/area white/wash metal/head brown/nose blue/chip "
        "black/widow"
    ).split()
)
GROUPS = _set(
    "couple pair team twin family band group duo trio match company partner neighbour neighbor friend sibling"
)
# What several do together: who is one of those that own the company need not own it.
JOINT_DEEDS = _set("own elect form fill make run lead hold constitute compose comprise share build appoint choose")
TALKERS = _set("user assistant model system clock chatbot bot ai speaker author reader date time")
# A fact with one of these may undo what rules say, though no rule speaks of it: Tom resigns, coats are sold out.
UNDOING = _set(
    """
    void invalid cancelled canceled cancel expired expire resign resigned revoked suspended terminated withdrawn lapsed
    outdated obsolete repealed deleted imaginary fictional fake dead deceased died die closed sold unavailable quit
    leave left later instead over finished ended lost stolen broken banned excluded expelled dismissed fired retired
    exempt exempted excused immune disqualified eliminated waived
    """
)

# Who is there is still what he is called; a king in the opera may be none, a member in the end is no sort of member.
PLACES = _set(
    """
    room hall building house office lobby kitchen garden yard park field team list board committee club class department
    group school hospital library gym pool store shop garage lot floor roof table bench bus train ship boat plane car
    zone area lane queue line row city town village country region district county street road corner tent camp barn
    stable cage tank lake forest island beach hotel museum church clinic ward wing factory warehouse plant lab
    laboratory restaurant cafe cellar attic basement balcony terrace deck cabin box basket bag drawer shelf desk
    """
)
