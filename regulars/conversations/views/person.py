"""The customer beside the conversation, and all their conversations on their own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulars.conversations import queries
from regulars.conversations.models import Conversation
from regulars.customers.profile import profile
from regulars.customers.views.customer import the_customer
from regulars.team.models import Agent
from regulars.ui.moments import moment

EVENTS = 10
PAST = 5
ALL = 50


@login_required
@require_GET
def pane(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: who this is, and what else they wrote about than the conversation at hand."""
    customer = the_customer(customer_id)
    here = request.GET.get("conversation", "")
    past = [each for each in _newest(customer_id, request.user, PAST + 1) if str(each["conversation"].pk) != here][:PAST]
    shown = {**profile(customer, events=EVENTS), "past": past, "is_pane": True}
    return render(request, "conversations/pages/_person.html", shown)


@login_required
@require_GET
def conversations_of(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: their conversations, newest first."""
    return render(request, "conversations/pages/_past.html", {"past": _newest(customer_id, request.user, ALL)})


def _newest(customer_id: int, agent: Agent, limit: int) -> list[dict[str, object]]:
    found = queries.conversations(queries.Choice(customer=customer_id), agent=agent)
    newest = found.only("subject", "status", "last_activity_at").order_by("-last_activity_at", "-pk")[:limit]
    return [{"conversation": each, "when": moment(each.last_activity_at), "is_open": each.status == Conversation.Status.OPEN} for each in newest]
