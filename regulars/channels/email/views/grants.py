"""For admins: mailboxes that are entered by a provider's leave instead of a password."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.channels.email.actions.connect_grant import connect_grant
from regulars.channels.email.actions.end_grant import end_grant
from regulars.channels.email.actions.renew_grant import renew_grant
from regulars.channels.email.actions.save_grant import SAID, save_grant
from regulars.channels.email.grant_form import GrantForm
from regulars.channels.email.models import Grant, Mailbox
from regulars.channels.email.oauth import journeys
from regulars.channels.email.oauth.issuers import ISSUERS
from regulars.channels.email.oauth.protocol import NoToken
from regulars.lib.texts import storable
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "mailboxes"}


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Say who we are to the provider, and go there."""
    mailbox = get_object_or_404(Mailbox, pk=mailbox_id)
    grant = _grant(mailbox, request.GET.get("issuer", ""))
    facts = ROOM | {
        "mailbox": mailbox,
        "grant": grant,
        "issuers": Grant.Issuer.choices,
        "known": ISSUERS.get(grant.issuer),
    }
    facts |= {"redirect_url": journeys.redirect_url()}
    form = GrantForm(request.POST or None, instance=grant) if grant.issuer else None
    if request.method == "GET" or form is None:
        return render(request, "channels/email/pages/sign_in.html", facts | {"form": form})
    if not form.is_valid():
        return render(request, "channels/email/pages/sign_in.html", facts | {"form": form}, status=422)
    save_grant(
        form.save(commit=False), takes_everything=form.cleaned_data.get("begin") == "everything", by=request.user
    )
    return _try(request, grant) if "keep" in request.POST else _leave(request, grant)


@may(Permission.CHANNELS)
@require_GET
def connected(request: HttpRequest) -> HttpResponse:
    """Back from the provider, with a code or a reason why not."""
    try:
        way = journeys.end(request.GET.get("state", ""), request.session)
    except journeys.Lost:
        messages.error(request, _("This sign-in was begun elsewhere or too long ago. Begin it again."))
        return redirect("email:mailboxes")
    grant = get_object_or_404(Grant.objects.select_related("mailbox"), mailbox=way.mailbox_id)
    if not (code := request.GET.get("code", "")):
        messages.error(request, _("Not connected: %s") % _reason(request, grant))
        return redirect("email:sign_in", grant.mailbox_id)
    try:
        grant = connect_grant(
            grant, code=code, verifier=way.verifier, redirect_url=journeys.redirect_url(), by=request.user
        )
        messages.success(request, _("%s is connected.") % grant.mailbox)
    except NoToken as error:
        messages.error(request, _("Not connected: %s") % error)
    return redirect("email:sign_in", grant.mailbox_id)


@may(Permission.CHANNELS)
@require_POST
def end(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Back to a password."""
    grant = get_object_or_404(Grant.objects.select_related("mailbox"), mailbox=mailbox_id)
    end_grant(grant, by=request.user)
    messages.success(request, _("%s signs in with a password again.") % grant.mailbox)
    return redirect("email:mailbox", mailbox_id)


def _grant(mailbox: Mailbox, issuer: str) -> Grant:
    """The one that there is. Asked for another issuer, it knows nothing of the client that we are to the first."""
    known = Grant.objects.filter(mailbox=mailbox).first() or Grant(mailbox=mailbox)
    known.mailbox = mailbox
    if issuer in Grant.Issuer.values and issuer != known.issuer:
        for name in SAID:
            setattr(known, name, Grant._meta.get_field(name).get_default())
        known.issuer = issuer
    return known


def _leave(request: HttpRequest, grant: Grant) -> HttpResponse:
    """By a page of its own: a form's answer may not lead to another server, says our Content-Security-Policy."""
    address = journeys.begin(grant, request.session)
    answer = render(request, "channels/email/pages/leaving.html", ROOM | {"grant": grant, "address": address})
    answer["Refresh"] = f"0; url={address}"
    return answer


def _try(request: HttpRequest, grant: Grant) -> HttpResponse:
    try:
        renew_grant(grant.pk, unlike=grant.access_token)
        messages.success(request, _("Kept, and the provider accepts it."))
    except NoToken as error:
        messages.error(request, _("Kept. %s") % error)
    return redirect("email:sign_in", grant.mailbox_id)


def _reason(request: HttpRequest, grant: Grant) -> str:
    said = request.GET.get("error_description") or request.GET.get("error") or ""
    if request.GET.get("error") == "access_denied":
        return _("leave was not given at %s.") % grant.issuer_name
    return storable(said)[:300] or _("the provider gave no reason.")
