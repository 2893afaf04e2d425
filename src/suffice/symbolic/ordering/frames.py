"""One frame for all that a text tells of an order: one doing, one time, one setting.

Every word of a clue or a question must be accounted for: somebody in the order, a word of place or measure, a word
that sets nothing, a word of the scene that all is told in. What is left is a doing or stands beside: doings must be
one, and what stands beside must stand beside all. A word that nobody knows here is of the second kind, so that it
costs an answer where it is told of some and not of others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from suffice.records import Code
from suffice.symbolic.english.phrases import adjectives, nouns
from suffice.symbolic.english.referents import is_person
from suffice.symbolic.english.text import Text
from suffice.symbolic.ordering import frame_words as known
from suffice.symbolic.ordering.kinds import kinds
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.sentences import Piece
from suffice.symbolic.ordering.tenses import been, time_of
from suffice.symbolic.ordering.verbs import bases, forms
from suffice.symbolic.ordering.words import plain


@dataclass(slots=True)
class _Frame:
    """What one sentence says beside who and where."""

    asks: bool
    doings: dict[str, set[bool]] = field(default_factory=dict)  # base -> whether it is done to those in the order
    beside: set[str] = field(default_factory=set)
    times: set[str] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)


class Frames:
    """The sentences behind the scene. ``told``: each, and whether it asks; ``acts``: what is done in turn."""

    def __init__(self, text: Text, told: Sequence[tuple[Piece, bool]], acts: Collection[str]) -> None:
        self.text, self.told, self.acts = text, list(told), frozenset(acts)
        inside = {at for piece, _ in told for at in range(piece.start, piece.end)}
        if told:
            inside -= set(self._lead(told[0][0]))
        self.scene = {token.form for at, token in enumerate(text.tokens) if at not in inside}
        self.scene |= {word for form in self.scene for word in (*plain([form]), bases().get(form, form))}
        self.acts |= self._in_turn(inside)
        self.start = {at for at in range(len(text.tokens)) if at not in inside}

    def check(self, names: Sequence[str], measured: bool) -> None:
        """Raises Unread where clues and question speak of two doings, times or settings.

        ``names``: those in the order; ``measured``: by a comparative, not in a sequence.
        """
        frames = self._frames(names)
        named = [name[:1].isupper() for name in names]
        if any(named) and not all(named) and not measured and not any(frame.doings for frame in frames):
            raise Unread("who is before a thing need not be in a sequence with it", Code.AMBIGUOUS)
        self._one_setting(frames)
        self._one_doing(frames, all(named), measured)
        self._one_time(frames)

    def tied(self, values: Sequence[str]) -> None:
        """Raises Unread where people are tied to the ``values`` of lists by another doing than the lists tell of.

        Who each bought a fruit need not have eaten it, nor have it now.
        """
        frames = self._frames(values, ties=True)
        told = {doing for form in self.scene for doing in known.TYING.get(form, (_verb(form, "", "before"),))}
        told |= {doing for group in known.TIES if not group.isdisjoint(told) for doing in group}
        for frame in frames:
            for base in frame.doings.keys() - told:
                raise Unread(f"nobody is said to {base}", Code.UNDERDETERMINED)
        self._one_setting(frames)
        self._one_time(frames)

    @staticmethod
    def _one_time(frames: list[_Frame]) -> None:
        if len(set[str]().union(*(frame.times for frame in frames))) > 1:
            raise Unread("what was and what is are told together", Code.UNDERDETERMINED)

    def _frames(self, names: Sequence[str], ties: bool = False) -> list[_Frame]:
        spelled = " ".join(names).lower().replace("-", " ").replace("'s", " ").split()
        words = {*spelled, *plain(spelled)}
        return [self._framed(piece, asks, words, ties) for piece, asks in self.told]

    def measures(self) -> set[str]:
        """The comparatives and superlatives of the text."""
        return {token.form for token in self.text.tokens if token.form in known.measures()}

    def _in_turn(self, inside: Collection[int]) -> set[str]:
        """What a scene says is done one after another: the verb before these words."""
        tokens = self.text.tokens
        for at in range(len(tokens) - 2):
            if at not in inside and tokens[at].form == "one" and tokens[at + 1].form in ("after", "at", "by"):
                verbs = (_verb(tokens[k].form, tokens[k - 1].form, "") for k in range(at - 1, max(0, at - 4), -1))
                return set(filter(None, verbs))
        return set()

    def _lead(self, piece: Piece) -> range:
        """What stands before a colon at the very beginning: Our meetings today: ..."""
        ends = [at for at in range(piece.start, piece.end) if self.text.tokens[at].form == ":"]
        return range(piece.start, ends[0]) if ends else range(0)

    def _framed(self, piece: Piece, asks: bool, names: Collection[str], ties: bool) -> _Frame:
        found, tokens = _Frame(asks), self.text.tokens
        for at in range(piece.start, piece.end):
            if at in self.start:
                continue
            token = tokens[at]
            form = token.form
            if token.kind != "word" or form in known.QUIET or form in names:
                continue
            before = tokens[at - 1].form if at > piece.start else ""
            after = tokens[at + 1].form if at + 1 < piece.end else ""
            word = (plain([form]) or (form,))[0]
            if word in names:
                continue
            setting = self._setting(at)
            if setting is not None:
                found.settings.add(setting)
                continue
            if _sets_nothing(form, before, after, tokens[at + 2].form if at + 2 < piece.end else ""):
                continue
            time = time_of(tokens, at, before, after, asks)
            found.times |= set() if time is None else {time}
            if ties and form in known.HAVING and after not in ("n't", "not", "to", "been"):
                found.doings.setdefault(known.HAVING[form], set()).add(False)
                continue
            if form in known.PLAIN and not (form in known.GET and after in known.PARTICLES):
                continue
            if form in known.PARTICLES and _verb(before, "", form) is not None:
                continue
            base = _verb(form, before, after)
            if base is not None:
                base = self._with_particle(base, at, piece.end)
                done = form in forms() and "done" in forms()[form].kinds
                passive = done and (form not in known.pasts() or been(tokens, at))
                found.doings.setdefault(base, set()).add(passive and base not in known.EITHER)
            elif not self._accounted(at, form, before, after, asks):
                found.beside.add(word)
        return found

    def _with_particle(self, base: str, at: int, end: int) -> str:
        """A verb with what belongs to it: wake up, sign in; not in what it is done."""
        tokens = self.text.tokens
        particle = tokens[at + 1].form if at + 1 < end else ""
        then = tokens[at + 2] if at + 2 < end else None
        ending = known.BETWEEN | known.APART if particle in known.PREPOSITIONS else known.PLAIN - known.DETERMINERS
        alone = then is None or then.kind == "other" or then.form in ending
        if particle not in known.PARTICLES or not alone:
            return base
        return known.WITH_PARTICLE.get(f"{base} {particle}", f"{base}-{particle}")

    def _accounted(self, at: int, form: str, before: str, after: str, asks: bool) -> bool:
        """Whether a word is of the scene, of a measure, of a mention (my *cousin* Bill) or of what is asked for."""
        if form in self.scene or plain([form])[0] in self.scene or form in known.measures():
            return True
        if before in known.measures() and (asks or form in nouns()):  # the tallest building
            return True
        if form in adjectives() and before in ("more", "most", "less", "least", "as", "so"):
            return True
        if (
            after in known.measures()
            or (after in known.APART and before in known.NOUNLY)
            or before in ("by", "some", "any", "these")
        ):  # two years older, two days after, by age
            return True
        if (is_person(form) or form in kinds()["pet"]) and self.text.tokens[at + 1 : at + 2][0].capital:
            return True
        return self._asked(at)

    def _asked(self, at: int) -> bool:
        """Whether a word is of the noun phrase that is asked for: which of the three books."""
        for token in reversed(self.text.tokens[max(0, at - 5) : at]):
            if token.form in known.ASKED:
                return True
            if token.form not in known.NOUNLY and token.form not in adjectives():
                return False
        return False

    def _setting(self, at: int) -> str | None:
        """In the queue, on our street: said once, it holds of all."""
        tokens = self.text.tokens
        setting = known.SETTING_OF.get(tokens[at].form)
        if setting in (None, "total") or not at:
            return setting
        led = at - 1 - (tokens[at - 1].form in known.DETERMINERS and at > 1)
        return setting if tokens[led].form in known.WHERE else None

    def _one_doing(self, frames: list[_Frame], named: bool, measured: bool) -> None:
        voices: dict[str, set[bool]] = {}
        for frame in frames:
            for base, passive in frame.doings.items():
                voices.setdefault(base, set()).update(passive)
        doings = set(voices)
        if any(len(passive) > 1 for passive in voices.values()):
            raise Unread("who does it, and to whom it is done, are two", Code.UNDERDETERMINED)
        if measured:
            if doings - {"born"} and not all(frame.doings for frame in frames):
                raise Unread("what is measured in a doing is asked without it", Code.UNDERDETERMINED)
            self._alike(doings)
        elif self.acts:
            turns = (doings - known.POSITION if len(self.acts) == 1 else doings) | (self.acts if doings else set())
            if not turns <= known.SPEAKING:
                self._alike(turns)
        else:
            self._alike(doings)
            self._told(frames)
        told = set[str]().union(*(frame.doings.keys() for frame in frames if not frame.asks))
        if doings & {"beat", "lose"} and not (told & {"finish", "come", "place"} or self._raced()):
            raise Unread("one beat another, but not in a race", Code.UNDERDETERMINED)
        as_told = "come" not in doings and all(frame.doings for frame in frames)
        if doings & {"finish", "end"} and not (named or as_told or self._raced()):
            raise Unread("what ended first need not have come first", Code.UNDERDETERMINED)

    def _told(self, frames: list[_Frame]) -> None:
        """Raises Unread where it is asked who was the first to do what nobody is told to do: to leave a queue."""
        clues = set().union(*(frame.doings.keys() for frame in frames if not frame.asks))
        told = clues or {_verb(form, "", "before") or "" for form in self.scene}
        for frame in frames:
            for base in frame.doings if frame.asks else ():
                if base in ("come", "go") and not clues:
                    continue
                if base not in told and not any(base in line and told & line for line in known.ONE_DOING):
                    raise Unread(f"nobody is told to {base}", Code.UNDERDETERMINED)

    def _raced(self) -> bool:
        return any(token.form in known.RACES for token in self.text.tokens)

    @staticmethod
    def _alike(doings: Collection[str]) -> None:
        if len(doings) > 1 and not any(line.issuperset(doings) for line in known.ONE_DOING):
            raise Unread("an order is told of two doings", Code.UNDERDETERMINED)

    def _one_setting(self, frames: list[_Frame]) -> None:
        settings = set().union(*(frame.settings for frame in frames))
        for at in self.start:
            setting = self._setting(at)
            settings |= {setting} if setting not in (None, "total") else set()
        doings = set().union(*(frame.doings.keys() for frame in frames))
        if len(settings) > 1 or not all(doings <= known.SETTINGS.get(setting, doings) for setting in settings):
            raise Unread("an order is told in two places", Code.UNDERDETERMINED)
        clues = [frame.beside for frame in frames if not frame.asks]
        every = set.intersection(*clues) if clues else set[str]()
        loose = set().union(*(frame.beside for frame in frames)) - every
        if loose:
            raise Unread(f"'{min(loose)}' is said of some, and not of all", Code.UNDERDETERMINED)


def _sets_nothing(form: str, before: str, after: str, then: str) -> bool:
    """Whether a word says nothing where it stands: on the left, then Ann is, pick the right one, starts work."""
    if form in ("left", "right"):
        return after not in known.BETWEEN or form == "right"
    if form == "then":
        return after != ""
    if known.LEMMAS.get(form) == "take":
        return after != "place" and (after in known.PLAIN and then in known.PLAIN)
    if form == "given":
        return before in known.BEGINNING
    if form == "out":
        return before in ("figure", "work", "working")
    if form == "work":
        return known.LEMMAS.get(before) == "start"
    return form in known.INSTRUCTIONS and before in known.BEGINNING


def _verb(form: str, before: str, after: str) -> str | None:
    """The base of a verb; None for what is none, or stands where a noun stands: more stamps, the queue."""
    base = known.LEMMAS.get(form) or bases().get(form)
    if base is None:
        return None
    noun = form in nouns() or form in adjectives()
    return None if noun and (before in known.NOUNLY or before in adjectives() or before in known.measures()) else base
