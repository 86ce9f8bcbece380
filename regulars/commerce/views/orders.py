"""Orders at the desk: found, looked at, and beside a conversation."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from regulars.commerce import queries, rows
from regulars.commerce.actions.request_refund import request_refund
from regulars.commerce.models import Order, Shop
from regulars.customers.profile import timeline
from regulars.customers.queries import events_about
from regulars.customers.telling import told
from regulars.customers.views.customer import the_customer
from regulars.lib.money import major, typed
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

A_PAGE, IN_PANE = 50, 3
TABS = (
    ("", gettext_lazy("All")), ("open", gettext_lazy("Open")), ("unpaid", gettext_lazy("Not paid")),
    ("shipped", gettext_lazy("On their way")), ("refunded", gettext_lazy("Refunded")), ("cancelled", gettext_lazy("Cancelled")),
)  # fmt: skip


@login_required
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """All of them, newest first; `after` goes on behind one."""
    words, state = request.GET.get("q", "").strip()[:200], request.GET.get("state", "")
    after = number_in(request.GET.get("after"))
    found = queries.orders(words, state=state)
    if edge := Order.objects.filter(pk=after).first():
        found = queries.after(found, edge.placed_at, edge.pk)
    page = list(found[: A_PAGE + 1])
    more = urlencode({"q": words, "state": state, "after": page[A_PAGE - 1].pk}) if len(page) > A_PAGE else ""
    shown = {
        "room": "orders",
        "rows": rows.order_rows(page[:A_PAGE]),
        "words": words,
        "state": state,
        "tabs": TABS,
        "more": more,
    }
    shown |= {"has_shops": bool(page) or Shop.objects.exists()}
    return render(
        request,
        "commerce/pages/_order_rows.html" if request.htmx and after else "commerce/pages/orders.html",
        shown,
    )


@login_required
@require_GET
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One of them, with all that became of it."""
    return _page(request, the_order(order_id))


@may(Permission.ORGANISE)
@require_POST
def ask_refund(request: HttpRequest, order_id: int) -> HttpResponse:
    """Note that money is to go back."""
    found = the_order(order_id)
    try:
        amount = typed(request.POST.get("amount", ""), found.currency)
        request_refund(found, amount=amount, reason=request.POST.get("reason", ""), by=request.user)
    except ValidationError as error:
        return _page(request, found, wrong=error.messages[0], status=422)
    except ValueError:
        return _page(request, found, wrong=_("Write an amount, such as 12.30."), status=422)
    messages.success(request, _("It is noted. The shop gives the money back; when it has, you see it here."))
    return redirect("commerce:order", found.pk)


@login_required
@require_GET
def of_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A fragment: their newest orders, for the pane beside a conversation; `all` for the page of their own."""
    customer, limit = the_customer(customer_id), A_PAGE if "all" in request.GET else IN_PANE
    found = queries.orders_of(customer, limit=limit + 1)
    shown = {"customer": customer, "rows": rows.with_contents(found[:limit]), "has_more": len(found) > limit}
    return render(request, "commerce/pages/_of_customer.html", shown)


def the_order(order_id: int) -> Order:
    """Raises Http404."""
    return get_object_or_404(Order.objects.select_related("shop", "customer"), pk=order_id)


def _page(request: HttpRequest, found: Order, *, wrong: str = "", status: int = 200) -> HttpResponse:
    left = max(found.total - found.refunded, 0)
    shown = {
        "room": "orders",
        "order": found,
        "chips": rows.chips(found),
        "lines": rows.line_rows(found),
        "sums": rows.sums(found),
        "parcels": rows.parcel_rows(found),
        "money": rows.money_rows(found),
        "returns": rows.return_rows(queries.returns().filter(order=found)),
        "happened": timeline(told(events_about(f"order:{found.pk}"), customer=found.customer)),
        "left": major(left, found.currency) if left else None,
        "amount": request.POST.get("amount", ""),
        "may_organise": request.user.may(Permission.ORGANISE),
        "wrong": wrong,
    }
    return render(request, "commerce/pages/order.html", shown, status=status)
