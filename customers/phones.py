"""Phone numbers as people write them, and as they are compared: pure."""

import re
from functools import lru_cache

import phonenumbers

_DIGITS = re.compile(r"[^0-9]")


def e164(text, region="US") -> str:
    """Return ``text`` as E.164, or an empty text when it cannot be a phone number."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def shown(number) -> str:
    """Return an E.164 number as it is written in its own country; anything else unchanged."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def digits_of(number) -> list[str]:
    """Return the digits by which a number is asked for: all, as in its country, and the last ten, seven, four."""
    whole, national = (_DIGITS.sub("", form) for form in (number, shown(number)))
    return list(dict.fromkeys(form for form in (whole, national, whole[-10:], whole[-7:], whole[-4:]) if len(form) > 3))
