"""Where an article is written: its words in one language, and what is said of it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.knowledge.actions.confirm import confirm
from regulars.knowledge.actions.discard_draft import discard_draft
from regulars.knowledge.actions.keep_file import keep_file
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.publish_later import publish_later
from regulars.knowledge.actions.readdress import readdress
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.unpublish import unpublish
from regulars.knowledge.actions.write import write
from regulars.knowledge.forms import ArticleForm, in_words
from regulars.knowledge.models import Article, Translation
from regulars.knowledge.rows import is_stale, tongues
from regulars.knowledge.views.articles import ROOM, the_article
from regulars.lib.conditions import describe
from regulars.lib.languages import direction_of, language_name
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.KNOWLEDGE)
@require_GET
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """To the language that it was written in first."""
    found = the_article(article_id)
    return redirect("knowledge:editor", found.pk, found.original.language if found.original else found.centre.language)


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def editor(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Its draft. Without a script the form is sent here and kept."""
    found = the_article(article_id)
    if request.method == "POST":
        try:
            _write(request, found, language)
        except ValidationError as error:
            return _again(request, found, language, error)
        messages.success(request, _("The draft is kept."))
        return redirect("knowledge:editor", article_id, language)
    return render(request, "knowledge/pages/editor.html", ROOM | _facts(found, language))


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Kept while somebody writes: 409 with the newer words when somebody else has written on."""
    found = the_article(article_id)
    if request.method == "POST":
        try:
            _write(request, found, language)
        except ValidationError as error:
            if "version" not in error.message_dict:
                return JsonResponse({"errors": error.message_dict}, status=422)
            return JsonResponse(_kept(found, language), status=409)
    return JsonResponse(_kept(found, language))


@may(Permission.KNOWLEDGE)
@require_POST
def act(request: HttpRequest, article_id: int, language: str, verb: str) -> HttpResponse:
    """Publish, schedule, unpublish, discard or confirm: what stands in the form is kept first."""
    found = the_article(article_id)
    has_words = "html" in request.POST and verb in ("publish", "later")
    try:
        if has_words:
            _write(request, found, language)
        words = found.translations.filter(language=language).first()
        if words is None:
            raise Http404
        messages.success(request, ACTS[verb](request, words))
    except ValidationError as error:
        if has_words:
            return _again(request, the_article(article_id), language, error)
        messages.error(request, in_words(error))
    return (
        redirect("knowledge:article", article_id)
        if verb == "discard"
        else redirect("knowledge:editor", article_id, language)
    )


@may(Permission.KNOWLEDGE)
@require_POST
def facts(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """What is said of it besides its words."""
    found = the_article(article_id)
    form = ArticleForm(request.POST, article=found)
    if form.is_valid():
        try:
            save_article(found, facts=form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Kept."))
            return redirect("knowledge:editor", article_id, language)
    return render(request, "knowledge/pages/editor.html", ROOM | _facts(found, language) | {"form": form}, status=422)


@may(Permission.KNOWLEDGE)
@require_POST
def address(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Give it another address."""
    words = the_article(article_id).translations.filter(language=language).first()
    if words is None:
        raise Http404
    try:
        kept = readdress(words, slug=request.POST.get("slug", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("Its address ends with “%s” now. Old links lead on to it.") % kept.slug)
    return redirect("knowledge:editor", article_id, language)


@may(Permission.KNOWLEDGE)
@require_POST
def files(request: HttpRequest, article_id: int) -> HttpResponse:
    """Keep a file for it, and say where it is."""
    sent = request.FILES.get("file")
    try:
        kept = (
            keep_file(the_article(article_id), name=sent.name or "", content=sent.read(), by=request.user)
            if sent
            else None
        )
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    if kept is None:
        return JsonResponse({"errors": {"file": [_("Choose a file.")]}}, status=422)
    return JsonResponse({"address": kept.address, "name": kept.name, "isPicture": kept.is_picture})


def _again(request: HttpRequest, found: Article, language: str, error: ValidationError) -> HttpResponse:
    """The page with what was sent, and why it was refused: no word is lost."""
    wrong = {field: " ".join(says) for field, says in error.message_dict.items()}
    sent = {"title": request.POST.get("title", ""), "html": request.POST.get("html", ""), "wrong": wrong}
    return render(request, "knowledge/pages/editor.html", ROOM | _facts(found, language) | sent, status=422)


def _write(request: HttpRequest, found: Article, language: str) -> Translation:
    sent = request.POST
    said = {"title": sent.get("title", ""), "html": sent.get("html", ""), "version": sent.get("version")}
    return write(found, language=language, by=request.user, **said)


def _kept(found: Article, language: str) -> dict[str, Any]:
    words = found.translations.filter(language=language).first()
    if words is None:
        return {"title": "", "html": "", "version": "", "by": "", "isChanged": False}
    by = words.edited_by.name if words.edited_by else ""
    return {
        "title": words.draft_title,
        "html": words.draft_html,
        "version": words.draft_version,
        "by": by,
        "isChanged": words.is_changed,
    }


def _facts(found: Article, language: str) -> dict[str, Any]:
    if language not in found.centre.languages and not found.translations.filter(language=language).exists():
        raise Http404
    words, original = found.in_language(language), found.original
    is_original = original is None or original.language == language
    return {
        "article": found, "words": words, "language": language, "language_name": language_name(language),
        "is_right_to_left": direction_of(language) == "rtl", "title": words.draft_title if words else "",
        "html": words.draft_html if words else "", "version": words.draft_version if words else "",
        "original": None if is_original else original, "is_stale": bool(words and is_stale(words, original)),
        "tongues": tongues(found), "form": ArticleForm(None, article=found), "heading": str(found),
        "about_conditions": json.dumps(describe(CUSTOMER_FIELDS, asker=None), default=str),
        "can_be_read": words is not None and words.is_published and found.retired_at is None,
        "centre": found.centre,
    }  # fmt: skip


def _published(request: HttpRequest, words: Translation) -> str:
    publish(words, by=request.user, is_up_to_date="as_stale" not in request.POST)
    return _("Readers see it now.")


def _later(request: HttpRequest, words: Translation) -> str:
    sent = request.POST.get("at", "")
    try:
        at = timezone.make_aware(datetime.fromisoformat(sent)) if sent else None
    except ValueError:
        raise ValidationError({"at": _("Choose a day and a time.")}) from None
    publish_later(words, at=at, by=request.user)
    return _("It will be published by itself.") if at else _("It will not be published by itself.")


def _unpublished(request: HttpRequest, words: Translation) -> str:
    unpublish(words, by=request.user)
    return _("Readers do not see it any more.")


def _discarded(request: HttpRequest, words: Translation) -> str:
    discard_draft(words, by=request.user)
    return _("The draft is thrown away.")


def _confirmed(request: HttpRequest, words: Translation) -> str:
    confirm(words, by=request.user)
    return _("It says what the original says.")


ACTS = {"publish": _published, "later": _later, "unpublish": _unpublished, "discard": _discarded, "confirm": _confirmed}
