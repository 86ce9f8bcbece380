"""Which customers are meant by what somebody wrote, or by a table of theirs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.customers.models import Customer, Identity
from regulars.lib.numbers import numbers_in
from regulars.lib.refusal import refusal
from regulars.lib.tables import Table, Wrong

COLUMNS = ("number", "email", "phone", "id")
NAMES = {
    "customer": "number",
    "e_mail": "email",
    "mail": "email",
    "address": "email",
    "external_id": "id",
    "customer_id": "id",
    "customerid": "id",
    "userid": "id",
    "user_id": "id",
    "id_elsewhere": "id",
}


def named_in(words: str, table: bytes = b"") -> list[int]:
    """The customers, by their ids. Raises ValidationError("customers") naming who is not known."""
    said = [word.strip() for word in words.replace(";", ",").replace("\n", ",").split(",") if word.strip()]
    column, cells = _cells(table) if table else ("", [])
    if not said and not cells:
        raise refusal("customers", _("Name customers by a number, an address, a phone or an id."))
    known = _numbers(said) | _addresses(said)
    listed = (
        _numbers(cells) if column == "number" else _addresses(cells)
    )  # no number of ours is meant by an id elsewhere
    unknown = [word for word in said if word.lower() not in known] + [
        cell for cell in cells if cell.lower() not in listed
    ]
    if unknown:
        shown = ", ".join(unknown[:5])
        raise refusal(
            "customers", _("We do not know: {who} ({number} in all).").format(who=shown, number=len(unknown)), "unknown"
        )
    return [known[word.lower()] for word in said] + [listed[cell.lower()] for cell in cells]


def _cells(table: bytes) -> tuple[str, list[str]]:
    """The column that says who they are, and what stands in it."""
    try:
        read = Table(table, needed=[], other_names=NAMES)
        column = next((name for name in COLUMNS if name in read.names), None)
        if column is None:
            raise Wrong("", _("There is no column “%s”.") % "”, “".join(COLUMNS))
        return column, [cell for lines in read.since(0) for line in lines if (cell := line.cells.get(column, ""))]
    except Wrong as wrong:
        raise refusal("customers", wrong.why) from None


def _numbers(said: list[str]) -> dict[str, int]:
    numbers = numbers_in(said)
    return {str(pk): pk for pk in Customer.objects.filter(pk__in=numbers).values_list("pk", flat=True)}


def _addresses(said: list[str]) -> dict[str, int]:
    forms = {*said, *(word.lower() for word in said), *(word.replace(" ", "") for word in said)}
    found = dict(Identity.objects.filter(value__in=forms).values_list("value", "customer"))
    return {
        word.lower(): pk
        for word in said
        if (pk := found.get(word) or found.get(word.lower()) or found.get(word.replace(" ", "")))
    }
