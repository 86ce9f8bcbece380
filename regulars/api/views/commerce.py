"""Orders, products and returns; programs bring in what customers bought."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from regulars.api import cursors, shapes, told
from regulars.api.given import commerce as given_
from regulars.api.rows import newest, the_one
from regulars.api.signing_in import needing
from regulars.commerce import facts, queries
from regulars.commerce.actions.approve_return import approve_return
from regulars.commerce.actions.decline_return import decline_return
from regulars.commerce.actions.receive_return import receive_return
from regulars.commerce.actions.request_refund import request_refund
from regulars.commerce.actions.request_return import request_return
from regulars.commerce.actions.save_shop import save_shop
from regulars.commerce.actions.take_order import take_order
from regulars.commerce.actions.take_product import take_product
from regulars.commerce.models import Order, Product, Return, Shop
from regulars.commerce.whose import clean_email
from regulars.conversations.queries import Cursor
from regulars.lib.refusal import refusal
from regulars.team.permissions import Permission

router = Router(tags=["Orders"])
BRINGING, DECIDING = needing(Permission.CHANNELS), needing(Permission.ORGANISE)


@router.get("/shops", response=shapes.PageOf[shapes.Shop], summary="List shops")
def list_shops(request: HttpRequest) -> HttpResponse:
    """Where orders come from."""
    return told.page_of([told.shop(row) for row in Shop.objects.order_by("name", "pk")], None)


@router.post("/shops", auth=BRINGING, response={201: shapes.Shop}, summary="Add a shop of your own")
def add_shop(request: HttpRequest, given: given_.NewShop) -> HttpResponse:
    """409 when the short name is taken."""
    if Shop.objects.filter(slug=given.slug).exists():
        raise refusal("slug", "There is such a shop already.", "taken")
    shop = Shop(kind=Shop.Kind.OWN, name=given.name, slug=given.slug)
    save_shop(shop, by=request.auth)
    return told.told(told.shop(shop), status=201)


@router.get("/orders", response=shapes.PageOf[shapes.Order], summary="List or search orders")
def list_orders(request: HttpRequest, asked: Query[given_.OrdersAsked]) -> HttpResponse:
    """Newest first."""
    found = queries.orders(asked.search, state=asked.state or "", customer=asked.customer, shop=asked.shop)
    if edge := cursors.read(asked.cursor):
        found = queries.after(found, edge.at, edge.id)
    rows = list(found[: asked.limit + 1])
    last = rows[asked.limit - 1] if len(rows) > asked.limit else None
    next = cursors.written(Cursor(last.placed_at, last.pk)) if last else None
    return told.page_of([told.order(row) for row in rows[: asked.limit]], next)


@router.post(
    "/orders", auth=BRINGING, response={200: shapes.WholeOrder, 201: shapes.WholeOrder}, summary="Bring in an order"
)
def bring_order(request: HttpRequest, given: given_.OrderGiven) -> HttpResponse:
    """As it stands now; the same order again brings it up to date (200). Its buyer is found by address, or becomes a customer."""
    shop = _shop(given.shop)
    is_new = not Order.objects.filter(shop=shop, external_id=given.external_id).exists()
    order = take_order(_order_facts(given, shop), shop=shop, is_history=given.is_history)
    return told.told(told.whole_order(_order(order.pk)), status=201 if is_new else 200)


@router.get("/orders/{int:number}", response=shapes.WholeOrder, summary="Read an order")
def read_order(request: HttpRequest, number: int) -> HttpResponse:
    """With its lines, payments, parcels and refunds."""
    return told.told(told.whole_order(_order(number)))


@router.post(
    "/orders/{int:number}/refund-requests",
    auth=DECIDING,
    response={201: shapes.RefundRequest},
    summary="Ask for a refund",
)
def ask_refund(request: HttpRequest, number: int, given: given_.RefundAsked) -> HttpResponse:
    """It is noted on the order and the timeline; the shop gives the money back."""
    order = _order(number)
    noted = request_refund(order, amount=given.amount, reason=given.reason, by=request.auth)
    return told.told(told.refund_request(noted, order.currency), status=201)


@router.post("/orders/{int:number}/returns", auth=DECIDING, response={201: shapes.Return}, summary="Ask for a return")
def ask_return(request: HttpRequest, number: int, given: given_.NewReturn) -> HttpResponse:
    """In the customer’s name. The terms’ days do not bind the team."""
    pieces = {each.line: each.quantity for each in given.lines}
    reasons = {each.line: each.reason for each in given.lines}
    noted = request_return(_order(number), pieces=pieces, reasons=reasons, words=given.words, by=request.auth)
    return told.told(told.returned(_return(noted.pk)), status=201)


@router.get("/returns", response=shapes.PageOf[shapes.Return], summary="List returns")
def list_returns(request: HttpRequest, asked: Query[given_.ReturnsAsked]) -> HttpResponse:
    """Newest first."""
    found = Return.objects.prefetch_related("lines__line")
    found = found.filter(state=asked.state) if asked.state else found
    return newest(found, asked, told.returned)


@router.post("/returns/{int:number}/approve", auth=DECIDING, response=shapes.Return, summary="Approve a return")
def approve(request: HttpRequest, number: int, given: given_.Decision) -> HttpResponse:
    return _decided(approve_return, number, answer=given.answer, by=request.auth)


@router.post("/returns/{int:number}/decline", auth=DECIDING, response=shapes.Return, summary="Decline a return")
def decline(request: HttpRequest, number: int, given: given_.Decision) -> HttpResponse:
    return _decided(decline_return, number, answer=given.answer, by=request.auth)


@router.post(
    "/returns/{int:number}/receive", auth=DECIDING, response=shapes.Return, summary="Note that a return has arrived"
)
def receive(request: HttpRequest, number: int) -> HttpResponse:
    return _decided(receive_return, number, by=request.auth)


@router.get("/products", response=shapes.PageOf[shapes.Product], summary="List products")
def list_products(request: HttpRequest, asked: Query[given_.ProductsAsked]) -> HttpResponse:
    """Newest first."""
    found = Product.objects.select_related("shop")
    found = found.filter(shop__slug=asked.shop) if asked.shop else found
    return newest(found, asked, told.product)


@router.post("/products", auth=BRINGING, response=shapes.Product, summary="Bring in a product")
def bring_product(request: HttpRequest, given: given_.ProductGiven) -> HttpResponse:
    """As it is sold now; the same one again brings it up to date."""
    if given.price is not None and given.currency is None:
        raise refusal("currency", "A price needs its currency.", "missing")
    said = given_.plain(given) | {"currency": given.currency or ""}
    shop = _shop(said.pop("shop"))
    return told.told(told.product(take_product(facts.ProductFacts(**said), shop=shop)))


def _order_facts(given: given_.OrderGiven, shop: Shop) -> facts.OrderFacts:
    """Raises ValidationError naming what cannot be."""
    _check(given)
    said = given_.plain(given) | {"person": _person(given.buyer, shop)}
    for name in ("shop", "buyer", "is_history"):
        del said[name]
    included = given.is_tax_included
    said["lines"] = tuple(
        facts.LineFacts(**_plain(line), net=line.price - line.discount - (line.tax if included else 0))
        for line in given.lines
    )
    said["payments"] = tuple(
        facts.PaymentFacts(**_plain(each) | {"currency": each.currency or given.currency}) for each in given.payments
    )
    said["shipments"] = tuple(
        facts.ShipmentFacts(**_plain(each), updated_at=given.updated_at) for each in given.shipments
    )
    refunds = (
        _plain(each) | {"lines": tuple(facts.RefundLineFacts(**_plain(line)) for line in each.lines)}
        for each in given.refunds
    )
    return facts.OrderFacts(**said | {"refunds": tuple(facts.RefundFacts(**each) for each in refunds)})


def _check(given: given_.OrderGiven) -> None:
    ids = [line.external_id for line in given.lines]
    for place, line in enumerate(given.lines):
        if line.discount + (line.tax if given.is_tax_included else 0) > line.price:
            raise refusal(f"lines.{place}.discount", "Discount and tax are more than the price.")
        if line.external_id in ids[:place]:
            raise refusal(f"lines.{place}.external_id", "Two lines have the same id.")
    for place, back in enumerate(given.refunds):
        if unknown := next((each.line for each in back.lines if each.line not in ids), None):
            raise refusal(f"refunds.{place}.lines", f"There is no line {unknown}.", "unknown")
    if given.buyer.email and not clean_email(given.buyer.email):
        raise refusal("buyer.email", f"“{given.buyer.email}” is no e-mail address.")


def _person(buyer: given_.Buyer, shop: Shop) -> facts.Person:
    number = f"{shop.slug}:{buyer.external_id}" if buyer.external_id else ""
    return facts.Person(**buyer.model_dump() | {"external_id": number})


def _plain(given: Any) -> dict[str, Any]:
    return given_.plain(given)


def _shop(slug: str) -> Shop:
    found = Shop.objects.filter(slug=slug, is_active=True).first()
    if found is None:
        known = ", ".join(Shop.objects.filter(is_active=True).order_by("slug").values_list("slug", flat=True)[:10])
        raise refusal("shop", f"There is no shop {slug}. There is: {known or 'none yet; POST /api/shops'}.", "unknown")
    return found


def _order(number: int) -> Order:
    return the_one(Order.objects.select_related("shop", "customer").filter(pk=number), f"There is no order {number}")


def _return(number: int) -> Return:
    return the_one(Return.objects.prefetch_related("lines__line").filter(pk=number), f"There is no return {number}")


def _decided(verb: Callable[..., Return], number: int, **words: Any) -> HttpResponse:
    verb(_return(number), **words)
    return told.told(told.returned(_return(number)))
