# ruff: noqa: E501 -- tables of cases, one per line
"""From a text to a checked answer: everyday wording that is answered, and wording that must not be."""

from __future__ import annotations

from datetime import datetime

import pytest

from suffice.records import Abstain, Answer, Status, Task
from suffice.symbolic.calendar.problem import EXAMPLES
from suffice.symbolic.calendar.read import finish
from suffice.symbolic.reading import GrammarReader
from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver

NOW = "2026-04-15T09:00:00+02:00"  # a Wednesday


def ask(text: str, now: str | None) -> Answer | Abstain:
    solver = SymbolicSolver("calendar", [GrammarReader("calendar", finish)])
    task = Task.ask(text, now=datetime.fromisoformat(now) if now else None)
    found = solver.solve(task)
    if isinstance(found, Answer):
        verdict = CertificateVerifier().verify(task, found)
        assert verdict.status is Status.VALID, (text, verdict)
    return found


def value(text: str, now: str | None = None) -> str | None:
    found = ask(text, now)
    return found.value if isinstance(found, Answer) else None


@pytest.mark.parametrize(("text", "now", "expected"), EXAMPLES)
def test_examples(text: str, now: str | None, expected: str) -> None:
    assert value(text, now) == expected


ANSWERED = {
    "what day of the week was 14 July 1789?": "Tuesday",
    "Hi, could you tell me which weekday 3 October 2027 falls on? Thanks!": "Sunday",
    "If today is Thursday, May 19, 2022, what day of the week will it be in 40 days?": "Tuesday",
    "What weekday is 100 days after 1 May 2026?": "Sunday",
    "Count backward 76 days from Saturday, July 2, 2022 - what's the weekday?": "Sunday",
    "What's the date 90 days from 1 March 2026?": "2026-05-30",
    "3 months after 15 May 2026 is what date?": "2026-08-15",
    "If I count 100 days from 1 January 2026, what date do I land on?": "2026-04-11",
    "When is the second Tuesday of September 2026?": "2026-09-08",
    "Second Monday in June 2027?": "2027-06-14",
    "When is Easter 2027?": "2027-03-28",
    "How many days are there between March 1, 2026 and March 31, 2026, inclusive?": "31",
    "how many weeks are there between 1 June 2026 and 27 July 2026": "8",
    "Start: 2026-04-01\nEnd: 2026-04-30\nHow many days is that, both included?": "30",
    "How many Mondays are in August 2026?": "5",
    "Add 15 business days to 3 August 2026. No holidays.": "2026-08-24",
    "How many weekdays are there in October 2026?": "22",
    "What is 5 business days after 10 June 2026 (Mon-Fri, no holidays)?": "2026-06-17",
    "A ticket came in on Friday 6 March 2026 at 16:00. The SLA is 4 working hours, Mon-Fri 9-17, no holidays. When must we answer?": "2026-03-09 12:00",
    "What time is it in Sydney when it's 9am in London on 1 July 2026?": "18:00",
    "Convert 14:00 CET to UTC on 15 January 2026.": "13:00",
    "What's 7:30 pm Berlin time in Tokyo on 2 February 2026?": "2026-02-03 03:30",
    "I have a call at 4pm Eastern on 3 June 2026. What time is that in Paris?": "22:00",
    "If a flight departs Paris at 10:05 on 3 March 2026 and takes 8 h 25 min to New York, what is the local arrival time?": "12:30",
    "How many hours ahead of London is Dubai on 1 August 2026?": "3",
    "What is the unix timestamp of 2026-03-01T00:00:00Z?": "1772323200",
    "A meeting runs from 9:40 to 11:15. How long is it?": "1 hour 35 minutes",
    "My shift starts at 22:15 and lasts 8 hours. What time does it end?": "06:15",
    "From 08:30 to 17:00 with a 45 minute break, how long did I work?": "7 hours 45 minutes",
    "A meeting started at 16:35:10 and ended at 18:49:34. How long was the meeting? Answer in HH:MM:SS.": "02:14:24",
    "Do 09:00-10:30 and 10:30-11:00 overlap?": "No",
    "Is 14 July 2026 a public holiday in France?": "Yes",
    "Which comes first, 3 April 2026 or 29 March 2026?": "2026-03-29",
    "We meet every other Tuesday. The last meeting was on 5 May 2026. When is the next one?": "2026-05-19",
    "Next leap year after 2026?": "2028",
    "How many leap years are there between 2000 and 2030, both included?": "8",
    "My sister was born on 5 May 2000. How old will she be on 5 May 2026?": "26",
}  # fmt: skip
RELATIVE = {
    "What's tomorrow's date?": "2026-04-16", "what weekday is today?": "Wednesday", "What was the date 2 weeks ago?": "2026-04-01",
    "how many days until Christmas?": "254", "What time is it in Tokyo?": "16:00", "how many days left in the year?": "260",
    "what time will it be in 15 hours?": "2026-04-16 00:00", "Which date is the coming Friday?": "2026-04-17",
}  # fmt: skip
REFUSED = [
    "It is not 9am in Dubai. What time is it in Singapore?", "A meeting starts at 10:00 and does not last 2 hours. When does it end?",
    "A meeting starts at 10:00 and lasts at least 2 hours. When does it end?", "A meeting starts at 10:00 and lasts about 2 hours. When does it end?",
    "A meeting starts at 10:00. The film lasts 2 hours. When does the film end?", "Anna worked from 08:00 to 12:00. How long did Ben work?",
    "Invoice dated 17 June 2026, payment term 30 days end of month. Due date?", "Invoice dated 17 June 2026, payment term 30 working days. Due date?",
    "What is 3 months after 30 November 2026?", "What date is one month before 31 March 2026?", "What date is two weeks after 30 February 2026?",
    "What weekday is 31 June 2026?", "What day of the week is 03/04/2026?", "What day of the week is Tuesday 6 May 2026?",
    "How many Fridays are there between 1 May 2026 and 29 May 2026?", "How many weeks are there between 1 June 2026 and 30 July 2026?",
    "How many days are there between 5 March 2026 and 3 March 2026?", "How many working days are there between 2 March 2026 and 13 March 2026?",
    "What time is it in Tokyo when it's 3:30 in Paris on 5 May 2026?", "Convert 12:00 EST to UTC on 1 July 2026.", "Convert 12:00 IST to UTC on 1 January 2026.",
    "It's 2:30 am in Berlin on 29 March 2026. What time is it in London?", "What time is it in New York when it's 9am in London?",
    "What time is it in Portland when it's noon in Paris on 10 June 2026?", "Convert midnight on 12 June 2026 in Paris to UTC.",
    "The SLA is 8 hours, business hours are Mon-Fri 09:00-17:00. Ticket opened Friday 13 March 2026 at 15:30, no holidays. When is it due?",
    "The trial started on 3 June 2026 and runs for 14 days. On which date does it end?", "My sister was born on 5 May 2000. How old is my brother?",
    "Ahmed is free 13:00-16:00, Greta is busy 14:30-18:00. For how many minutes are both free?", "call lasted from 8 to 6, how long was that",
    "We meet every other Tuesday. When is the next meeting after 5 May 2026?", "Bins are collected every Wednesday except in August. When is the next collection after 4 August 2026?",
    "What is the unix timestamp for 2026-01-01 00:00?", "Is 6 January 2027 a public holiday in Germany?", "Is 5 May 2026 a public holiday?",
    "Add 3 days to 5 March 2026, then tell me a joke.", "9 November 1989", "My boss thinks 5 May 2026 is a Monday. What weekday is it?",
    "What date is five and a half days after 5 March 2026?", "How many minutes are in a month?", "The 5th Monday of February 2026?",
    "If January 1 was a Monday, what day of the week will March 6 be?", "What time is it in Sydney?", "What is tomorrow's date?",
]  # fmt: skip


def test_everyday_wording_is_answered() -> None:
    wrong = {text: found for text, expected in ANSWERED.items() if (found := value(text)) != expected}
    wrong |= {text: found for text, expected in RELATIVE.items() if (found := value(text, NOW)) != expected}
    assert not wrong


def test_what_cannot_be_known_is_not_answered() -> None:
    assert not {text: found for text in REFUSED if (found := value(text)) is not None}


@pytest.mark.parametrize("text", ["next Friday", "this Friday"])
def test_a_weekday_that_people_mean_differently(text: str) -> None:
    monday = "2026-04-13T09:00:00+02:00"
    found = ask(f"Which date is {text}?", monday)
    assert isinstance(found, Answer) is (text == "this Friday")


def test_a_date_without_its_year() -> None:
    assert value("What weekday is 5 March?") is None
    assert value("How many days are there between 3 March and 17 March?") == "14"
    assert value("How many days until 24 December?", "2026-12-24T10:00:00+01:00") == "0"
