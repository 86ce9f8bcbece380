"""Who works in which inboxes: people, roles and teams that are limited, and the form that says to what."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.conversations.actions.set_access import set_access
from regulars.conversations.models import Access, Inbox
from regulars.team.guard import may
from regulars.team.models import Agent, Brand, Role, Team
from regulars.team.permissions import Permission
from regulars.team.queries import roles

ROOM = {"room": "settings", "page": "access"}
KINDS = {"agent": Agent, "role": Role, "team": Team}


@may(Permission.ACCESS)
@require_GET
def access(request: HttpRequest) -> HttpResponse:
    """Who is limited, and to what; and whom one may limit."""
    found = Access.objects.select_related("agent", "role", "team", "inbox", "brand").order_by(
        "role", "team", "agent", "brand", "inbox"
    )
    rows: dict[tuple[str, object], tuple[object, list[object]]] = {}
    for row in found:
        kind, who = next((kind, getattr(row, kind)) for kind in KINDS if getattr(row, f"{kind}_id"))
        rows.setdefault((kind, who.pk), (who, []))[1].append(row.inbox or _("all of %s") % row.brand)
    limited = [(kind, pk, who, where) for (kind, pk), (who, where) in rows.items()]
    return render(request, "conversations/pages/access.html", ROOM | {"limited": limited, "choices": _choices()})


@may(Permission.ACCESS)
@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Of one person, role or team."""
    who = _who(kind, key)
    errors: dict[str, list[str]] = {}
    inboxes, brands = _asked(request)
    if request.method == "POST":
        try:
            set_access(who, inboxes=inboxes, brands=brands, by=request.user)
            messages.success(request, _("%s: kept.") % who)
            return redirect("conversations:access")
        except ValidationError as error:
            errors = error.message_dict
    else:
        rows = Access.objects.filter(**{kind: who})
        inboxes, brands = [row.inbox for row in rows if row.inbox_id], [row.brand for row in rows if row.brand_id]
    every = [
        (each, each in brands, [(inbox, inbox in inboxes) for inbox in each.inboxes.order_by("name")])
        for each in Brand.objects.prefetch_related("inboxes").order_by("name")
    ]
    facts = {"who": who, "every": every, "errors": errors}
    return render(request, "conversations/pages/limits.html", ROOM | facts, status=422 if errors else 200)


def _who(kind: str, key: str) -> Agent | Role | Team:
    if kind not in KINDS or (kind != "role" and not key.isdecimal()):
        raise Http404
    return get_object_or_404(KINDS[kind], pk=key)


def _asked(request: HttpRequest) -> tuple[list[Inbox], list[Brand]]:
    named = {name: [int(pk) for pk in request.POST.getlist(name) if pk.isdecimal()] for name in ("inbox", "brand")}
    return list(Inbox.objects.filter(pk__in=named["inbox"])), list(Brand.objects.filter(pk__in=named["brand"]))


def _choices() -> list[tuple[str, list[tuple[str, object]]]]:
    """Whom one may limit, for links: the kind in words, and each with its address."""
    several = ((_("People"), "agent", Agent.objects.active().exclude(role=Role.OWNER)), (_("Roles"), "role", [each for each in roles() if each.pk != Role.OWNER]), (_("Teams"), "team", Team.objects.order_by("name")))  # fmt: skip
    return [(words, [(f"/settings/access/{kind}/{each.pk}", each) for each in found]) for words, kind, found in several]
