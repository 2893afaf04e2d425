"""Plain English for expressions: the reading said back."""

from __future__ import annotations

from collections.abc import Mapping

from suffice.records import Json

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_PHRASES = {
    "now": "now", "today": "today", "now_in": "the time now in {0}", "today_in": "today's date in {0}",
    "add": "{0} plus {1}", "sub": "{0} minus {1}", "mul": "{0} times {1}", "div": "{0} divided by {1}",
    "days_between": "the days from {0} to {1}", "elapsed": "the time from {0} to {1}", "in_units": "{0} in {1}",
    "weekday_of": "the weekday of {0}", "at": "{0} on the clock of {1}", "to_zone": "{0}, seen in {1}",
    "clock_near": "{0}", "convert_time": "{0} in {1} on the clock of {2}", "on": "{0} at {1}",
    "business_days": "the working days ({3}; free: {4}) from {0} to {1}, counting {2} of the two ends",
    "add_business": "{0} plus {1} working days ({2}; free: {3})", "weekdays": "Monday to Friday", "none": "nothing",
    "deadline": "when {1} of working time ({2}, {3}; free: {4}) have passed since {0}",
    "working_time": "the working time ({2}, {3}; free: {4}) from {0} to {1}",
    "nth_weekday": "number {0} of the {1}s of {2}", "weekday_after": "the first {1} after {0}",
    "weekday_before": "the last {1} before {0}", "weekday_from": "the first {1} from {0} on",
    "weekday_of_week": "the {1} of a week counted from {0} ({2} weeks on; weeks begin on day {3})",
    "last_day": "the last day of {0}", "first_day": "the first day of {0}", "is_leap": "whether {0} is a leap year",
    "coming": "the next {0}", "recent": "the latest {0}", "in_year": "{0} of {1}", "easter": "Easter Sunday of {0}",
    "full_months": "the completed months from {0} to {1}",
    "age": "the completed years from {0} to {1}", "months_between": "the months and days from {0} to {1}",
    "count_weekday": "how many {0}s there are from {1} to {2}, counting {3} of the two ends",
    "unix": "the Unix time ({1}) of {0}", "from_unix": "Unix time {0} ({1}) seen in {2}",
    "overlap": "the time that {0} and {1} share", "overlaps": "whether {0} and {1} overlap",
    "gap": "the time between {0} and {1}", "is_holiday": "whether {0} is one of the {1}",
    "is_weekend": "whether {0} is a Saturday or Sunday", "is_workday": "whether {0} is a working day ({1}; free: {2})",
    "lt": "whether {0} is before {1}", "gt": "whether {0} is after {1}", "le": "whether {0} is no later than {1}",
    "ge": "whether {0} is no earlier than {1}", "eq": "whether {0} is the same as {1}",
    "ne": "whether {0} differs from {1}",
    "holiday": "the day called {0} in {1} among the {2}", "next_of": "the first of {0} after {1}, counted from {2}",
    "nth_of": "number {2} of {0} from {1} on", "roll": "the working day ({2}; free: {3}) at {0} or {1} from it",
    "zone_lead": "how far {1} is ahead of {0} at {2}", "next_leap": "the next leap year after {0}",
    "previous_leap": "the last leap year before {0}",
    "common": "what {0} and {1} share, as a range", "free": "the parts of {1} that {0} leave free",
    "at_least": "those of {0} that last at least {1}", "first_of": "the first of {0}", "longest": "the longest of {0}",
    "in_order": "{0} in order of time", "mod": "the remainder of {0} divided by {1}", "utc": "UTC", "noon": "noon",
    "nth_workday": "working day number {0} of {1} ({2}; free: {3})",
}  # fmt: skip


def phrase(expr: Json, given: Mapping[str, Json]) -> str:
    if not isinstance(expr, list):
        return str(expr)
    head, *rest = expr
    match head:
        case "ref":
            return phrase(given[rest[0]], given)
        case "date" | "time" | "datetime" | "num" | "year":
            return str(rest[0]).replace("T", " ").removesuffix(":00") if head != "num" else rest[0]
        case "moment":
            return f"{rest[0].replace('T', ' ')} in {_zone(rest[1])}"
        case "zone":
            return _zone(rest[0])
        case "weekday":
            return _DAYS[rest[0]]
        case "month":
            return _MONTHS[rest[0] - 1]
        case "md":
            return f"{rest[1]} {_MONTHS[rest[0] - 1]}"
        case "ym":
            year = "" if rest[0] is None else f" {phrase(rest[0], given)}"
            return f"{_MONTHS[rest[1] - 1]}{year}"
        case "dur":
            return _length(rest[0])
        case "days":
            return ", ".join(_DAYS[n] for n in rest[0])
        case "region":
            return "public holidays of " + "-".join(part for part in rest if part != "*")
        case "bool":
            return "yes" if rest[0] else "no"
        case "every":
            return _every(rest[0])
        case "list" | "rows":
            return "; ".join(phrase(item, given) for item in rest[0])
        case "range":
            return f"{phrase(rest[0], given)} to {phrase(rest[1], given)}"
        case "this_year" | "this_month":
            shift = f"{rest[0]:+d}" if isinstance(rest[0], int) else f"plus {phrase(rest[0], given)}"
            return f"{head.replace('_', ' ')}{f' {shift}' if rest[0] else ''}"
    parts = [phrase(part, given) for part in rest]
    template = _PHRASES.get(head)
    if template is None or (head == "easter" and not parts):
        return f"{head.replace('_', ' ')} of {', '.join(parts)}"
    return template.format(*parts)


def _zone(name: str) -> str:
    return f"UTC{name}" if name[0] in "+-" else name


def _length(parts: Mapping[str, Json]) -> str:
    names = {
        "months": "months",
        "days": "days",
        "seconds": "seconds",
        "business_days": "",
        "business_seconds": "working seconds",
    }
    said: list[str] = []
    for key, amount in parts.items():
        if key in ("seconds", "business_seconds") and isinstance(amount, int) and amount % 60 == 0 and amount:
            unit, size = ("hours", 3600) if amount % 3600 == 0 else ("minutes", 60)
            said.append(f"{amount // size} {'working ' if key != 'seconds' else ''}{unit}")
        else:
            said.append(f"{amount} {names[key]}".strip())
    return " and ".join(said)


def _every(parts: Mapping[str, Json]) -> str:
    words = f"every {parts['n']} {parts['unit']}"
    if "weekday" in parts:
        words += f" on {_DAYS[parts['weekday']]}"
    if "rank" in parts:
        words += f" (number {parts['rank']} of the month)"
    if "day" in parts:
        words += f" on day {parts['day']}"
    return words
