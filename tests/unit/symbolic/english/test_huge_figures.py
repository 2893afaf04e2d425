"""A figure of thousands of digits is read or not read, but never an error."""

from __future__ import annotations

import pytest

from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.english.text import analyse
from suffice.symbolic.grammars import family_literals

HUGE = "1" * 5_000
TEXTS = (
    "{}th", "the {}st Monday of March 2026", "{}nd of each month", "{}:30 pm", "{}/{}/{}", "1/{}", "{} weeks",
    "every {} days", "every {}th of the month", "UTC+{}", "March {}", "${}", "{}%", "{}.{}", "-{}", "10^{}", "q{}",
)  # fmt: skip


@pytest.mark.parametrize("family", ["arithmetic", "calendar"])
@pytest.mark.parametrize("pattern", TEXTS)
def test_no_literal_fails_on_a_huge_figure(family: str, pattern: str) -> None:
    grammar = family_literals(family)
    text = analyse(pattern.replace("{}", HUGE))
    for name in grammar.literals:
        assert all(end <= len(text.tokens) for end, _ in Parse(grammar, text).match(name, 0))
