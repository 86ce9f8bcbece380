"""The customer beside the conversation, and all their conversations on their own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.conversations.actions.set_field import set_field
from regulars.conversations.models import Conversation
from regulars.conversations.views.answers import done, wrong
from regulars.conversations.views.thread import the_conversation
from regulars.customers.field_rows import field_rows
from regulars.customers.models import Company, Customer
from regulars.customers.profile import profile
from regulars.customers.views.customer import the_customer
from regulars.customers.views.editing import value_of
from regulars.team.guard import may
from regulars.team.models import Agent
from regulars.team.permissions import Permission
from regulars.ui.moments import moment

EVENTS = 10
PAST = 5
ALL = 50


@login_required
@require_GET
def pane(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: who this is, what this conversation keeps in its fields, and what else they wrote about."""
    customer, here = the_customer(customer_id), request.GET.get("conversation", "")
    shown = {**profile(customer, events=EVENTS, agent=request.user), "is_pane": True}
    newest = _newest([customer], request.user, PAST + 1)
    shown["past"] = [each for each in newest if str(each["conversation"].pk) != here][:PAST]
    if here.isdecimal() and len(here) < 19:
        shown |= _fields_of(int(here), request.user)
    return render(request, "conversations/pages/_person.html", shown)


@login_required
@require_GET
def conversations_of(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: their conversations, newest first."""
    return render(
        request, "conversations/pages/_past.html", {"past": _newest([the_customer(customer_id)], request.user, ALL)}
    )


@login_required
@require_GET
def conversations_of_company(request: HttpRequest, company_id: int) -> HttpResponse:
    """A fragment: the conversations of a company's people, newest first, as far as this agent sees them."""
    people = Customer.objects.filter(company=get_object_or_404(Company, pk=company_id)).order_by("-pk")[:1000]
    return render(
        request,
        "conversations/pages/_past.html",
        {"past": _newest(list(people), request.user, ALL), "is_company": True},
    )


@may(Permission.ORGANISE)
@require_POST
def fill(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A custom field of the conversation: `key` and its `value`, or several."""
    conversation, key = the_conversation(request, conversation_id), request.POST.get("key", "")
    before = conversation.values.get(key)
    try:
        set_field(conversation, field=key, value=value_of(request, "conversation", key), by=request.user)
    except ValidationError as error:
        return wrong(request, error, back=f"/inbox/{conversation.pk}")
    undo = {"key": key, "value": "" if before is None else before}
    return done(request, conversation, says=_("It is kept."), undo=request.path, values=undo)


def _fields_of(number: int, agent: Agent) -> dict[str, object]:
    conversation = Conversation.objects.visible_to(agent).only("values", "channel").filter(pk=number).first()
    if conversation is None:
        return {}
    return {
        "here_chat": number if conversation.channel == "chat" else None,
        "here_fields": field_rows("conversation", conversation.values),
        "here_address": f"/conversations/{number}/fields",
        "may_organise": agent.may(Permission.ORGANISE),
    }


def _newest(customers: list[Customer], agent: Agent, limit: int) -> list[dict[str, object]]:
    theirs = Conversation.objects.visible_to(agent).filter(customer__in=customers, merged_into=None)
    shown = theirs.select_related("named_status", "customer").only(
        "subject", "status", "last_activity_at", "named_status__name", "customer__name"
    )
    newest = shown.order_by("-last_activity_at", "-pk")[:limit]
    return [
        {
            "conversation": each,
            "when": moment(each.last_activity_at),
            "state": str(each.named_status or each.get_status_display()).lower(),
        }
        for each in newest
    ]
