"""Custom fields as conditions ask them, as verbs keep them, and as pages list them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, tzinfo
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.customers.field_kinds import read, said
from regulars.customers.models import CustomField
from regulars.lib.asked_once import asked_once
from regulars.lib.conditions import Choice, Field
from regulars.lib.conditions.fields import Kind
from regulars.lib.conditions.sql import Sql
from regulars.lib.question import Question
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

# As conditions see each kind, and its value in SQL out of the JSON. The key is written out, not a parameter, and every function is
# immutable: so the same words make the index of a field, and PostgreSQL knows them again. None can fail, whatever stands there.
_TEXT = ("text", "({{}} ->> '{key}')", models.TextField())
_NUMBER = "(CASE WHEN jsonb_typeof({{}} -> '{key}') = 'number' THEN ({{}} ->> '{key}')::numeric END)"
_DECIMAL = models.DecimalField(max_digits=40, decimal_places=10)
_YES = "(CASE WHEN jsonb_typeof({{}} -> '{key}') = 'boolean' THEN ({{}} ->> '{key}')::boolean END)"
_ASKED: dict[str, tuple[Kind, str, models.Field[Any, Any]]] = {
    "text": _TEXT,
    "long": _TEXT,
    "link": _TEXT,
    "number": ("number", _NUMBER, _DECIMAL),
    "money": ("number", _NUMBER, _DECIMAL),
    "day": ("day", "custom_day({{}} ->> '{key}')", models.DateField()),
    "moment": ("moment", "custom_moment({{}} ->> '{key}')", models.DateTimeField()),
    "boolean": ("boolean", _YES, models.BooleanField()),
    "choice": ("choice", "({{}} ->> '{key}')", models.TextField()),
    "choices": ("choice", "custom_words({{}} -> '{key}')", models.TextField()),
    "customer": ("reference", _NUMBER, _DECIMAL),
    "agent": ("reference", _NUMBER, _DECIMAL),
}

Fields = Mapping[str, CustomField]  # by their keys

# Asked for every page that shows fields: composed once.
fields_about = Question(lambda about: CustomField.objects.asked(about), about=str)

# Where the values stand: by name, for a room above is known by its name alone.
_HOMES = {
    "conversation": ("conversations.Conversation", "values"),
    "customer": ("customers.Customer", "attributes"),
    "company": ("customers.Company", "attributes"),
}


def home(about: str) -> tuple[type[models.Model], str]:
    """The model that fields about this noun belong to, and its column with their values."""
    model, column = _HOMES[about]
    return apps.get_model(model), column


def custom(about: str, *, column: str) -> Field:
    """All custom fields about one noun as one open field of conditions, `fields.<key>`; `column` holds their values."""
    return Field(
        "fields.*",
        gettext_lazy("field"),
        "anything",
        column,
        named=lambda key: _named(about, key, column),
        offered=lambda: [asked(each, column=column) for each in known_about(about)],
    )


def known_about(about: str) -> list[CustomField]:
    """`fields_about`, for editors of conditions: they ask about everything."""
    return [each for each in _known() if each.about == about]


@asked_once
def _known() -> list[CustomField]:
    return list(CustomField.objects.filter(retired_at=None))


def asked(field: CustomField, *, column: str) -> Field:
    """One custom field as conditions ask it."""
    kind, shape, output = _ASKED[field.kind]
    written = shape.format(key=field.key)
    return Field(
        field.key,
        field.label,
        kind,
        lambda prefix: Sql(written, *[F(prefix + column)] * written.count("{}"), output=output),
        choices=tuple(Choice(each["word"], each["label"], each["word"]) for each in field.choices),
        offers=agents if field.kind == "agent" else None,
        may_be_me=field.kind == "agent",
        is_array=field.kind == "choices",
    )


def keep(
    about: str, values: dict[str, Any], given: dict[str, Any], *, place: str, zone: tzinfo = UTC
) -> dict[str, Any]:
    """`values` with what is given for custom fields, read by their kinds; None takes one away. Other keys pass as they are.

    Raises ValidationError naming the field: `attributes.birthday`.
    """
    known = known_of(about, given)
    kept = merged(known, values, given, place=place, zone=zone)
    mark_used(known.values())
    return kept


def known_of(about: str, keys: Iterable[str]) -> Fields:
    """Those of these keys that are fields now."""
    return {field.key: field for field in CustomField.objects.asked(about).filter(key__in=list(keys))}


def merged(
    known: Fields, values: dict[str, Any], given: dict[str, Any], *, place: str, zone: tzinfo = UTC
) -> dict[str, Any]:
    """What `keep` keeps, where the fields are known; that they are used is marked by whoever asks."""
    read_by_kind = {
        key: _read(known[key], value, values.get(key), f"{place}.{key}", zone) if key in known else value
        for key, value in given.items()
    }
    return {key: value for key, value in (values | read_by_kind).items() if value is not None}


def mark_used(fields: Iterable[CustomField]) -> None:
    """Something was kept in them: their kinds stay."""
    if unused := [field.pk for field in fields if not field.is_used]:
        CustomField.objects.filter(pk__in=unused).update(is_used=True)


def missing(about: str, values: dict[str, Any]) -> list[CustomField]:
    """The required fields that have no value."""
    return [field for field in CustomField.objects.asked(about).filter(is_required=True) if field.key not in values]


def defaults(about: str) -> dict[str, Any]:
    """What the fields of a new one are, where the house said so."""
    return {field.key: field.default for field in fields_about(about=about) if field.default is not None}


def shown(about: str, values: dict[str, Any]) -> Iterable[tuple[CustomField, Any, str]]:
    """Each field with its value, kept and said, in the order that the house gave them."""
    return [(each, values.get(each.key), said(each, values.get(each.key))) for each in fields_about(about=about)]


def named_field(about: str, key: str) -> CustomField | None:
    """The field with this key, retired or not."""
    return CustomField.objects.filter(about=about, key=key).first()


def _named(about: str, key: str, column: str) -> Field | None:
    field = named_field(about, key)
    return field and asked(field, column=column)


def _read(field: CustomField, given: Any, before: Any, place: str, zone: tzinfo) -> Any:
    try:
        return read(field, given, zone=zone, before=before)
    except ValueError as error:
        raise refusal(place, _("{field}: {error}.").format(field=field.label, error=error), "wrong_value") from None


def agents(_asker: Agent | None) -> Iterable[tuple[int, str]]:
    return Agent.objects.active().values_list("pk", "name")
