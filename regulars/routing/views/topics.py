"""Settings → Topics: the kinds of support, who answers them, and what they ask for."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.conversations.actions.remove_topic import remove_topic
from regulars.conversations.actions.save_topic import save_topic
from regulars.conversations.models import Topic
from regulars.routing.forms import TopicForm
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "topics"}
USUAL = (gettext_lazy("Technical"), gettext_lazy("Product"), gettext_lazy("Billing"), gettext_lazy("Account"))


@may(Permission.QUEUES)
@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """All of them, by name."""
    return render(
        request, "routing/pages/topics.html", ROOM | {"topics": Topic.objects.select_related("team", "skill")}
    )


@may(Permission.QUEUES)
@require_http_methods(["GET", "POST"])
def one_topic(request: HttpRequest, topic_id: int | None = None) -> HttpResponse:
    """A new topic, or one that there is."""
    topic = get_object_or_404(Topic, pk=topic_id) if topic_id else None
    form = TopicForm(request.POST or None, initial=TopicForm.written(topic))
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_topic(topic, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect("routing:topics")
    facts = {
        "form": form,
        "title": str(topic) if topic_id else _("New topic"),
        "back": "/settings/topics",
        "topic": topic,
    }
    return render(request, "routing/pages/one.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.QUEUES)
@require_POST
@transaction.atomic
def usual(request: HttpRequest) -> HttpResponse:
    """Make the topics that most houses have, where there is none."""
    for name in USUAL if not Topic.objects.exists() else ():
        save_topic(None, name=str(name), team=None, by=request.user)
    return redirect("routing:topics")


@may(Permission.QUEUES)
@require_POST
def remove(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Take it away."""
    topic = get_object_or_404(Topic, pk=topic_id)
    remove_topic(topic, by=request.user)
    messages.success(request, _("“%s” is gone. Conversations that had it have no topic now.") % topic.name)
    return redirect("routing:topics")
