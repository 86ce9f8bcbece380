"""A page of a shop, in the demo's world alone: there the widget can be tried."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from regulars.channels.chat.models import Widget
from regulars.ui.site import Site

DEMO = "demo-shop"  # the key of the widget that the demo's world brings


@require_GET
def shop(request: HttpRequest) -> HttpResponse:
    """A kettle, and the chat beside it."""
    widget = get_object_or_404(Widget.objects.select_related("inbox__brand"), key=DEMO)
    brand = widget.inbox.brand
    site = Site(name=brand.name, home=request.path, language=get_language() or "en", accent=widget.accent)
    return render(request, "channels/chat/pages/shop.html", {"widget": widget, "site": site})
