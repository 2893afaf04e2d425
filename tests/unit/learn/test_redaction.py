"""What must not be stored leaves only its kind behind; figures that are no secrets stay."""

import pytest

from suffice.learn.redaction import redacted


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("mail ann.b+c@shop.example.co.uk now", "mail [EMAIL] now"),
        ("card 4111 1111 1111 1111, thanks", "card [CARD], thanks"),
        ("pay DE89 3704 0044 0532 0130 00 today", "pay [IBAN] today"),
        ("call +44 20 7946 0958 or (020) 7946 0958", "call [PHONE] or [PHONE]"),
        ("call 555-867-5309", "call [PHONE]"),
        ("key sk-abcdefghijklmnop1234 leaked", "key [KEY] leaked"),
        ("AKIAIOSFODNN7EXAMPLE", "[KEY]"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "[KEY]"),
    ],
)
def test_secrets_go(text, left):
    assert redacted(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "1,234,567.89 USD on 2026-03-17 at 10:15",
        "order 1234567890123",
        "the 4111 units of 2026",
        "a @ b, see you @ 5",
        "3.14159265358979 and 100000000 people",
        "version 1.2.3-456-789",
    ],
)
def test_plain_figures_stay(text):
    assert redacted(text) == text
