"""Who is named: a capital at the start of a sentence makes no name of a word."""

from __future__ import annotations

import pytest

from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.english.phrases import given_names
from suffice.symbolic.english.text import analyse
from suffice.symbolic.grammars import family_grammar


def _people(text: str, index: int = 0) -> set[str]:
    grammar, _ = family_grammar("arithmetic")
    return {value[1] for _, value in Parse(grammar, analyse(text)).match("person", index)}


@pytest.mark.parametrize("text", ["Tom drove 60 km.", "Priya drove 60 km.", "TOM DROVE 60 KM."])
def test_a_known_name_begins_a_sentence(text: str) -> None:
    assert text.split()[0].lower() in _people(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody drove 60 km.",
        "NOBODY DROVE 60 KM.",
        "Nobdy drove 60 km.",
        "Almost drove 60 km.",
        "Apparently Tom drove 60 km.",
        "Unlike Tom drove 60 km.",
        "Angeblich Tom drove 60 km.",
        "Niemand drove 60 km.",
        "Never drove 60 km.",
    ],
)
def test_another_word_does_not(text: str) -> None:
    assert _people(text) == set()


def test_a_capital_elsewhere_makes_a_name() -> None:
    assert "zorblax" in _people("the bill of Zorblax is due.", 3)
    assert "zorblax" in _people("Zorblax drove 60 km. How far did Zorblax drive?")
    assert "zorblax" in _people("Zorblax: 60 km")
    assert _people("the bill of Nobody is due.", 3) == set()
    assert _people("so Supposedly drove 60 km.", 1) == set()


def test_names_are_no_words_of_doubt() -> None:
    assert not given_names() & {"nobody", "will", "may", "hope", "said", "maybe", "perhaps", "almost", "never", "even"}
    assert len(given_names()) > 1_500
