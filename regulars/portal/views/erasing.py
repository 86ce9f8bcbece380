"""For admins: a customer is forgotten, for good."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.conversations.models import Attachment, Conversation, Message
from regulars.customers.models import Identity
from regulars.customers.views.customer import the_customer
from regulars.portal.actions.forget_customer import forget_customer
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.ERASE)
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Say what goes, and have it said that it is meant."""
    customer = the_customer(customer_id)
    if request.POST.get("sure") == str(customer.pk):
        forget_customer(customer, by=request.user)
        messages.success(request, _("Erased. That there were conversations stays, and nothing of what they said."))
        return redirect(f"/customers/{customer.pk}")
    theirs = Conversation.objects.filter(customer=customer)
    shown = {
        "room": "customers",
        "customer": customer,
        "ways": Identity.objects.filter(customer=customer).order_by("pk"),
        "conversations": theirs.count(),
        "said": Message.objects.filter(conversation__in=theirs).count(),
        "files": Attachment.objects.filter(message__conversation__in=theirs).count(),
        "wrong": request.method == "POST",
    }
    return render(request, "portal/pages/erase.html", shown, status=422 if request.method == "POST" else 200)
