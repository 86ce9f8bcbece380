"""How addresses, phones and ids are written so that one person has one of each."""

import re
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from regulars.customers.junk import is_junk


def normalise(kind: str, value: str, *, region: str = "") -> str:
    """`value` in the form that identities are kept in.

    An e-mail address in lower case with its domain in ASCII (IDNA); a phone number in E.164 (`region` is the ISO 3166 country
    of numbers written without +); any other id without surrounding space. Raises ValidationError naming what is wrong.
    """
    value = value.strip()
    if kind == "email":
        return email(value)
    if kind == "phone":
        return phone(value, region=region)
    if not value or len(value) > 320:
        raise ValidationError(_("An id has 1 to 320 characters."), code="invalid")
    if is_junk(value):
        raise ValidationError(_("“%s” is no id of one person: many would become one customer.") % value, code="junk")
    return value


def email(value: str) -> str:
    address = loose_email(value)
    validate_email(address)
    return address


def loose_email(value: str) -> str:
    """Like `email`, but takes whatever a letter came from: mail servers accept more than we would let anyone type."""
    local, _at, domain = value.strip().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode() if not domain.isascii() else domain
    return f"{local}@{domain}".lower()[:320] if local else value.strip().lower()[:320]


def phone(value: str, *, region: str = "") -> str:
    # Imported late: its tables cost 20 MB that most processes never need.
    import phonenumbers

    digits = re.sub(r"^00", "+", value.strip())
    try:
        number = phonenumbers.parse(digits, region.upper() or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(
            _("This is no phone number with its country: write it as +33 6 39 98 12 07."), code="invalid"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
