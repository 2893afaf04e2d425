"""Literals as spans: numbers, quantities, money, dates, times, ranges, durations and recurrences in any text.

>>> from suffice import extract
>>> extract("Lunch tomorrow at 1pm", now="2026-11-23T09:00:00")
[Span(start=6, end=21, text='tomorrow at 1pm', kind='datetime', ...)]

A reader of whole sentences must understand every word or abstain; this looks for literals in text that nobody reads, so
it has patterns of its own and claims nothing but what it returns.
"""
