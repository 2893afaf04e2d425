"""How rules of games are put: "in order to conclude that T, two pieces of evidence are required: firstly C and
secondly C". A frame says which words are conditions and which the conclusion; every other word is the frame's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from suffice.records import Json
from suffice.symbolic.rules.deeds import BACK, CLASS, NAME, VARIABLE, Said, Unread, X, name, plain, predicate, whole

_IF = (
    r"(?:if|when|whenever|in case|in (?:the|any|every) (?:case|event) (?:where|in which|that)|provided that|as long as"
    r"|on condition that|assuming that)"
)
_YOU = r"(?:you|we|one|i|everybody)"
_INTRO = re.compile(
    r"(?:(?:this|here|the following) is (?:an? |the )?(?:[a-z]+ )?(?:rule|principle|piece of information)"
    rf"(?: of the game)?(?: (?:about|on|for) (?P<topic>{NAME}))?: "
    r"|(?:one of the (?:[a-z]+ )?rules|an? (?:[a-z]+ )?rule|the (?:[a-z]+ )?rule)(?: of the game)? is that "
    rf"|(?:regarding|concerning|about|for|as for|as to|when it comes to) (?P<about>{NAME})[,:] )",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"(?:there is (?:some )?evidence that|the belief is that|it is (?:true|the case|known|certain|clear) that"
    rf"|{_YOU} (?:see|know|find|notice|observe|are (?:positive|sure|certain|convinced))"
    rf"(?: that)?(?: {_YOU} saw)?) (?=\S)"
)
_COUNTED = re.compile(
    r"you have (?:two|2) pieces of evidence:? 1\) (?:that )?(?P<one>.+?),? (?:and )?2\) (?:that )?(?P<two>.+)"
)
_SO = re.compile(
    rf"(?i:{_YOU} (?:can|may|must|could) (?:also )?(?:be (?:certain|sure|positive)|conclude|infer|deduce)"
    r"(?: that| the following:?)|it follows that|this means that|the following holds:|the conclusion is that) "
)
_ADD = re.compile(
    r'(?:you can add(?: that)? "?(?P<one>[^"]+?)"? to your conclusions'
    r'|the conclusion(?: that)? "?(?P<two>[^"]+?)"? follows(?: immediately)?(?: and effectively)?)'
)
_FRAMES = tuple(
    re.compile(frame)
    for frame in (
        rf"{_IF} (?P<c>.+?),? what can you conclude\? (?P<t>[Yy]ou can conclude that .+)",
        r"be careful when (?P<c>.+?),? because in this case (?P<t>.+)",
        r"(?:in order )?to conclude(?: that)? (?P<t>.+?), (?:two|three) pieces of evidence are required:"
        r" firstly,? (?P<c>.+?),? and secondly,? (?P<d>.+)",
        rf"from (?:observing|seeing|knowing|the fact|finding) that (?P<c>.+?), (?P<t>{_YOU} can .+)",
        rf"(?:there exists|there is) (?:an?|at least one|some) (?P<class>{CLASS}) (?:which|that|who) (?P<p>.+?)\?"
        r" [Tt]hen,? (?P<t>.+)",
        r"are you (?:certain|sure|positive) that (?P<c>.+?)\? [Tt]hen,? (?P<t>.+)",
        rf"(?:the|an?|any|every|each) (?P<class>{CLASS}) (?:that|which|who) (?P<p>.+?)"
        r" (?P<q>(?:will|does|is going to) .+)",
        r"(?:anything|anyone|anybody|everything|everyone|everybody|whoever) (?:that |which |who )?(?P<p>.+?)"
        r" (?P<q>(?:will|does|is going to) .+)",
        rf"{_IF} (?P<c>.+?), then,? (?P<t>.+)",
        rf"{_IF} (?P<c>.+?) then (?P<t>.+)",
        rf"{_IF} (?P<c>.+?), (?P<t>.+)",
        rf"(?P<t>.+?),? (?<!only ){_IF} (?P<c>.+)",
        rf"(?P<t>.+?)\. (?:this|that) holds {_IF} (?P<c>.+)",
    )
)
_JOINTS = re.compile(r",? (?:and|but|however|while at the same time)(?: also)?,? |, (?=not )")
_BACK = re.compile(rf"{BACK} (?:\((?P<who>the [a-z ]+|[A-Z][a-z]+)\) )?")
_VARIABLE = re.compile(rf"(?P<who>{VARIABLE}),? ")
_REMARK = re.compile(r" ?\((?:i\.e\.|that is|this may or may not be [a-z]+|it may or may not be [a-z]+)[^()]*\)")


def uncommented(text: str) -> str:
    """Without what stands in brackets and adds nothing."""
    return _REMARK.sub("", text)


def _required(text: str) -> str:
    return text.replace(" should not ", " does not ").replace(" should ", " does ")


class Rule:
    """Reads one rule; ``classes`` are the words for everybody that it used ("animal")."""

    def __init__(self, text: str = "") -> None:
        self.classes: set[str] = set()
        self.topic: str | None = None
        self.believed = False  # the conditions are what somebody holds to be so, and so must be what follows
        text = " ".join(text.strip().rstrip(".").split())
        text = text[:1].lower() + text[1:] if name(text.split(" ")[0]) is None else text
        self.ways: list[Json] = []
        for way in self._ways(self._opened(text)):
            if way not in self.ways:
                self.ways.append(way)

    def _opened(self, text: str) -> str:
        while found := _INTRO.match(text):
            topic = found["topic"] or found["about"]
            if topic:
                topic = name(topic)
                if topic is None or self.topic not in (None, topic):
                    return ""
                self.topic = topic
            text = text[found.end() :]
        return text

    def _ways(self, text: str) -> Iterator[Json]:
        """Every reading as a clause."""
        try:
            text = plain(text)
        except Unread:
            return
        for frame in _FRAMES:
            for found in self._splits(frame, text):
                try:
                    yield self._clause(found)
                except Unread:
                    continue

    @staticmethod
    def _splits(frame: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """The ways to put the frame on the text: with the first split that it finds, and each later one."""
        found = frame.fullmatch(text)
        if found is not None:
            yield found

    def _clause(self, found: re.Match[str]) -> Json:
        parts = found.groupdict()
        if parts.get("p") is not None:
            if parts.get("class"):
                self.classes.add(parts["class"])
            conditions = [said.formula() for said in self._joined(parts["p"], X)]
            subject: str | None = X
        else:
            if not parts.get("d"):
                told = self._conditions(parts["c"])
            else:  # what is required should be so
                told = [said for part in (parts["c"], parts["d"]) for said in self._conditions(_required(part))]
            conditions = [said.formula() for said in told]
            subjects = list(dict.fromkeys(said.subject for said in told))
            subject = subjects[0] if len(subjects) == 1 else None
            if subject != X and any(said.other for said in told):
                subject = None  # if the cat sees the dog, it runs: which?
        q = parts.get("q")
        then = predicate(plain(q), X) if q is not None else self._conclusion(parts["t"], subject)
        return {"if": ["and", *conditions] if len(conditions) > 1 else conditions[0], "then": then.formula()}

    # --- conditions -------------------------------------------------------------------------------------------
    def _conditions(self, text: str) -> list[Said]:
        counted = _COUNTED.fullmatch(text)
        if counted:
            self.believed = True
            return [*self._conditions(counted["one"]), *self._conditions(counted["two"])]
        text = text.removeprefix("that ")
        while found := _SEEN.match(text):
            self.believed |= found[0].startswith("the belief")
            text = text[found.end() :]
        return self._joined(text, None)

    def facts(self, text: str) -> list[Said]:
        """What a sentence states of names. Raises Unread."""
        text = " ".join(text.strip().rstrip(".").split())
        found = self._joined(text[:1].lower() + text[1:] if text.startswith("The ") else text, None)
        if any(said.subject == X for said in found) or re.search(r"\b(?:will|won't|going to)\b", text):
            raise Unread(text)  # facts are about names, and about now
        return found

    def _joined(self, text: str, subject: str | None) -> list[Said]:
        """Statements joined by and; those without a subject are about the one before. Raises Unread."""
        found: list[Said] = []
        for part in _JOINTS.split(text):
            part = plain(part)
            bare = part.startswith("not ")
            if bare and subject is not None and found:
                said = predicate(part.removeprefix("not "), subject, True)
            else:
                said = self._stated(part, subject)
            subject = said.subject
            found.append(said)
        return found

    def _stated(self, text: str, before: str | None) -> Said:
        variable = _VARIABLE.match(text)
        if variable:
            word = re.search(CLASS, variable["who"])
            if before not in (None, X):
                raise Unread(text)
            if word:
                self.classes.add(word[0])
            return predicate(text[variable.end() :], X)
        back = _BACK.match(text)
        subject = before or self.topic
        if back:
            if subject is None or (back["who"] and name(back["who"]) != subject):
                raise Unread(text)
            return predicate(text[back.end() :], subject)
        try:
            return whole(text)
        except Unread:
            if before is None:
                raise
            return predicate(text, before)

    # --- conclusions ------------------------------------------------------------------------------------------
    def _conclusion(self, text: str, subject: str | None) -> Said:
        text = plain(text)
        added = _ADD.fullmatch(text)
        if added:
            text = added["one"] or added["two"]
        elif found := _SO.match(text):
            text = text[found.end() :]
        elif self.believed:
            raise Unread(text)
        text = plain(text)
        back = _BACK.match(text)
        if back is None:
            return whole(text)
        who = self.topic or subject
        if (
            who is None
            or (self.topic and subject not in (None, self.topic))
            or (back["who"] and name(back["who"]) != who)
        ):
            raise Unread(text)
        return predicate(text[back.end() :], who)
