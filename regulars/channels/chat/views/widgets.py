"""For admins: the widgets, what they say, and on which websites."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.channels.chat.actions.renew_secret import renew_secret
from regulars.channels.chat.actions.save_widget import save_widget
from regulars.channels.chat.forms import WidgetForm
from regulars.channels.chat.models import Widget
from regulars.conversations.views.inboxes import first_an_inbox
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "widgets"}


@may(Permission.CHANNELS)
@require_GET
def widgets(request: HttpRequest) -> HttpResponse:
    """All of them."""
    found = Widget.objects.select_related("inbox__brand")
    return render(request, "channels/chat/pages/widgets.html", ROOM | {"widgets": found})


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, widget_id: int | None = None) -> HttpResponse:
    """A new widget, or one that there is."""
    if lead := first_an_inbox(request):
        return lead
    kept = get_object_or_404(Widget, pk=widget_id) if widget_id else Widget()
    form = WidgetForm(request.POST if request.method == "POST" else None, instance=kept)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    try:
        save_widget(kept, by=request.user)
    except ValidationError as error:
        for name, several in error.message_dict.items():
            form.add_error(name, several)
        return _page(request, form)
    messages.success(request, _("“%s” is kept.") % kept)
    return redirect("chat:widget", kept.pk)


@may(Permission.CHANNELS)
@require_POST
def renew(request: HttpRequest, widget_id: int) -> HttpResponse:
    """A new secret, shown in the answer and never again."""
    widget = get_object_or_404(Widget, pk=widget_id)
    secret = renew_secret(widget, by=request.user)
    return _page(request, WidgetForm(instance=widget), secret=secret)


def _page(request: HttpRequest, form: WidgetForm, *, secret: str = "") -> HttpResponse:
    kept = form.instance
    tag = f'<script async src="{settings.BASE_URL}/widget.js" data-widget="{kept.key}"></script>'
    shown = {"form": form, "kept": kept, "tag": tag, "secret": secret}
    response = render(request, "channels/chat/pages/widget.html", ROOM | shown, status=422 if form.is_bound else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
