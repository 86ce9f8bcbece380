"""What the palette finds: customers and conversations."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.conversations import queries
from regulars.conversations.commands import offered
from regulars.conversations.found import found_by
from regulars.conversations.models import Conversation
from regulars.conversations.rows import channel_icon
from regulars.customers.finding import people_like
from regulars.customers.models import Customer
from regulars.customers.queries import IN_ORDER
from regulars.ui.faces import avatar
from regulars.ui.moments import moment

FEW = 5


@login_required
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """A fragment: the few customers and conversations that fit best, or the newest conversations when nothing is asked."""
    words = request.GET.get("q", "").strip()[:200]
    people = _people(words) if len(words) > 1 else []
    few: dict[str, Any] = {"agent": request.user, "limit": FEW}
    found, _behind = found_by(words, queries.Choice(), **few) if words else queries.page(queries.Choice(), **few)
    customers = [_customer(customer, words) for customer in people]
    groups = [(_("Customers"), customers), (_("Conversations"), [_conversation(each, words) for each in found])]
    return render(request, "conversations/pages/_palette.html", {"groups": [group for group in groups if group[1]]})


@login_required
@require_GET
def commands(request: HttpRequest) -> HttpResponse:
    """A fragment: every page that this agent may open, and everything new that they may make."""
    return render(request, "conversations/pages/_commands.html", {"commands": list(offered(request.user))})


def _people(words: str) -> list[Customer]:
    """Those who match, or else are nearly called so, the likest first."""
    found = people_like(words, limit=FEW)
    prefetch_related_objects(found, IN_ORDER)
    return found


def _customer(customer: Customer, words: str) -> dict[str, object]:
    identities = [identity.value for identity in customer.identities.all()]
    side = next((value for value in identities if words.lower() in value), identities[0] if identities else "")
    face = avatar(str(customer), customer.pk)
    return {"href": f"/customers/{customer.pk}", "face": face, "what": marked(str(customer), words), "side": side}


def _conversation(conversation: Conversation, words: str) -> dict[str, object]:
    side = f"{conversation.customer}, {conversation.get_status_display().lower()}, #{conversation.pk}"
    what = marked(conversation.subject or _("(no subject)"), words)
    facts = {
        "face": channel_icon(conversation.channel),
        "what": what,
        "side": side,
        "when": moment(conversation.last_activity_at),
    }
    return {"href": f"/inbox/{conversation.pk}", **facts}


def marked(text: str, words: str) -> SafeString:
    """The text with the first place marked where the words stand in it."""
    at = text.lower().find(words.lower()) if words else -1
    if at < 0 or len(text.lower()) != len(text):
        return mark_safe(conditional_escape(text))
    end = at + len(words)
    return format_html("{}<mark>{}</mark>{}", text[:at], text[at:end], text[end:])
