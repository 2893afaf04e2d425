"""Laws of extraction, over any text and over text made of the words that dates are made of."""

from __future__ import annotations

import json
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from suffice.symbolic.extraction.spans import KINDS, extract

WORDS = (
    "the a an of in on at to from and or by until till before after since between next last this every each past half"
    " first second third last day week month year monday friday sun may march jun. dec january morning night noon pm"
    " a.m. p . m . o'clock today tomorrow yesterday ago later now 1 2 3 12 15 30 31 99 2016 1999 5:30 17:45:10 10/1"
    " 2016-10-11 5.12 3rd 21st $ € % km kg pounds 3.5 ½ two twenty hundred thousand and quarter q1 weekend ' s - / ("
    " ) , . ? ! \n \n\n end early late mid beginning rest christmas easter spring minutes hours days weeks few"
    " couple 🎉 e\u0301"
).split(" ")
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=10).map("".join),
)
TIMES = st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(8999, 12, 31)).map(
    lambda moment: moment.isoformat(timespec="seconds")
)


@given(TEXTS, st.none() | TIMES)
def test_spans_lie_in_order_where_they_say(text, now):
    spans = extract(text, now=now)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end] == span.text.strip()
        assert span.kind in KINDS
        end = span.end


@given(TEXTS, TIMES)
def test_readings_say_what_they_must(text, now):
    for span in extract(text, now=now):
        assert span.values
        assert (span.timex is None) == (span.kind in ("number", "percentage", "quantity", "money"))
        if span.timex is not None:
            assert span.timex == span.values[0]["timex"]
        if span.value is not None:
            assert len({reading.get("value") for reading in span.values}) == 1
        for reading in span.values:
            if "start" in reading and "end" in reading and not reading["timex"].startswith(("T", "(T")):
                assert reading["start"] <= reading["end"]
        json.dumps(span.to_json())


@given(TEXTS, TIMES)
def test_the_same_text_gives_the_same_spans(text, now):
    assert extract(text, now=now) == extract(text, now=now)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), TIMES)
def test_a_frame_of_plain_words_moves_spans_and_changes_nothing(text, now):
    moved = extract(f"Zebras!\n\n{text}\n\nZebras!", now=now)
    shift = len("Zebras!\n\n")
    assert [(s.start - shift, s.end - shift, s.timex, s.values) for s in moved] == [
        (s.start, s.end, s.timex, s.values) for s in extract(text, now=now)
    ]


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), TIMES)
def test_dates_that_are_written_out_come_back(day, now):
    for text in (day.isoformat(), day.strftime("%d %B %Y"), day.strftime("%B %d, %Y")):
        (span,) = extract(text, now=now)
        assert (span.text, span.value) == (text, day.isoformat())


@given(st.times().map(lambda t: t.replace(microsecond=0)), TIMES)
def test_times_that_are_written_out_come_back(time, now):
    (span,) = extract(f"at {time.strftime('%I:%M:%S %p')} sharp", now=now)
    assert span.kind == "time" and span.value == time.isoformat()
