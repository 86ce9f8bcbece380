"""Notes about a customer: changed, pinned, thrown away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.customers.actions.delete_note import delete_note
from regulars.customers.actions.edit_note import edit_note
from regulars.customers.actions.pin_note import pin_note
from regulars.customers.models import CustomerNote
from regulars.customers.views.answering import answer
from regulars.customers.views.customer import the_customer
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.NOTE)
@require_POST
def change(request: HttpRequest, customer_id: int, note_id: int) -> HttpResponse:
    """Write it anew."""
    note, text = _note(customer_id, note_id), request.POST.get("text", "")
    undo = {"text": note.text}
    return answer(
        request,
        note.customer,
        lambda: edit_note(note, text=text, by=request.user),
        says=_("The note is kept."),
        undo=undo,
    )


@may(Permission.NOTE)
@require_POST
def pin(request: HttpRequest, customer_id: int, note_id: int) -> HttpResponse:
    """On top of all others, or in its place again."""
    note, on = _note(customer_id, note_id), request.POST.get("on") == "1"
    says = _("It stays on top.") if on else _("It stands in its place.")
    return answer(request, note.customer, lambda: pin_note(note, on=on), says=says, undo={"on": "0" if on else "1"})


@may(Permission.NOTE)
@require_POST
def delete(request: HttpRequest, customer_id: int, note_id: int) -> HttpResponse:
    """Throw it away. Undo writes it once more."""
    note = _note(customer_id, note_id)
    again = (
        {"undo": {"text": note.text}, "undo_at": f"/customers/{note.customer_id}/notes"}
        if note.agent == request.user
        else {}
    )
    return answer(
        request, note.customer, lambda: delete_note(note, by=request.user), says=_("The note is gone."), **again
    )


def _note(customer_id: int, note_id: int) -> CustomerNote:
    notes = CustomerNote.objects.select_related("customer", "agent")
    return get_object_or_404(notes, pk=note_id, customer=the_customer(customer_id))
