"""What each kind looks like: text, and what is found in it. The tests run them; now is Tuesday, 3 March 2026, 10:15.

A finding is (text, kind, TIMEX3 value or value).
"""

from __future__ import annotations

NOW = "2026-03-03T10:15:00"

EXAMPLES: dict[str, tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]] = {
    "number": (
        ("They sold 1,250 tickets.", (("1,250", "number", "1250"),)),
        ("We counted two hundred and five.", (("two hundred and five", "number", "205"),)),
    ),
    "percentage": (
        (
            "Sales fell 12.5% while costs rose three percent.",
            (("12.5%", "percentage", "12.5"), ("three percent", "percentage", "3")),
        ),
    ),
    "quantity": (("The parcel weighs 2.5 kg.", (("2.5 kg", "quantity", "2.5"),)),),
    "money": (("It costs $45.50 or 40 euros.", (("$45.50", "money", "45.5"), ("40 euros", "money", "40"))),),
    "date": (
        ("Signed on 2024-02-29.", (("2024-02-29", "date", "2024-02-29"),)),
        ("See you tomorrow.", (("tomorrow", "date", "2026-03-04"),)),
        ("Send it by post on the 21st of June, 2027.", (("the 21st of June, 2027", "date", "2027-06-21"),)),
        ("Our offices close on 12 Aug", (("12 Aug", "date", "XXXX-08-12"),)),
        ("The review is on Thursday", (("Thursday", "date", "XXXX-WXX-4"),)),
        ("She left three weeks ago.", (("three weeks ago", "date", "2026-02-10"),)),
        ("The bakery opens next Monday.", (("next Monday", "date", "2026-03-09"),)),
        ("It ends 10 days after June 3rd.", (("10 days after June 3rd", "date", "2026-06-13"),)),
        ("A party on Halloween", (("Halloween", "date", "XXXX-10-31"),)),
    ),
    "time": (
        ("The train leaves 6:45 pm.", (("6:45 pm", "time", "T18:45"),)),
        ("Call me at half past nine in the evening.", (("half past nine in the evening", "time", "T21:30"),)),
        ("We eat at noon", (("noon", "time", "T12"),)),
    ),
    "datetime": (
        ("Ring me tomorrow at 7:30 pm.", (("tomorrow at 7:30 pm", "datetime", "2026-03-04T19:30"),)),
        ("It starts 4pm on Wednesday", (("4pm on Wednesday", "datetime", "XXXX-WXX-3T16"),)),
        ("Ready in 20 minutes", (("in 20 minutes", "datetime", "2026-03-03T10:35:00"),)),
        ("Finish it by close, end of day", (("end of day", "datetime", "2026-03-03T23:59:59"),)),
    ),
    "range": (
        (
            "The fair runs from June 3 to June 9, 2026.",
            (("from June 3 to June 9, 2026", "range", "(2026-06-03,2026-06-09,P6D)"),),
        ),
        ("I am away next week.", (("next week", "range", "2026-W11"),)),
        ("Open 9am to 5:30pm", (("9am to 5:30pm", "range", "(T09,T17:30,PT8H30M)"),)),
        ("Results for q2 2025", (("q2 2025", "range", "(2025-04-01,2025-07-01,P3M)"),)),
        ("Reply before 5 May 2026", (("before 5 May 2026", "range", "2026-05-05"),)),
        ("She sang last night", (("last night", "range", "2026-03-02TNI"),)),
        ("Visits over the last 6 months", (("last 6 months", "range", "(2025-09-03,2026-03-03,P6M)"),)),
    ),
    "duration": (
        ("The drive takes two and a half hours.", (("two and a half hours", "duration", "PT2.5H"),)),
        ("Bake it 1 hour and 20 minutes.", (("1 hour and 20 minutes", "duration", "PT1H20M"),)),
    ),
    "set": (
        ("The bus comes every two hours.", (("every two hours", "set", "PT2H"),)),
        ("Yoga every Thursday at 6pm", (("every Thursday at 6pm", "set", "XXXX-WXX-4T18"),)),
        ("Invoices go out monthly", (("monthly", "set", "P1M"),)),
    ),
}

NOTHING = (
    "You may march on.",
    "He spoke second, and she spoke fall-ing words.",
    "See www.example.com/may/monday and @sunday #june.",
    "That is a 16:9 screen, model A-2016-B.",
)
