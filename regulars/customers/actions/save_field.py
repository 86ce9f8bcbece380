from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from regulars.customers.actions.fill_fields import fill_anew
from regulars.customers.actions.keep_indexes import index_anew
from regulars.customers.field_kinds import read
from regulars.customers.models import CustomField
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = (
    "about", "key", "label", "kind", "help", "unit", "choices", "default", "is_required", "is_public", "is_indexed",
)  # fmt: skip
MOST = 100  # about one noun
MOST_CHOICES = 500
_KEY = re.compile(r"[a-z][a-z0-9_]{0,47}")


@transaction.atomic
def save_field(field: CustomField, *, by: Agent | None) -> None:
    """Add a custom field, or change one. Raises ValidationError naming what is wrong.

    What it is about and its key stay; its kind stays as soon as something was kept in it, and so does a choice: it is only retired.
    """
    before = CustomField.objects.select_for_update().filter(pk=field.pk).first()
    _checked(field, before)
    if before is None:
        last = CustomField.objects.filter(about=field.about).aggregate(last=Max("position"))["last"]
        field.position = (last or 0) + 1
    field.save()
    fill_anew()
    index_anew(field)
    audit(
        "field.changed" if before else "field.added",
        by=by,
        on=f"field:{field.pk}",
        before=_facts(before) if before else None,
        after=_facts(field),
    )


def key_for(label: str, *, about: str) -> str:
    """A free key out of a name: "Date of birth" becomes `date_of_birth`."""
    plain = slugify(label).replace("-", "_")[:40].strip("_")
    plain = plain if plain[:1].isalpha() else f"field_{plain}".strip("_")
    taken = set(CustomField.objects.filter(about=about, key__startswith=plain).values_list("key", flat=True))
    return next(key for key in (plain, *(f"{plain}_{number}" for number in range(2, 10_000))) if key not in taken)


def _facts(field: CustomField) -> dict[str, Any]:
    return {name: getattr(field, name) for name in FACTS}


def _checked(field: CustomField, before: CustomField | None) -> None:
    field.label, field.help = " ".join(storable(field.label).split()), storable(field.help).strip()
    if not 1 <= len(field.label) <= 80:
        raise refusal("label", _("A name has 1 to 80 characters."), "missing" if not field.label else "too_long")
    if len(field.help) > 200:
        raise refusal("help", _("The help has at most 200 characters."), "too_long")
    if field.about not in CustomField.About.values:
        raise refusal("about", _("Choose one of: %s.") % ", ".join(CustomField.About.values))
    if field.kind not in CustomField.Kind.values:
        raise refusal("kind", _("Choose one of: %s.") % ", ".join(CustomField.Kind.values))
    _key(field, before)
    if before and before.is_used and before.kind != field.kind:
        raise refusal(
            "kind", _("Something is kept in it already, so its kind stays. Retire it and add another."), "taken"
        )
    _unit(field)
    _choices(field, before)
    _default(field, before)
    field.is_required = field.is_required and field.about == CustomField.About.CONVERSATION


def _key(field: CustomField, before: CustomField | None) -> None:
    field.key = field.key or key_for(field.label, about=field.about)
    if before and (before.key, before.about) != (field.key, field.about):
        raise refusal("key", _("The key of a field stays: programs and rules know it by that."), "taken")
    if not _KEY.fullmatch(field.key):
        raise refusal("key", _("A key has 1 to 48 small letters, digits and _, and begins with a letter."))
    others = CustomField.objects.filter(about=field.about).exclude(pk=field.pk)
    if others.filter(key=field.key).exists():
        raise refusal("key", _("Another field has this key already."), "taken")
    if others.count() >= MOST:
        raise refusal("label", _("There are %d fields already. Retire some, or keep it in a note.") % MOST, "too_many")


def _unit(field: CustomField) -> None:
    field.unit = field.unit.strip().upper() if field.kind == "money" else ""
    if field.kind == "money" and not re.fullmatch("[A-Z]{3}", field.unit):
        raise refusal("unit", _("Write the currency as three letters, such as EUR."))


def _choices(field: CustomField, before: CustomField | None) -> None:
    if field.kind not in ("choice", "choices"):
        field.choices = []
        return
    field.choices = _with_words(field.choices)
    kept = {each["word"] for each in field.choices}
    gone = [each for each in (before.choices if before else []) if each["word"] not in kept]
    if before and before.is_used:  # what was chosen keeps its name
        field.choices += [{**each, "is_retired": True} for each in gone]
    if not field.offered():
        raise refusal("choices", _("Write at least one choice."), "missing")
    if len(field.choices) > MOST_CHOICES:
        raise refusal("choices", _("A field has at most %d choices.") % MOST_CHOICES, "too_many")


def _with_words(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    choices: list[dict[str, Any]] = []
    for each in given:
        label = " ".join(storable(str(each.get("label", ""))).split())
        word = storable(str(each.get("word") or "")).strip() or slugify(label, allow_unicode=True)
        if not 1 <= len(label) <= 80 or not 1 <= len(word) <= 80 or "," in word:
            raise refusal("choices", _("A choice has 1 to 80 characters."), "too_long")
        if word in {other["word"] for other in choices} or label in {other["label"] for other in choices}:
            raise refusal("choices", _("“%s” stands there twice.") % label, "taken")
        choices.append({"word": word, "label": label, "is_retired": bool(each.get("is_retired"))})
    return choices


def _default(field: CustomField, before: CustomField | None) -> None:
    try:
        field.default = read(field, field.default, before=before.default if before else None)
    except ValueError as error:
        raise refusal("default", _("As a default, %s.") % error, "wrong_value") from None
