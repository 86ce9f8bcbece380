"""For programme managers: how often we write of our own accord, about what, in which words, and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.lib.languages import language_name
from regulars.lib.numbers import number_in
from regulars.lib.texts import storable
from regulars.loyalty.models import Programme
from regulars.outreach.actions.save_manners import save_manners
from regulars.outreach.actions.save_notice import save_notice
from regulars.outreach.actions.save_topic import remove_topic, save_topic
from regulars.outreach.forms import MannersForm, TopicForm
from regulars.outreach.gates import manners
from regulars.outreach.models import Notice, Sending, Topic
from regulars.outreach.notices import ALWAYS, KINDS, notice_of, words_of
from regulars.outreach.queries import found, sums
from regulars.outreach.rows import sending_rows
from regulars.outreach.topics import WORDS, topic_of, topics
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "outreach"}
PAGE = 50


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def outreach(request: HttpRequest) -> HttpResponse:
    """Manners, topics and notices."""
    form = MannersForm(request.POST or None, instance=manners())
    if request.method == "POST" and form.is_valid():
        save_manners(form.instance, by=request.user)
        messages.success(request, _("Kept."))
        return redirect("outreach:settings")
    several = [(each, _notices(each)) for each in Programme.objects.order_by("pk")]
    shown = {"form": form, "topics": topics(), "programmes": several, "sums": sums()}
    return render(request, "outreach/pages/outreach.html", ROOM | shown, status=422 if form.errors else 200)


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def topic(request: HttpRequest, topic_word: str = "") -> HttpResponse:
    """A new topic, or one that there is."""
    kept = _topic(topic_word) if topic_word else Topic()
    form = TopicForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _("“%s” is kept.") % save_topic(form.instance, by=request.user))
            return redirect("outreach:settings")
        except ValidationError as error:
            form.add_error(None, error)
    shown = {"form": form, "kept": kept, "is_own": topic_word and topic_word not in WORDS}
    return render(request, "outreach/pages/topic.html", ROOM | shown, status=422 if form.errors else 200)


@may(Permission.LOYALTY)
@require_POST
def remove(request: HttpRequest, topic_word: str) -> HttpResponse:
    """Write about it no more."""
    kept = _topic(topic_word)
    remove_topic(kept, by=request.user)
    messages.success(request, _("“%s” is removed.") % kept)
    return redirect("outreach:settings")


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, programme_id: int, notice_word: str) -> HttpResponse:
    """Whether a programme sends it, and in which words."""
    programme = get_object_or_404(Programme, pk=programme_id)
    if notice_word not in KINDS:
        raise Http404
    kept, wrong = notice_of(programme, notice_word), ""
    if request.method == "POST":
        try:
            save_notice(
                programme, word=notice_word, is_on="is_on" in request.POST, texts=_texts(request), by=request.user
            )
            messages.success(request, _("Kept."))
            return redirect("outreach:settings")
        except ValidationError as error:
            kept, wrong = (
                Notice(programme=programme, word=notice_word, is_on="is_on" in request.POST, texts=_texts(request)),
                " ".join(error.messages),
            )
    shown = {"kept": kept, "kind": KINDS[notice_word], "programme": programme, "wrong": wrong, "texts": _lines(kept)}
    shown["places"] = [f"{{{{{each}}}}}" for each in (*KINDS[notice_word].places, *ALWAYS)]
    return render(request, "outreach/pages/notice.html", ROOM | shown, status=422 if wrong else 200)


@may(Permission.LOYALTY)
@require_GET
def sendings(request: HttpRequest) -> HttpResponse:
    """All letters of our own accord, the newest first: sent, waiting, or not sent and why."""
    asked = {name: storable(request.GET.get(name, ""))[:200] for name in ("state", "topic", "q")}
    before = request.GET.get("before", "")
    several = list(found(**asked, before=number_in(before))[: PAGE + 1])
    shown: dict[str, Any] = {
        "rows": sending_rows(several[:PAGE]),
        "asked": asked,
        "topics": topics(),
        "states": Sending.State.choices,
    }
    shown |= {"more": several[PAGE - 1].pk if len(several) > PAGE else None}
    return render(request, "outreach/pages/sendings.html", ROOM | shown)


def _topic(word: str) -> Topic:
    try:
        kept = topic_of(word)
    except ValidationError:
        raise Http404 from None
    if kept.is_essential:
        raise Http404
    return kept


def _notices(programme: Programme) -> list[dict[str, Any]]:
    return [{"word": word, "kind": kind, "notice": notice_of(programme, word)} for word, kind in KINDS.items()]


def _texts(request: HttpRequest) -> dict[str, dict[str, str]]:
    codes = [storable(code).strip()[:16] for code in request.POST.getlist("language")[:40]]
    parts = zip(request.POST.getlist("subject"), request.POST.getlist("text"), strict=False)
    return {
        code: {"subject": subject, "text": text} for code, (subject, text) in zip(codes, parts, strict=False) if code
    }


def _lines(kept: Notice) -> list[dict[str, str]]:
    """Each language that the house speaks or that has words of its own, and an empty line for another one."""
    codes = list(dict.fromkeys([*dict(settings.LANGUAGES), *kept.texts]))
    lines = [{"code": code, "name": language_name(code), **kept.texts.get(code, {})} for code in codes]
    usual = [words_of(Notice(programme=kept.programme, word=kept.word), code)._asdict() for code in codes]
    return [
        line | {"usual_subject": words["subject"], "usual_text": words["text"]}
        for line, words in zip(lines, usual, strict=True)
    ]
