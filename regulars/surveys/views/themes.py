"""What customers write about, and what we do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from regulars.lib.numbers import number_in
from regulars.outreach.models import Sending
from regulars.surveys import hearing
from regulars.surveys.actions.merge_themes import merge_themes
from regulars.surveys.actions.move_comment import move_comment
from regulars.surveys.actions.save_theme import save_theme
from regulars.surveys.actions.tell_what_was_done import tell_what_was_done
from regulars.surveys.models import Comment, Theme
from regulars.team.guard import may
from regulars.team.models import Agent
from regulars.team.permissions import Permission

ROOM = {"room": "feedback", "page": "themes"}


@login_required
@require_GET
def themes(request: HttpRequest) -> HttpResponse:
    """The most spoken of lately first."""
    found = hearing.themes(agent=request.user, now=timezone.now())
    shown = {"rows": hearing.theme_rows(found[:100]), "loose": hearing.loose(agent=request.user)}
    return render(request, "surveys/pages/themes.html", ROOM | shown)


@login_required
@require_GET
def one(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Its trend, its words, who speaks of it, and the task."""
    return _page(request, get_object_or_404(Theme, pk=theme_id))


@may(Permission.FEEDBACK)
@require_POST
def keep(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Its name and task."""
    theme, said = get_object_or_404(Theme, pk=theme_id), request.POST
    facts: dict[str, Any] = {name: said.get(name, "") for name in ("name", "state", "task")}
    try:
        facts["due_on"] = parse_date(said.get("due_on", ""))
    except ValueError:
        return _page(request, theme, wrong=_("There is no such day."))
    facts["owner"] = Agent.objects.filter(pk=number_in(said.get("owner", ""))).first()
    return _done(request, theme, save_theme, _("Kept."), **facts)


@may(Permission.FEEDBACK)
@require_POST
def merge(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Into another one."""
    theme, number = get_object_or_404(Theme, pk=theme_id), request.POST.get("into", "")
    into = get_object_or_404(Theme, pk=number_in(number) or 0)
    try:
        merge_themes(theme, into=into, by=request.user)
    except ValidationError as error:
        return _page(request, theme, wrong=" ".join(error.messages))
    return redirect("surveys:theme", into.pk)


@may(Permission.FEEDBACK)
@require_POST
def tell(request: HttpRequest, theme_id: int) -> HttpResponse:
    """“You said, we did”, to whoever had spoken of it."""
    theme = get_object_or_404(Theme, pk=theme_id)
    try:
        told = tell_what_was_done(theme, text=request.POST.get("text", ""), by=request.user)
    except ValidationError as error:
        return _page(request, theme, wrong=" ".join(error.messages))
    many = sum(each.state != Sending.State.STOPPED for each in told)
    messages.success(request, ngettext("%d customer is told.", "%d customers are told.", many) % many)
    return redirect("surveys:theme", theme.pk)


@may(Permission.FEEDBACK)
@require_POST
def take_out(request: HttpRequest, theme_id: int, opinion_id: int) -> HttpResponse:
    """A comment that does not belong here."""
    move_comment(get_object_or_404(Comment, pk=opinion_id, theme=theme_id), theme=None, by=request.user)
    return redirect("surveys:theme", theme_id)


def _done(request: HttpRequest, theme: Theme, verb: Any, said: str, **words: Any) -> HttpResponse:
    try:
        verb(theme, by=request.user, **words)
    except ValidationError as error:
        return _page(request, theme, wrong=" ".join(error.messages))
    messages.success(request, said)
    return redirect("surveys:theme", theme.pk)


def _page(request: HttpRequest, theme: Theme, *, wrong: str = "") -> HttpResponse:
    shown = hearing.told_of(theme, agent=request.user) | {
        "theme": theme,
        "typed": request.POST,
        "wrong": wrong,
        "others": Theme.objects.exclude(pk=theme.pk).order_by("name"),
        "agents": Agent.objects.active().order_by("name"),
        "states": Theme.State.choices,
        "may_change": request.user.may(Permission.FEEDBACK),
        "told": Sending.objects.filter(key__startswith=f"theme:{theme.pk}:", state=Sending.State.SENT).count(),
    }
    return render(request, "surveys/pages/theme.html", ROOM | shown, status=422 if wrong else 200)
