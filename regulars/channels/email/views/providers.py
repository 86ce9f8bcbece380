"""For admins: the providers that bring letters by HTTP, what to enter there, and what they last did."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.channels.email.actions.retry_calls import retry_calls
from regulars.channels.email.actions.save_provider import remove_provider, renew_password, save_provider
from regulars.channels.email.models import Mailbox, Provider, ProviderCall
from regulars.channels.email.provider_form import NewProviderForm, ProviderForm
from regulars.channels.email.providers import setting_up
from regulars.channels.email.providers.callers import address_of
from regulars.channels.email.providers.protocols import PROTOCOLS
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "mailboxes"}
SHOWN = 20  # calls that were not understood


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def new_provider(request: HttpRequest) -> HttpResponse:
    """One more."""
    form = NewProviderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        save_provider(form.save(commit=False), by=request.user)
        return redirect("email:provider", form.instance.pk)
    facts = {"form": form, "has_mailboxes": Mailbox.objects.exists()}
    return render(request, "channels/email/pages/new_provider.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def provider(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Its addresses here, its keys, and how it is."""
    found = get_object_or_404(Provider.objects.select_related("mailbox"), pk=provider_id)
    form = ProviderForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        save_provider(form.save(commit=False), by=request.user)
        messages.success(request, _("%s is kept.") % found)
        return redirect("email:provider", found.pk)
    facts = {"form": form, "provider": found, "ways": _ways(found), "calls": _unread(found)}
    return render(request, "channels/email/pages/provider.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_POST
def act(request: HttpRequest, provider_id: int) -> HttpResponse:
    """A new password, once more what was not understood, or away with it."""
    found = get_object_or_404(Provider, pk=provider_id)
    if "renew" in request.POST:
        renew_password(found, by=request.user)
        messages.success(request, _("The addresses are new: enter them at the provider."))
    elif "retry" in request.POST:
        retry_calls(found.calls.all(), by=request.user)
        messages.success(request, _("What was not understood is read once more."))
    elif "remove" in request.POST:
        remove_provider(found, by=request.user)
        messages.success(request, _("The provider is removed. Its letters stay."))
        return redirect("email:mailboxes")
    return redirect("email:provider", found.pk)


def _ways(found: Provider) -> list[dict[str, object]]:
    """The addresses to enter at the provider, what for, and when it last called there."""
    letters = {
        "title": _("Letters come"),
        "how": setting_up.LETTERS.get(found.kind),
        "at": found.letter_at,
        "way": "letters",
    }
    reports = {
        "title": _("What becomes of ours"),
        "how": setting_up.REPORTS.get(found.kind),
        "at": found.report_at,
        "way": "reports",
    }
    served = [each for each in (letters, reports) if PROTOCOLS[found.kind].view_for(str(each["way"]))]
    return [each | {"address": address_of(found, str(each["way"]))} for each in served]


def _unread(found: Provider) -> list[ProviderCall]:
    troubled = found.calls.exclude(state=ProviderCall.State.DONE).exclude(error="")
    return list(troubled.defer("body").order_by("-pk")[:SHOWN])
