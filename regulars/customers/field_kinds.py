"""What each kind of custom field takes: `read` gives the one form it is kept in, or says what is wrong; `said` is for people."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from regulars.customers.models import Customer, CustomField
from regulars.lib.texts import storable
from regulars.team.models import Agent
from regulars.ui.moments import Times

LONGEST = {"text": 500, "long": 20_000, "link": 2000}  # characters
LARGEST = 10**15
YES = {"true", "yes", "1", "on"}
NO = {"false", "no", "0", "off"}
_YEARS = range(1900, 2201)
_is_address = URLValidator(schemes=["http", "https"])


def read(field: CustomField, given: Any, *, zone: tzinfo = UTC, before: Any = None) -> Any:
    """`given`, by a program or typed by a person, in the form it is kept in; None takes it away.

    Times without an offset are meant in `zone`. A choice that is offered no more may stay where it is: `before`.
    Raises ValueError, in words.
    """
    if given is None or given == "" or given == [] or (isinstance(given, str) and not given.strip()):
        return None
    if given == before:
        return given
    kept = _READ[field.kind](field, given, zone)
    return None if kept == [] else kept  # several choices, each of them empty


def said(field: CustomField, value: Any) -> str:
    """A kept value as people say it; nothing when there is none. What is not of the kind any more is said as it stands."""
    if value is None or value == "" or value == []:
        return ""
    try:
        return _SAID.get(field.kind, lambda _field, kept: str(kept))(field, value)
    except (ValueError, TypeError):
        return str(value)


def said_of_each(field: CustomField, values: Sequence[Any]) -> list[str]:
    """`said` of many, with as many queries as of one."""
    if (model := NAMED.get(field.kind)) is None:
        return [said(field, value) for value in values]
    names = model.objects.in_bulk({value for value in values if isinstance(value, int)})  # type: ignore[attr-defined]
    return [str(names.get(value) or f"#{value}") if value else "" for value in values]


def typed(field: CustomField, value: Any) -> str:
    """A kept value as a form shows it for changing."""
    if value is None:
        return ""
    if field.kind == "moment":
        return f"{datetime.fromisoformat(value).astimezone(Times().zone):%Y-%m-%dT%H:%M}"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _text(field: CustomField, given: Any, _zone: tzinfo) -> str:
    if not isinstance(given, str):
        raise ValueError(_("write a text"))
    text = storable(given).strip()
    text = text.replace("\r\n", "\n") if field.kind == "long" else " ".join(text.split())
    if len(text) > LONGEST[field.kind]:
        raise ValueError(_("write at most %d characters") % LONGEST[field.kind])
    return text


def _number(field: CustomField, given: Any, _zone: tzinfo) -> int | float:
    number = _decimal(given)
    if field.kind == "money" and number != round(number, 2):
        raise ValueError(_("write an amount with at most two places, such as 12.50"))
    return int(number) if number == int(number) else float(number)


def _decimal(given: Any) -> Decimal:
    written = given.strip().replace("\u00a0", "").replace(" ", "") if isinstance(given, str) else given
    if isinstance(written, str) and written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")  # as half of Europe writes it
    is_wrong = isinstance(written, bool) or not isinstance(written, str | int | float)
    try:
        number = Decimal(0) if is_wrong else Decimal(str(written))
    except InvalidOperation:
        is_wrong = True
    if is_wrong or not math.isfinite(number) or abs(number) > LARGEST:
        raise ValueError(_("write a number, such as 12 or 12.5"))
    return number


def _boolean(_field: CustomField, given: Any, _zone: tzinfo) -> bool:
    if isinstance(given, bool):
        return given
    if isinstance(given, str) and given.strip().lower() in YES | NO:
        return given.strip().lower() in YES
    raise ValueError(_("write true or false"))


def _day(_field: CustomField, given: Any, _zone: tzinfo) -> str:
    try:
        day = date.fromisoformat(given.strip()) if isinstance(given, str) and len(given.strip()) == 10 else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise ValueError(_("write a day as 2026-05-14"))
    return day.isoformat()


def _moment(_field: CustomField, given: Any, zone: tzinfo) -> str:
    try:
        at = datetime.fromisoformat(given.strip()) if isinstance(given, str) and len(given.strip()) > 10 else None
        at = at and (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        at = None
    if at is None or at.year not in _YEARS:
        raise ValueError(_("write a moment as 2026-05-14T11:03, with its offset if it is not yours"))
    return at.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _choice(field: CustomField, given: Any, _zone: tzinfo) -> str:
    for each in field.offered():
        if isinstance(given, str) and given.strip().lower() in (each["word"].lower(), each["label"].lower()):
            return each["word"]
    raise ValueError(_("choose one of: %s") % ", ".join(each["label"] for each in field.offered()))


def _choices(field: CustomField, given: Any, zone: tzinfo) -> list[str]:
    several = given.split(",") if isinstance(given, str) else given
    if not isinstance(several, list) or len(several) > 200:
        raise ValueError(_("choose any of: %s") % ", ".join(each["label"] for each in field.offered()))
    chosen = {_choice(field, each, zone) for each in several if each != ""}
    return [each["word"] for each in field.choices if each["word"] in chosen]


def _link(field: CustomField, given: Any, zone: tzinfo) -> str:
    address = _text(field, given, zone)
    address = address if "://" in address else f"https://{address}"
    try:
        _is_address(address)
    except ValidationError:
        raise ValueError(_("write a web address, such as https://shop.example/orders/12")) from None
    return address


def _customer(_field: CustomField, given: Any, _zone: tzinfo) -> int:
    customer = Customer.objects.filter(pk=_id(given)).first()
    if customer is None:
        raise ValueError(_("there is no customer %s") % given)
    return customer.merged_into_id or customer.pk


def _agent(_field: CustomField, given: Any, _zone: tzinfo) -> int:
    if not Agent.objects.active().filter(pk=_id(given)).exists():
        raise ValueError(_("there is no agent %s") % given)
    return _id(given)


def _id(given: Any) -> int:
    digits = given.strip().lstrip("#") if isinstance(given, str) else given
    if isinstance(digits, str) and digits.isascii() and digits.isdigit() and len(digits) < 19:
        digits = int(digits)
    if isinstance(digits, bool) or not isinstance(digits, int) or not 0 < digits < 2**63:
        raise ValueError(_("name one by its number"))
    return digits


_READ: dict[str, Callable[[CustomField, Any, tzinfo], Any]] = {
    "text": _text,
    "long": _text,
    "number": _number,
    "money": _number,
    "day": _day,
    "moment": _moment,
    "boolean": _boolean,
    "choice": _choice,
    "choices": _choices,
    "link": _link,
    "customer": _customer,
    "agent": _agent,
}


def _said_money(field: CustomField, value: Any) -> str:
    return f"{number_format(value, 2, force_grouping=True)} {field.unit}".strip()


def _named(field: CustomField, value: Any) -> str:
    return said_of_each(field, [value])[0]


NAMED: dict[str, type] = {"customer": Customer, "agent": Agent}  # what is kept by its number

_SAID: dict[str, Callable[[CustomField, Any], str]] = {
    "number": lambda _field, value: number_format(value),
    "money": _said_money,
    "day": lambda _field, value: Times().on(date.fromisoformat(value)),
    "moment": lambda _field, value: f"{datetime.fromisoformat(value).astimezone(Times().zone):%Y-%m-%d %H:%M}",
    "boolean": lambda _field, value: _("yes") if value else _("no"),
    "choice": lambda field, value: field.labels().get(value, str(value)),
    "choices": lambda field, value: ", ".join(field.labels().get(each, str(each)) for each in value),
    "customer": _named,
    "agent": _named,
}
