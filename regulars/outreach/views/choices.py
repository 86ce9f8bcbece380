"""For whoever got a letter: what they want to get. Its signed name opens the page; nobody need sign in to say no."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from regulars.customers.actor import Actor
from regulars.outreach.actions.choose_letters import choose_letters, unsubscribe
from regulars.outreach.links import LINK, sending_named
from regulars.outreach.models import Sending
from regulars.outreach.topics import SERVICE, wishes_of
from regulars.team.models import Brand
from regulars.ui.site import Site

SOURCE = "the link in a letter"


@csrf_exempt  # the name in the address is the proof, and mail programs have no cookie of ours (RFC 8058)
@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest, name: str) -> HttpResponse:
    """Each topic, ticked or not. A mail program that says no in one click posts no choices."""
    sending = sending_named(name, purpose=LINK)
    if sending is None:
        return render(request, "outreach/pages/gone.html", {"site": _site(None)}, status=404)
    by = Actor.customer(sending.customer)
    if request.method == "POST" and "choose" not in request.POST:
        if sending.topic != SERVICE:
            unsubscribe(sending.customer, topic=sending.topic, source=SOURCE, by=by)
        return HttpResponse(_("You get no more of these."), content_type="text/plain; charset=utf-8")
    if request.method == "POST":
        wanted = [] if request.POST["choose"] == "nothing" else request.POST.getlist("topic")
        choose_letters(sending.customer, wanted=wanted, source=SOURCE, by=by)
        return redirect(f"{request.path}?kept")
    with translation.override(sending.language or translation.get_language()):
        return _page(request, sending)


def _page(request: HttpRequest, sending: Sending) -> HttpResponse:
    shown = {
        "site": _site(sending),
        "wishes": wishes_of(sending.customer),
        "sending": sending,
        "is_kept": "kept" in request.GET,
    }
    response = render(request, "outreach/pages/choices.html", shown)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _site(sending: Sending | None) -> Site:
    brand = (sending and sending.brand) or Brand.objects.order_by("pk").first()
    return Site(name=brand.name if brand else "", home="/my", language=translation.get_language() or "en")
