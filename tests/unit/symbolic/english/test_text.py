"""Tokens and sentences."""

from suffice.symbolic.english.text import analyse


def test_short_months_and_weekdays_keep_the_sentence_whole() -> None:
    assert [t.form for t in analyse("Dec. 5, 2026 or 5 Sept. 2026, on Mon. 5 March?").tokens] == [
        "dec", "5", ",", "2026", "or", "5", "sept", "2026", ",", "on", "mon", "5", "march", "?",
    ]  # fmt: skip
    assert len(analyse("He sat. 5 more came.").sentences) == 2
