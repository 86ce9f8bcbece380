"""A table of customers with what is known of them, as another program wrote it. `docs/manual/customers.md` says what columns there may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actions.edit_customer import language_code, zone_name
from regulars.customers.custom_fields import fields_about
from regulars.customers.field_kinds import NO, YES
from regulars.customers.headings import CONSENT, CONSENT_AT, CONSENT_SOURCE, WAYS, Column, columns_of
from regulars.customers.identities import normalise
from regulars.customers.junk import is_junk
from regulars.lib import dates
from regulars.lib.languages import CODE_BY_NAME
from regulars.lib.tables import Line, Table, Wrong
from regulars.lib.texts import one_line, storable

LONGEST = 64  # characters of a column's name: so many an attribute's has
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?", re.ASCII)
_ROUNDED = re.compile(r"[+-]?\d([.,]\d+)?E\+?\d+", re.I | re.ASCII)
_MARKED = re.compile(r"'(?=[=+@\d-])")  # so that no spreadsheet takes it for a number or a formula
_SUREST = list(WAYS.values())
_BETWEEN = {"email": re.compile(r"[\s,;|<>()\"]+"), "phone": re.compile(r"[,;|]|\s/\s")}
_YES = YES | {"y", "x", "ja", "oui", "si", "sí", "sim", "wahr", "vrai"}
_NO = NO | {"n", "nein", "non", "não", "falsch", "faux"}
_STATES = {
    "granted": _YES | {"subscribed", "opted in", "opt in", "granted", "confirmed", "angemeldet"},
    "unknown": _NO | {"never subscribed", "not subscribed", "unknown", "none", "pending", "nonsubscribed", "non subscribed"},
    "withdrawn": {"unsubscribed", "opted out", "opt out", "withdrawn", "revoked", "suppressed", "abgemeldet"},
}  # fmt: skip


class Way(NamedTuple):
    """By which somebody is known."""

    kind: str
    value: str
    column: Column


class Word(NamedTuple):
    """What a line says of a consent to marketing."""

    channel: str
    state: str
    at: datetime | None
    source: str


class Told(NamedTuple):
    """What a line says of a customer."""

    ways: list[Way]
    own: dict[str, str]  # name, language, time_zone, company
    notes: list[str]
    consents: list[Word]  # the oldest first
    facts: dict[str, Any]
    lacks: list[Wrong]  # cells that could only be kept as text, and why


def customers_table(content: bytes) -> Table:
    """Raises Wrong for what is none."""
    table = Table(content, needed=(), other_names={})
    columns = columns_in(table)
    if not {each.tells for each in columns} & WAYS.keys():
        raise Wrong("", _("There is no column “%s”.") % "”, “".join(WAYS))
    if any(len(each.key) > LONGEST for each in columns if each.tells != "nothing"):
        raise Wrong("", _("An attribute's name has 1 to 64 characters."))
    days = [bool(each.tells == CONSENT_AT or (each.field and each.field.kind in ("day", "moment"))) for each in columns]
    table.moments = [name for name, is_day in zip(table.names, days, strict=True) if is_day]
    return table


def columns_in(table: Table) -> list[Column]:
    fields = {word: each for each in fields_about(about="customer") for word in (each.label.casefold(), each.key)}
    return columns_of(table.columns, fields)


def told_of(line: Line, columns: list[Column], *, region: str = "") -> Told:
    """Whom this line tells of, and what. `region` is the country (ISO 3166) of phones written without one.

    Raises Wrong, which names the column.
    """
    if any(cell.strip() for cell in line.raw[len(columns) :]):
        raise Wrong("", _("There are more cells than columns."))
    said = [(each, text) for each, cell in zip(columns, line.raw, strict=False) if (text := _plain_text(cell))]
    told = Told([], {}, [], [], {}, [])
    country = next((text for each, text in said if each.tells == "region" and len(text) == 2), region)
    for column, text in said:
        if column.tells in WAYS:
            _add_ways(told, column, text, country)
        elif column.tells in _READ:
            _READ[column.tells](told, column, text)
        elif column.tells in ("fact", "region"):
            told.facts[column.key] = _as_field(line, column, text) if column.field else _number(text)
        elif column.tells == "text":
            told.facts[column.key] = text
    if not told.ways:
        unread = {each.heading for each in columns if each.tells in WAYS}
        nobody = Wrong("", _("Say who it is: by an address, a phone or an id."))
        raise next((lack for lack in told.lacks if lack.column in unread), nobody)
    told.ways.sort(key=lambda way: _SUREST.index(way.kind))
    told.consents.extend(_consents(line, said, told))
    return told


def name_in(cells: Mapping[str, str]) -> str:
    """What somebody is called: in one column, or in two."""
    whole = " ".join(filter(None, (cells.get("first_name"), cells.get("last_name"))))
    return one_line(cells.get("name") or whole, limit=200)


def _plain_text(cell: str) -> str:
    """Without what spreadsheets wrote around it."""
    text = storable(cell).strip()
    text = _MARKED.sub("", text, count=1) if text.startswith("'") else text
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text


def _only_text(told: Told, column: Column, text: str, why: str) -> None:
    """Nothing is lost of what cannot be read: it is kept under the column's name, and told."""
    told.facts[column.key] = text
    told.lacks.append(Wrong(column.heading, why))


def _add_ways(told: Told, column: Column, text: str, country: str) -> None:
    """A number that cannot be read is only text; an address that is none is refused."""
    try:
        told.ways.extend([_way(column, each, country) for each in _several(column.tells, text)])
    except Wrong as wrong:
        if column.tells == "email":
            raise
        _only_text(told, column, text, wrong.why)


def _several(kind: str, text: str) -> list[str]:
    """The addresses or phones in a cell."""
    if kind == "email" and text.count("@") < 2 and "<" not in text:
        return [text]
    if kind not in _BETWEEN or _ROUNDED.fullmatch(text):
        return [text]
    parts = [part for part in _BETWEEN[kind].split(text) if part.strip()]
    return [part for part in parts if "@" in part] if kind == "email" else parts


def _way(column: Column, text: str, country: str) -> Way:
    kind = WAYS[column.tells]
    if kind != "email":
        if _ROUNDED.fullmatch(text):
            why = _("A spreadsheet has rounded this number, and its last digits are lost: take the column out as text.")
            raise Wrong(column.heading, why)
        text = re.sub(r"\.0$", "", text) if kind == "phone" or text[:-2].isdigit() else text
    try:
        return Way(kind, normalise(kind, text, region=country), column)
    except ValidationError as error:
        raise Wrong(column.heading, error.messages[0]) from None


def _read_name(told: Told, column: Column, text: str) -> None:
    told.own[column.tells] = text


def _read_note(told: Told, _column: Column, text: str) -> None:
    told.notes.append(text)


def _read_company(told: Told, column: Column, text: str) -> None:
    name = " ".join(text.split())
    if is_junk(name) or len(name) > 200:
        told.facts[column.key] = text
    else:
        told.own["company"] = name


def _checked(check: Callable[[str], str]) -> Callable[[Told, Column, str], None]:
    def read(told: Told, column: Column, text: str) -> None:
        try:
            told.own[column.tells] = check(text)
        except ValidationError as error:
            _only_text(told, column, text, error.messages[0])

    return read


@cache
def _zones() -> dict[str, str]:
    """By their towns, and as helpdesks written in Ruby call those of the United States."""
    towns = {
        zone.rpartition("/")[2].casefold(): zone for zone in sorted(available_timezones(), reverse=True) if "/" in zone
    }
    usual = {"Eastern": "New_York", "Central": "Chicago", "Mountain": "Denver", "Pacific": "Los_Angeles"}
    return towns | {f"{name.lower()}_time_(us_&_canada)": f"America/{town}" for name, town in usual.items()}


_READ: dict[str, Callable[[Told, Column, str], None]] = {
    "name": _read_name,
    "first_name": _read_name,
    "last_name": _read_name,
    "language": _checked(lambda text: language_code(CODE_BY_NAME.get(text.casefold(), text))),
    "time_zone": _checked(lambda text: zone_name(_zones().get(text.casefold().replace(" ", "_"), text))),
    "company": _read_company,
    "note": _read_note,
}


def _consents(line: Line, said: list[tuple[Column, str]], told: Told) -> Iterator[Word]:
    dated = {
        each.channel: _past(line, each, text) for each, text in said if each.tells == CONSENT_AT and not each.state
    }
    sources = {each.channel: text for each, text in said if each.tells == CONSENT_SOURCE}
    found = []
    for column, text in said:
        source = sources.get(column.channel, f"{column.heading}: {text}")[:200]
        if column.tells == CONSENT_AT and column.state:
            found.append(Word(column.channel, column.state, _past(line, column, text), source))
        elif column.tells == CONSENT:
            word = " ".join(re.split(r"[\s_-]+", text.casefold())).strip()
            state = next((state for state, words in _STATES.items() if word in words), "")
            if not state:
                _only_text(told, column, text, _("“%s” does not say whether they agreed: write yes or no.") % text[:40])
            elif not column.state:
                found.append(Word(column.channel, state, dated.get(column.channel), source))
            elif state in ("granted", column.state):  # that they do not want to hear of us
                found.append(Word(column.channel, column.state, None, source))
    return iter(sorted(found, key=lambda word: word.at.timestamp() if word.at else float("inf")))


def _past(line: Line, column: Column, text: str) -> datetime:
    at = _moment(line, column, text)
    if at > timezone.now():
        raise Wrong(column.heading, _("That is not yet."))
    return at


def _moment(line: Line, column: Column, text: str) -> datetime:
    try:
        return dates.moment(text, is_day_first=line.is_day_first)
    except ValueError as error:
        raise Wrong(column.heading, str(error)) from None


def _as_field(line: Line, column: Column, text: str) -> str:
    """What was typed as spreadsheets write it, as a field of its kind reads it."""
    kind = column.field.kind if column.field else ""
    if kind == "boolean":
        word = text.casefold()
        return "yes" if word in _YES else "no" if word in _NO else text
    if kind == "day":
        return f"{_moment(line, column, text):%Y-%m-%d}"
    if kind == "moment":
        return _moment(line, column, text).isoformat()
    return re.sub(r"\s*[;|]\s*", ",", text) if kind == "choices" else text


def _number(text: str) -> str | int | float:
    """A number as a number; with zeros before it, it is a name."""
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
