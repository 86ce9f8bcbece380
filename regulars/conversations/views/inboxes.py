"""For admins: the brands of the house, and the inboxes in which their conversations arrive."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.conversations.actions.save_inbox import save_inbox
from regulars.conversations.inbox_forms import BrandForm, InboxForm
from regulars.conversations.models import Inbox
from regulars.team.actions.save_brand import save_brand
from regulars.team.guard import may
from regulars.team.models import Brand
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "inboxes"}


@may(Permission.CHANNELS)
@require_GET
def inboxes(request: HttpRequest) -> HttpResponse:
    """Brand by brand."""
    theirs = Prefetch("inboxes", Inbox.objects.order_by("name"))
    facts = {"brands": Brand.objects.prefetch_related(theirs).order_by("name")}
    return render(request, "conversations/pages/inboxes.html", ROOM | facts)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def one_inbox(request: HttpRequest, inbox_id: int | None = None) -> HttpResponse:
    """A new inbox, or one that there is."""
    known = get_object_or_404(Inbox, pk=inbox_id) if inbox_id else Inbox(brand_id=_brand(request))
    form = InboxForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        save_inbox(form.save(commit=False), by=request.user)
        messages.success(request, _("%s is kept.") % form.instance)
        return redirect("conversations:inboxes")
    facts = {"form": form, "title": known.name if inbox_id else _("New inbox")}
    return render(request, "conversations/pages/inbox_settings.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def one_brand(request: HttpRequest, brand_id: int | None = None) -> HttpResponse:
    """A new brand, or one that there is."""
    known = get_object_or_404(Brand, pk=brand_id) if brand_id else None
    name = known.name if known else _("New brand")
    form = BrandForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        save_brand(form.save(commit=False), by=request.user)
        messages.success(request, _("%s is kept.") % form.instance)
        return redirect("conversations:inboxes")
    facts = {"form": form, "title": name}
    return render(request, "conversations/pages/inbox_settings.html", ROOM | facts, status=422 if form.errors else 200)


def first_an_inbox(request: HttpRequest) -> HttpResponse | None:
    """In a house without one, whoever adds what leads into an inbox is led to where one is made; None where there is one."""
    if Inbox.objects.exists():
        return None
    messages.info(request, _("First an inbox: it is where conversations arrive."))
    return redirect("conversations:inboxes")


def _brand(request: HttpRequest) -> int | None:
    given = request.GET.get("brand", "")
    return int(given) if given.isdecimal() and len(given) < 18 else None
