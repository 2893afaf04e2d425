"""A program that a model wrote once, from examples of the log. It runs in a sandbox; no model is asked any more."""

from __future__ import annotations

import logging

from suffice import plugins
from suffice.learned.predictor import Fields, Guess, Parts, Predictor
from suffice.learned.program.usual import Usual
from suffice.learned.sandbox import Broken, Overran, run

VERSION = 1
LONGEST = 6_000  # characters of a program
PATIENCE = 5  # requests that may take too long before the program is asked no more
FORGIVEN = 1_000  # requests answered in time that make up for one
_LOG = logging.getLogger(__name__)


class Written(Predictor):
    """``source`` defines ``program``; ``author``: the model. The confidence is the input's likeness to the examples.

    Where it takes too long for several requests, this process asks it no more."""

    kind = "written"

    def __init__(self, source: str, author: str, usual: Usual) -> None:
        if not isinstance(source, str) or not 0 < len(source) <= LONGEST:
            raise ValueError(f"a program has 1 to {LONGEST} characters")
        plugins.load("pydantic_monty")  # missing: say so where solvers are loaded, not at each request
        self.source, self.author, self.usual = source, author, usual
        self._overrun, self._in_time = 0, 0

    def guess(self, fields: Fields) -> Guess | None:
        if self._overrun >= PATIENCE:
            return None
        try:
            value = run(self.source, {name: text.encode("utf-8", "replace").decode() for name, text in fields.items()})
        except Overran:
            self._overrun += 1
            if self._overrun == PATIENCE:
                _LOG.warning(
                    "suffice: a program of %s took too long %d times: it is asked no more", self.author, PATIENCE
                )
            return None
        except Broken:
            return None
        self._in_time += 1
        if self._in_time % FORGIVEN == 0:
            self._overrun = max(0, self._overrun - 1)
        why = {"written by": self.author, "program": self.source}
        return None if value is None else Guess(value, self.usual.likeness(fields), why)

    def says(self) -> list[str]:
        return self.source.splitlines()

    def parts(self) -> Parts:
        header = {"version": VERSION, "source": self.source, "author": self.author, "usual": self.usual.to_json()}
        return Parts(header)

    @classmethod
    def of(cls, parts: Parts) -> Written:
        header = parts.header
        if header.get("version") != VERSION:
            raise ValueError("no written program of this version")
        return cls(header["source"], str(header["author"]), Usual.from_json(header["usual"]))
