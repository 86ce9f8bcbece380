"""For admins: the model, what the assistant does where, and the switch that stops everything."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.assistant.actions.save_duty import save_duty
from regulars.assistant.actions.save_provider import save_provider
from regulars.assistant.actions.try_model import try_model
from regulars.assistant.models import Duty, Provider, Task
from regulars.assistant.settings_forms import OTHERS, AnswerForm, HelpForm, ProviderForm
from regulars.assistant.settings_rows import places
from regulars.conversations.models import Inbox
from regulars.knowledge.models import HelpCentre
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "assistant"}


@may(Permission.AUTOMATION)
@require_http_methods(["GET", "POST"])
def assistant(request: HttpRequest) -> HttpResponse:
    """Where it does what, and the model."""
    kept = Provider.current()
    form = ProviderForm(request.POST if request.method == "POST" else None, instance=kept, initial={"key": kept.key})
    if not form.is_bound or not _saved(form, lambda: save_provider(form.instance, by=request.user)):
        return _page(request, form)
    messages.success(request, _("The model is kept."))
    return redirect("assistant:settings")


@may(Permission.AUTOMATION)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Everything, or (without `stop`) let it work again."""
    kept = Provider.current()
    kept.is_stopped = "stop" in request.POST
    save_provider(kept, by=request.user)
    messages.success(request, _("The assistant has stopped.") if kept.is_stopped else _("The assistant works again."))
    return redirect("assistant:settings")


@may(Permission.AUTOMATION)
@require_POST
def try_it(request: HttpRequest) -> HttpResponse:
    """Ask the model that is kept one small thing, and say how that went."""
    went_well, words = try_model(Provider.current(), by=request.user)
    (messages.success if went_well else messages.error)(request, words)
    return redirect("assistant:settings")


@may(Permission.AUTOMATION)
@require_http_methods(["GET", "POST"])
def inbox(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """What it does in one inbox."""
    place = get_object_or_404(Inbox, pk=inbox_id)
    known = {duty.task: duty for duty in Duty.objects.filter(inbox=place)}
    given = request.POST if request.method == "POST" else None
    form = AnswerForm(given, instance=known.get(Task.ANSWER) or Duty(inbox=place, task=Task.ANSWER, channels=["chat"]))
    more = HelpForm(given, known=known)
    if form.is_bound and more.is_valid() and _saved(form, lambda: save_duty(form.duty(), by=request.user)):
        for task in OTHERS:
            duty = known.get(task) or Duty(inbox=place, task=task)
            duty.way = Duty.Way.SUGGEST if more.cleaned_data[task.value] else Duty.Way.OFF
            save_duty(duty, by=request.user)
        return _kept(request, place)
    return _duties(request, form, {"place": place, "more": more})


@may(Permission.AUTOMATION)
@require_http_methods(["GET", "POST"])
def centre(request: HttpRequest, centre_id: int) -> HttpResponse:
    """Whether it answers in one help centre."""
    place = get_object_or_404(HelpCentre, pk=centre_id)
    kept = Duty.objects.filter(centre=place, task=Task.ANSWER).first() or Duty(centre=place, task=Task.ANSWER)
    form = AnswerForm(request.POST if request.method == "POST" else None, instance=kept)
    if form.is_bound and _saved(form, lambda: save_duty(form.duty(), by=request.user)):
        return _kept(request, place)
    return _duties(request, form, {"place": place})


def _saved(form: ModelForm, save: Any) -> bool:
    """Whether the verb took what the form holds; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        save()
    except ValidationError as error:
        for name, several in error.message_dict.items():
            form.add_error(name if name in form.fields else None, several)
    return not form.errors


def _kept(request: HttpRequest, place: object) -> HttpResponse:
    messages.success(request, _("“%s” is kept.") % place)
    return redirect("assistant:settings")


def _page(request: HttpRequest, form: ProviderForm) -> HttpResponse:
    shown = {"form": form, "kept": Provider.current(), "places": places()}
    status = 422 if form.is_bound else 200
    return render(request, "assistant/pages/settings.html", ROOM | shown, status=status)


def _duties(request: HttpRequest, form: AnswerForm, shown: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "assistant/pages/duties.html", ROOM | shown | {"form": form}, status=status)
