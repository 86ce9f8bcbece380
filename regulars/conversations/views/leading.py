"""Leading to another conversation after an act that made or chose one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _


def led_to(request: HttpRequest, number: int, *, says: str, undo: str = "") -> HttpResponse:
    """Open that conversation, which says what was done, with a button that undoes it by posting to `undo`."""
    if undo:
        says = format_html('{} <button class="undo" hx-post="{}" hx-swap="none">{}</button>', says, undo, _("Undo"))
    messages.success(request, says)
    address = f"/inbox/{number}"
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if request.htmx else redirect(address)
