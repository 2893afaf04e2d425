"""What is said of somebody: properties, kinds, relations, permissions, quantities; conjoined and denied."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.symbolic.english.phrases import adjectives
from suffice.symbolic.rules import lexical, words
from suffice.symbolic.rules.language import CONNECTIVES, Formula
from suffice.symbolic.rules.sizes import Sizes

_LONGEST = 22  # tokens of one predicate
_PLURAL = frozenset(("are", "'re", "am", "'m", "were"))
_ALLOWED = (("allowed", "to"), ("permitted", "to"))
_REQUIRED = (("required", "to"), ("obliged", "to"))


class Verbs(Sizes):
    """The predicates of one text, over its noun phrases."""

    def _simple(self, start: int, end: int, term: str, plural: bool, back: str | None) -> Iterator[Formula]:
        if end - start > _LONGEST:
            return
        first = self.forms[start]
        second = self.forms[start + 1] if start + 1 < end else ""
        if first in words.COPULA:
            if (first in _PLURAL) != plural and not (first == "was" and term == "i"):
                return
            if second in ("both", "either", "neither"):
                ways = self._paired(start + 1, end, term, plural)
            else:
                ways = self.complements(start + 1, end, term, plural)
            for said in ways:
                yield self._past(first, said)
        elif first == ("do" if plural else "does") and second in words.NOT and start + 2 < end:
            for said in self.action(start + 2, end, term, True, back):
                yield ["not", said]
        elif first == "did" and second in words.NOT and start + 2 < end:
            for said in self.past_action(start + 2, end, term, back):
                yield ["not", said]
        elif first == ("have" if plural else "has") and second in words.NOT and start + 2 < end:
            if self._participle(start + 2):
                yield from (["not", said] for said in self.relation("have", start + 2, end, term, back))
        elif first == "never":
            for said in self.action(start + 1, end, term, plural, back):
                yield ["not", said]
        elif first in words.MODAL and start + 1 < end:
            yield from self._modal(start, end, term, back)
        else:
            yield from self.action(start, end, term, plural, back)

    def _past(self, copula: str, said: Formula) -> Formula:
        """Was late: another thing than is late."""
        if copula not in words.PAST:
            return said
        if said[0] in CONNECTIVES:
            return [said[0], *(self._past(copula, part) for part in said[1:])]
        if said[0] == "cmp":
            return ["cmp", said[1], [f"past {said[2][0]}", said[2][1]], said[3]]
        return ["was" + said[0][2:] if said[0].startswith("is ") else f"was {said[0]}", *said[1:]]

    # --- may and must -------------------------------------------------------------------------------------
    def _modal(self, start: int, end: int, term: str, back: str | None) -> Iterator[Formula]:
        """may, can, must; "may not" and "must not" both forbid."""
        first = self.forms[start]
        word = "may" if first in words.MAY else "must"
        at = start + 1 + (self.forms[start + 1] in words.NOT)
        denied = at > start + 1 or first == "cannot"
        if (first == "ca") != (first == "ca" and denied):
            return
        if first == "may" and denied and self.forms[at] in lexical.BEFALLING:
            return  # may not arrive: a ban or a guess
        for said in self.after_modal(at, end, term, back):
            if denied:
                if said[0] in CONNECTIVES:
                    continue
                yield ["not", self._under("may", said, first)]
            else:
                yield self._under(word, said, first)

    def after_modal(self, start: int, end: int, term: str, back: str | None) -> Iterator[Formula]:
        """get a coat; be on a leash."""
        if start < end and self.forms[start] == "be":
            yield from self.complements(start + 1, end, term, False)
        else:
            yield from self.action(start, end, term, True, back)

    def _under(self, word: str, said: Formula, first: str = "") -> Formula:
        """What may or must be: "can" before a power is no permission."""
        if said[0] in CONNECTIVES:
            return [said[0], *(self._under(word, part, first) for part in said[1:])]
        if said[0] == "cmp":
            return ["cmp", said[1], [f"{word} {said[2][0]}", said[2][1]], said[3]]
        verb = said[0].partition(" ")[0]
        if word == "may" and first in ("can", "cannot", "ca") and verb in lexical.POWERS:
            word = "can"
        return [f"{word} {said[0]}", *said[1:]]

    # --- after "is" ---------------------------------------------------------------------------------------
    def complements(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        if start >= end:
            return
        if self.forms[start] in words.NOT:
            for said in self._complement(start + 1, end, term, plural):
                yield ["not", said]
            return
        yield from self._complement(start, end, term, plural)

    def _paired(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        """both A and B, either A or B, neither A nor B."""
        pair = self.forms[start]
        joint = {"both": "and", "either": "or", "neither": "nor"}[pair]
        for at in range(start + 2, end - 1):
            if self.forms[at] != joint:
                continue
            for left in self._complement(start + 1, at, term, plural):
                for right in self._complement(at + 1, end, term, plural):
                    if pair == "both":
                        yield ["and", left, right]
                    elif pair == "neither":
                        yield ["and", ["not", left], ["not", right]]
                    else:
                        yield ["or", left, right]
                        yield ["and", ["or", left, right], ["not", ["and", left, right]]]

    def _complement(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        if start >= end:
            return
        forms = self.forms[start:end]
        article = forms[0] in ("a", "an")
        found = False
        if article != plural:
            for kind in self.kinds(start + article, end, term, plural):
                found = True
                yield kind
        pair = tuple(forms[:2])
        if found:
            pass
        elif pair in _ALLOWED or pair in _REQUIRED:
            word = "may" if pair in _ALLOWED else "must"
            for said in self.after_modal(start + 2, end, term, None):
                if said[0] not in CONNECTIVES:
                    yield self._under(word, said)
        elif (forms[1:2] != ["to"] or forms[0] not in ("able", "about", "going")) and self._phrase(start, end):
            yield [f"is {' '.join(forms)}", term]
        if not found:
            yield from self.quantities(start, end, term, "is")

    def sized(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        """What follows a noun: over 65, aged 18 or over, above $50, with 3 points, in Berlin, without a ticket."""
        del plural
        first = self.forms[start]
        if first in ("with", "without"):
            ways = list(self.quantities(start + 1, end, term, "have"))
            if not ways and self._phrase(start + 1, end):
                ways = [[f"have {' '.join(self.forms[start + 1 : end])}", term]]
            yield from (["not", said] if first == "without" else said for said in ways)
        elif first in ("aged", "of"):
            yield from self.quantities(start + 1, end, term, "age" if first == "aged" else "is", True)
        elif first in words.PLACING and not any(self.figure[start:end]) and self._phrase(start, end):
            yield [f"is {' '.join(self.forms[start:end])}", term]
        else:
            yield from self.quantities(start, end, term, "is", True)

    # --- other verbs --------------------------------------------------------------------------------------
    def action(self, start: int, end: int, term: str, bare: bool, back: str | None) -> Iterator[Formula]:
        """A verb and what it takes. ``bare``: get, not gets."""
        if start >= end:
            return
        form = self.forms[start]
        if form in words.VERBS or form in ("have", "do", "go"):
            verb = form if bare and form not in words.VERBS else None if bare else words.VERBS.get(form)
        elif (
            not self.open(start, start + 1)
            or form in self.names
            or form == "aged"
            or form in lexical.OF_GROUPS
            or form in lexical.NAMING
        ):
            return
        elif self._is_past(form):
            verb = form if not bare or form in ("read", "put", "let", "set", "hurt", "hit", "cut", "cost") else None
        elif form in adjectives() and not self._verbal(form):
            return
        else:
            verb = words.base(form) if not bare else form if words.base(form) is None else None
            if verb in lexical.OF_GROUPS:
                return
        if verb is None:
            return
        if verb == "have" and start + 2 < end and self.forms[start + 1] == "to":
            for said in self.after_modal(start + 2, end, term, back):
                yield self._under("must", said)
            return
        yield from self.relation(verb, start + 1, end, term, back)

    def _finite(self, at: int) -> bool:
        """Whether a word can only be a verb in the third person: "is a member and chases Tom", but not "is late and
        overseas", nor what the text elsewhere says that somebody is."""
        form = self.forms[at]
        return (
            words.base(form) is not None
            and form not in self.names
            and form not in adjectives()
            and not form.endswith(lexical.WHEREABOUTS)
            and form not in self.around.described
        )

    def _verbal(self, form: str) -> bool:
        """Whether the text writes the word after "does", "may" or the like, as it does no adjective."""
        return form in self.around.verbal

    def past_action(self, start: int, end: int, term: str, back: str | None) -> Iterator[Formula]:
        """What follows "did": pass the exam, as "passed the exam" says it."""
        verb = self.forms[start]
        if not self.open(start, start + 1) and verb not in ("have", "do", "go"):
            return
        if verb in lexical.IRREGULAR_PAST:
            ways = [lexical.IRREGULAR_PAST[verb]]
        elif verb.endswith("e"):
            ways = [verb + "d"]
        elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
            ways = [verb[:-1] + "ied"]
        else:
            ways = [verb + "ed", verb + verb[-1] + "ed"]
        past = next((way for way in ways if way in self.around.known), ways[0])
        yield from self.relation(past, start + 1, end, term, back)

    def _is_past(self, form: str) -> bool:
        return form in lexical.PAST_FORMS or (
            form.endswith("ed") and form != "aged" and len(form) > 4 and not form.endswith("eed")
        )

    def _participle(self, at: int) -> bool:
        return self.forms[at] in lexical.PARTICIPLES or self._is_past(self.forms[at])

    def relation(self, verb: str, start: int, end: int, term: str, back: str | None) -> Iterator[Formula]:
        """A verb's base and the tokens that it takes."""
        if start == end:
            yield [verb, term]
            return
        other = self.name(start, end, False)
        if other is not None:
            yield [verb, term, other]
        elif back not in (None, term) and end == start + 1 and self.forms[start] in words.OF_IT:
            yield [verb, term, back]
        elif self._phrase(start, end) or (verb == "have" and self._done(start, end)):
            yield [f"{verb} {' '.join(self.forms[start:end])}", term]
        yield from self.quantities(start, end, term, verb)

    def _done(self, start: int, end: int) -> bool:
        """What follows "has": completed the training."""
        return start + 1 < end and self._participle(start) and self._phrase(start + 1, end)

    def _phrase(self, start: int, end: int) -> bool:
        """Articles, prepositions and open words that end in an open word: on leave, a free coat, from Spain."""
        return start < end and self.open(end - 1, end) and self.glue(start, end)
