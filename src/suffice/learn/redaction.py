"""What must not be stored: e-mail addresses, card, account and phone numbers, keys. Each leaves its kind behind."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.]?\d)")
_PHONE = re.compile(
    r"(?<![\w.+])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){1,4}"
    r"|\(\d{2,5}\) ?\d{2,4}(?:[ .-]?\d{2,4}){1,3}"
    r"|\d{3}[.-]\d{3}[.-]\d{4}|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4})(?![\w.]?\d)"
)
_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|\bA[KS]IA[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}"
    r"|\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bAIza[A-Za-z0-9_-]{30,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"
    r"|\bglpat-[\w-]{16,}|\bhf_[A-Za-z0-9]{20,}|\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{40,}\b",
    re.S,
)


def redacted(text: str) -> str:
    """``text`` with ``[EMAIL]``, ``[CARD]``, ``[IBAN]``, ``[PHONE]`` and ``[KEY]`` in the place of such."""
    if "@" in text:
        text = _EMAIL.sub("[EMAIL]", text)
    if len(text) > 15:
        text = _KEY.sub("[KEY]", text)
    if sum(map(text.count, "0123456789")) > 6:
        text = _IBAN.sub(lambda match: "[IBAN]" if _is_iban(match.group()) else match.group(), text)
        text = _CARD.sub(lambda match: "[CARD]" if _is_card(match.group()) else match.group(), text)
        text = _PHONE.sub(_phone, text)
    return text


def _is_card(text: str) -> bool:
    """Luhn's check digit."""
    digits = [int(char) for char in reversed(text) if char.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 1


def _is_iban(text: str) -> bool:
    """ISO 7064's remainder of 1 modulo 97."""
    plain = text.replace(" ", "")
    return 15 <= len(plain) <= 34 and int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def _phone(match: re.Match[str]) -> str:
    return "[PHONE]" if 9 <= sum(char.isdigit() for char in match.group()) <= 15 else match.group()
