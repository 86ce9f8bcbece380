"""Two customers side by side, before they become one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from regulars.customers.consents import consents_of
from regulars.customers.custom_fields import fields_about
from regulars.customers.field_kinds import said
from regulars.customers.models import Customer


def compared(ours: Customer, theirs: Customer) -> list[dict[str, Any]]:
    """A row for each thing that either has; `is_open` where both have another, so that one must be chosen."""
    rows = [_row(label, name, _said(ours, name), _said(theirs, name)) for name, label in _labels().items()]
    fields = {field.key: field for field in fields_about(about="customer")}
    for key in sorted({**theirs.attributes, **ours.attributes}):
        values = (each.attributes.get(key, "") for each in (ours, theirs))
        mine, other = (said(fields[key], value) if key in fields else str(value) for value in values)
        rows.append(_row(fields[key].label if key in fields else key, f"attributes.{key}", mine, other))
    return [
        *(row for row in rows if row["ours"] or row["theirs"]),
        _shared(
            _("Ways to reach them"),
            *(", ".join(each.identities.order_by("pk").values_list("value", flat=True)) for each in (ours, theirs)),
        ),
        _shared(_("Consent: the stricter holds"), *map(_consents, (ours, theirs))),
    ]


def _labels() -> dict[str, str]:
    names = {"name": _("Name"), "company": _("Company"), "language": _("Language"), "time_zone": _("Time zone")}
    return names | {"away_until": _("Away until")}


def _said(customer: Customer, name: str) -> str:
    return str(getattr(customer, name) or "")


def _row(label: str, name: str, ours: str, theirs: str) -> dict[str, Any]:
    return {
        "label": label,
        "name": name,
        "ours": ours,
        "theirs": theirs,
        "is_open": bool(ours and theirs and ours != theirs),
    }


def _shared(label: str, ours: str, theirs: str) -> dict[str, Any]:
    return {"label": label, "name": "", "ours": ours, "theirs": theirs, "is_open": False}


def _consents(customer: Customer) -> str:
    said = sorted(consents_of(customer.pk).values(), key=lambda each: (each.channel, each.purpose))
    return ", ".join(f"{each.purpose}, {each.channel}: {each.get_state_display()}" for each in said)
