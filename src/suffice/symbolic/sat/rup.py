"""Replays proofs by reverse unit propagation: a clause follows if denying it leads to a conflict by propagation alone.

Shares nothing with the solver. Source of the method: Goldberg and Novikov, DATE 2003; Heule et al., DRUP, 2013.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Propagation:
    """Clauses with two watched literals each. A literal ``v`` is held at ``2v``, ``-v`` at ``2v + 1``."""

    def __init__(self, variables: int) -> None:
        self.true = bytearray(2 * variables + 2)
        self.watched: list[list[list[int]]] = [[] for _ in range(2 * variables + 2)]
        self.trail: list[int] = []
        self.done = 0
        self.conflict = False  # the clauses themselves cannot hold
        self.steps = 0  # clauses visited

    def add(self, literals: Iterable[int]) -> None:
        """Add a clause and draw the conclusions that hold without any assumption."""
        live: list[int] = []
        for literal in literals:
            code = 2 * literal if literal > 0 else 1 - 2 * literal
            if self.true[code]:
                return
            if not self.true[code ^ 1] and code not in live:
                if code ^ 1 in live:
                    return
                live.append(code)
        if len(live) > 1:
            self.watched[live[0]].append(live)
            self.watched[live[1]].append(live)
        elif live:
            self._hold(live[0])
            self.conflict |= not self._propagate()
        else:
            self.conflict = True

    def impossible(self, literals: Sequence[int]) -> bool:
        """True when the literals cannot all hold, as propagation alone shows."""
        if self.conflict:
            return True
        mark, fits = len(self.trail), True
        for literal in literals:
            code = 2 * literal if literal > 0 else 1 - 2 * literal
            if self.true[code ^ 1]:
                fits = False
                break
            if not self.true[code]:
                self._hold(code)
        fits = fits and self._propagate()
        for code in self.trail[mark:]:
            self.true[code] = 0
        del self.trail[mark:]
        self.done = mark
        return not fits

    def learn(self, lemma: Sequence[int]) -> bool:
        """Add a clause if it follows; False if propagation does not show that it does."""
        if not self.impossible([-literal for literal in lemma]):
            return False
        self.add(lemma)
        return True

    def _hold(self, code: int) -> None:
        self.true[code] = 1
        self.trail.append(code)

    def _propagate(self) -> bool:
        """Follow every clause with one literal left; False at a conflict."""
        true, watched, trail = self.true, self.watched, self.trail
        at = self.done
        while at < len(trail):
            false = trail[at] ^ 1
            at += 1
            clauses = watched[false]
            self.steps += len(clauses)
            watched[false] = kept = []
            for number, clause in enumerate(clauses):
                if clause[0] == false:
                    clause[0], clause[1] = clause[1], false
                other = clause[0]
                if true[other]:
                    kept.append(clause)
                    continue
                for place in range(2, len(clause)):
                    code = clause[place]
                    if not true[code ^ 1]:
                        clause[1], clause[place] = code, false
                        watched[code].append(clause)
                        break
                else:
                    kept.append(clause)
                    if true[other ^ 1]:
                        kept.extend(clauses[number + 1 :])
                        self.done = at
                        return False
                    true[other] = 1
                    trail.append(other)
        self.done = at
        return True
