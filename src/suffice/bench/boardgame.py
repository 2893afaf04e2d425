"""BoardgameQA: its items, and the test that picks those that need no knowledge of the world.

The test looks at the text alone, never at the label. An item belongs to the subset if every fact and every rule speaks
of nothing but how one of the animals stands to another, in words that the facts of the data themselves use: after those
("stops the victory of") and the animals' names have been taken out, only words are left with which rules are put
("if", "then", "in order to conclude that"). Out are therefore rules about what somebody has, is or weighs ("has a card
whose color appears in the flag of Japan"), and rules that say in other words what a fact says ("enjoys the
companionship of" for "enjoys the company of").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from suffice.bench.ladder import Item
from suffice.records import Task

OFFER = "Answer yes, no or unknown."
_GOLD = {"proved": "Yes", "disproved": "No", "unknown": "Unknown"}
_PARTS = re.compile(
    r".*?is as follows\. (?P<facts>.*?) And the rules of the game are as follows\. (?P<rules>.*) Based on"
)
_SUBJECT = re.compile(r"The ([a-z]+(?: (?!does|is|has)[a-z]+(?=\s(?:does|is|has|[a-z]+s)\b))?)")
_REMARK = re.compile(r" ?\(i\.e\.[^)]*\)")
_FRAME = frozenset(
    """
    if then that not the it a an of is are be does will can in and one to for conclude conclusion conclusions animal
    animals creature living something you we your at least also never no which where whenever when there exists this
    same certain sure positive saw see evidence pieces piece two from observing here important information about
    regarding add but however because may or careful problematic without with doubt doubts hesitation unquestionably
    undoubtedly definitely certainly surely inevitably unavoidably immediately effectively follows following basic rule
    rules game going belief matter what firstly secondly order required should time too additionally have
    """.split()
)


@dataclass(frozen=True, slots=True)
class Game:
    id: str
    facts: tuple[str, ...]
    rules: tuple[str, ...]
    question: str
    gold: str


def games(folder: Path) -> list[Game]:
    """The items of all files in a folder."""
    found: list[Game] = []
    for path in sorted(folder.glob("*_test.json")):
        part = path.stem.removeprefix("boardmaind").removesuffix("_test")
        for record in json.loads(path.read_text(encoding="utf-8")):
            told = _PARTS.match(_REMARK.sub("", record["question"]))
            assert told is not None, record["id"]
            facts = tuple(re.split(r"(?<=\.) (?=The )", told["facts"]))
            rules = tuple(r.strip() for r in re.split(r"Rule\d+(?:: | is preferred over Rule\d+\.)", told["rules"]))
            found.append(
                Game(
                    f"{part}/{record['id']}",
                    facts,
                    tuple(filter(None, rules)),
                    record["question"],
                    _GOLD[record["label"]],
                )
            )
    return found


class Wordless:
    """The test, with the names and the wordings that the facts of these games use."""

    def __init__(self, of: Iterable[Game]) -> None:
        facts = [fact for game in of for fact in game.facts]
        names = {found[1] for fact in facts if (found := _SUBJECT.match(fact))}
        self._name = re.compile(rf"\b(?:the )?(?:{'|'.join(sorted(names, key=len, reverse=True))})\b", re.IGNORECASE)
        told = {phrase for fact in facts for phrase in self._phrases(fact)}
        self._told = [
            re.compile(rf"\b{re.escape(verb)}(?:e|s|es)?{re.escape(rest)} #")
            for verb, rest in sorted(told, key=lambda phrase: -len(phrase[1]))
        ]

    def _phrases(self, fact: str) -> Iterator[tuple[str, str]]:
        """How one stands to another, by this fact: the verb without its ending, and what follows it."""
        for part in re.split(r", and ", self._name.sub("#", fact.rstrip("."))):
            found = re.fullmatch(r"(?:# )?(?:does not )?([a-z]+)((?: [a-z]+)*) #", part)
            if found:
                yield re.sub(r"e?s?$", "", found[1]), found[2]

    def picks(self, game: Game) -> bool:
        return all(self._left(text) <= _FRAME for text in (*game.facts, *game.rules))

    def _left(self, text: str) -> set[str]:
        text = self._name.sub("#", text.lower())
        for phrase in self._told:
            text = phrase.sub("#", text)
        return set(re.findall(r"[^\s#.,:?\"()]+", text)) - {"1", "2"}


def items(folder: Path) -> Iterator[Item]:
    """The items of the subset, each with the offer of the three answers that its labels have."""
    found = games(folder)
    test = Wordless(found)
    for game in found:
        if test.picks(game):
            yield Item(game.id, Task.ask(f"{game.question} {OFFER}"), game.gold)
