"""The door for shops: what they send is written down, and only then they hear that we have it."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from regulars.commerce.actions.keep_shop_call import keep_shop_call
from regulars.commerce.models import Shop
from regulars.commerce.shops.protocols import PROTOCOLS, Protocol
from regulars.lib.texts import storable
from regulars.lib.throttle import Throttle

LARGEST = 5 * 1024 * 1024  # bytes of one call
calling = Throttle(per_second=50, burst=2000)  # by whoever calls one shop's address: sales are bursts, and come again


@csrf_exempt
@require_http_methods(["POST", "GET", "HEAD"])
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Something happened in a shop. Shops look by GET or HEAD whether somebody is there."""
    if request.method != "POST":
        return HttpResponse()
    if wait := calling.wait((slug, request.META.get("REMOTE_ADDR"))):
        return HttpResponse(status=429, headers={"Retry-After": str(int(wait) + 1)})
    shop = get_object_or_404(Shop.objects.exclude(kind=Shop.Kind.OWN), slug=slug, is_active=True)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    protocol, body = PROTOCOLS[shop.kind], request.body
    if shop.kind == Shop.Kind.WOOCOMMERCE and _is_ping(request, body):
        return HttpResponse()
    if wrong := _wrong(shop, protocol, request, body):
        Shop.objects.filter(pk=shop.pk).update(refused_at=timezone.now(), error=storable(wrong)[:500])
        return HttpResponse("Who you are could not be proven.", status=401, content_type="text/plain")
    given = _parsed(body)
    topic, delivery = protocol.topic(request.headers, given), protocol.delivery(request.headers, given)
    keep_shop_call(shop, topic=storable(topic), delivery=storable(delivery), headers=request.headers, body=body)
    return HttpResponse()


def _wrong(shop: Shop, protocol: Protocol, request: HttpRequest, body: bytes) -> str:
    """Why this is not the shop; nothing when it is."""
    if not shop.secret:
        return _("The signing secret is not entered yet.")
    if not protocol.is_signed(request.headers, body, shop.secret, time.time()):
        return _("The call was not signed with the secret that is entered here.")
    source, ours = request.headers.get(protocol.source, "") if protocol.source else "", _host(shop.website)
    if shop.kind == Shop.Kind.SHOPIFY and ours.endswith(".myshopify.com") and source and _host(source) != ours:
        return _("The call comes from another shop: %s.") % source[:100]
    return ""


def _is_ping(request: HttpRequest, body: bytes) -> bool:
    """WooCommerce's first call to a new address has a form instead of an event, and no signature. It is of no interest."""
    return "X-WC-Webhook-Topic" not in request.headers and body[:11] == b"webhook_id=" and body[11:].isdigit()


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _host(address: str) -> str:
    return (urlsplit(address).netloc if "//" in address else address).lower()
