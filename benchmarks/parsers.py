"""Which parser reads the shared English: the same small grammar in three all-readings parsers, timed.

    pip install lark nltk && python benchmarks/parsers.py

One grammar of prices and discounts (8 rules, open nouns, optional words, one ambiguous attachment) is
written for the project's own network, for lark (Earley, every derivation kept) and for NLTK (a
bottom-up left-corner chart). All three must accept the same sentences and refuse the same. Times are
CPU microseconds per sentence, grammar building apart, best of five rounds in one process.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable

from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.text import analyse

NOUNS = "shirt jacket lamp desk laptop coat phone chair book ticket".split()
ADJECTIVES = "red blue new wooden small warm".split()
SENTENCES = [
    "the red shirt costs 45 dollars",
    "a new wooden desk is priced at 120 dollars and it is now 20 percent off",
    "the jacket is 30 percent off",
    "what is the final price of the warm coat after the discount",
    "how much does the lamp cost now",
    "the book on the desk costs 12 dollars",
    "a small lamp on the new desk costs 30 dollars and the desk is 10 percent off",
    "how much is the phone",
]
REFUSED = [
    "the red shirt does not cost 45 dollars",
    "nobody believes that the jacket is 30 percent off",
    "what is the capital of france",
    "my order arrived late and the box was open so i would like to have a refund please",
    "how much wood would a woodchuck chuck",
]


def own() -> Callable[[str], int]:
    grammar = Grammar()
    nouns, adjectives = frozenset(NOUNS), frozenset(ADJECTIVES)

    def number(parse: Parse, index: int) -> list[Match]:
        return [(index + 1, parse.form(index))] if parse.form(index).isdigit() else []

    def noun(parse: Parse, index: int) -> list[Match]:
        return [(index + 1, parse.form(index))] if parse.form(index) in nouns else []

    def adjective(parse: Parse, index: int) -> list[Match]:
        return [(index + 1, parse.form(index))] if parse.form(index) in adjectives else []

    grammar.literals |= {"number": number, "noun": noun, "adjective": adjective}
    grammar.load(
        """
s : {a:clause} | {a:clause} and {b:clause}
clause : {item:np} (costs | is priced at) {price:number} dollars
       | {item:np} is [now] {rate:number} percent off
       | what is the (final | sale) price of {item:np} [after the discount]
       | how much does {item:np} cost [now]
       | how much is {item:np}
np : it | (the | a) {n:nominal} | (the | a) {n:nominal} on {at:np}
nominal : {noun} | {adjective} {rest:nominal}
""",
        "parsers.py",
    )

    def parse(text: str) -> int:
        known = analyse.__wrapped__(text)  # no memory between rounds
        found = Parse(grammar, known).productions("s", 0)
        return sum(end == len(known.tokens) for end, _, _ in found)

    return parse


def lark() -> Callable[[str], int]:
    from lark import Lark, Token, Tree
    from lark.exceptions import LarkError

    grammar = Lark(
        f"""
        start: clause | clause "and" clause
        clause: np ("costs" | "is" "priced" "at") NUMBER "dollars"
              | np "is" "now"? NUMBER "percent" "off"
              | "what" "is" "the" ("final" | "sale") "price" "of" np ("after" "the" "discount")?
              | "how" "much" "does" np "cost" "now"?
              | "how" "much" "is" np
        np: "it" | ("the" | "a") nominal | ("the" | "a") nominal "on" np
        nominal: NOUN | ADJECTIVE nominal
        NOUN: {" | ".join(f'"{word}"' for word in NOUNS)}
        ADJECTIVE: {" | ".join(f'"{word}"' for word in ADJECTIVES)}
        NUMBER: /[0-9]+/
        %ignore " "
        """,
        parser="earley",
        lexer="basic",
        ambiguity="explicit",
    )

    def derivations(tree: Tree[Token] | Token) -> int:
        if not isinstance(tree, Tree):
            return 1
        counts = [derivations(child) for child in tree.children]
        if tree.data == "_ambig":
            return sum(counts)
        total = 1
        for count in counts:
            total *= count
        return total

    def parse(text: str) -> int:
        try:
            return derivations(grammar.parse(text))
        except LarkError:
            return 0

    return parse


def nltk() -> Callable[[str], int]:
    import nltk as library

    words = {"N": NOUNS, "A": ADJECTIVES}
    terminals = "\n".join(f"{name} -> {' | '.join(repr(w) for w in many)}" for name, many in words.items())
    grammar = library.CFG.fromstring(
        f"""
        S -> C | C 'and' C
        C -> NP COST NUM 'dollars' | NP 'is' NUM 'percent' 'off' | NP 'is' 'now' NUM 'percent' 'off'
        C -> 'what' 'is' 'the' KIND 'price' 'of' NP | 'what' 'is' 'the' KIND 'price' 'of' NP 'after' 'the' 'discount'
        C -> 'how' 'much' 'does' NP 'cost' | 'how' 'much' 'does' NP 'cost' 'now' | 'how' 'much' 'is' NP
        COST -> 'costs' | 'is' 'priced' 'at'
        KIND -> 'final' | 'sale'
        NP -> 'it' | DET NOM | DET NOM 'on' NP
        DET -> 'the' | 'a'
        NOM -> N | A NOM
        NUM -> '45' | '120' | '20' | '30' | '12' | '10'
        {terminals}
        """
    )
    parser = library.parse.BottomUpLeftCornerChartParser(grammar)

    def parse(text: str) -> int:
        try:
            return len(list(parser.parse(text.split())))
        except ValueError:  # a word that the grammar does not know
            return 0

    return parse


def measure(parse: Callable[[str], int], sentences: list[str]) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(20):
            for sentence in sentences:
                parse(sentence)
        best = min(best, (time.process_time() - start) / (20 * len(sentences)))
    return best * 1e6


def main() -> int:
    print(f"# {platform.processor() or platform.machine()}, Python {platform.python_version()}, {' '.join(sys.argv)}")
    print(f"{'parser':<28}{'build ms':>10}{'read us':>10}{'refuse us':>11}")
    expected: tuple[list[bool], list[bool]] | None = None
    for name, build in (("own network", own), ("lark, Earley, explicit", lark), ("NLTK, left-corner chart", nltk)):
        start = time.process_time()
        try:
            parse = build()
        except ImportError as error:
            print(f"{name:<28} not installed: pip install {error.name}")
            continue
        built = 1e3 * (time.process_time() - start)
        verdict = [parse(s) > 0 for s in SENTENCES], [parse(s) > 0 for s in REFUSED]
        if verdict != (expected := expected or verdict) or not all(verdict[0]) or any(verdict[1]):
            print(f"{name}: accepts other sentences than it should")
            return 1
        print(f"{name:<28}{built:>10.1f}{measure(parse, SENTENCES):>10.0f}{measure(parse, REFUSED):>11.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
