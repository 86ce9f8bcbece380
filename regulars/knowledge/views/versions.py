"""What readers saw once, what has changed since, and how it will look."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from regulars.knowledge.actions.restore_version import restore_version
from regulars.knowledge.differing import differences
from regulars.knowledge.forms import in_words
from regulars.knowledge.models import Translation, Version
from regulars.knowledge.showing import shown
from regulars.knowledge.views.articles import ROOM, the_article
from regulars.lib.languages import direction_of, language_name
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

READERS = {
    "public": (gettext_lazy("Everybody"), {"public"}),
    "signed_in": (gettext_lazy("A customer who has signed in"), {"public", "signed_in", "segment"}),
    "agents": (gettext_lazy("Who works here"), {"public", "signed_in", "segment", "agents"}),
}


@may(Permission.KNOWLEDGE)
@require_GET
def versions(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """All of them, and what the chosen one changed; first: what the draft changes."""
    words = the_words(article_id, language)
    several = list(words.versions.select_related("by"))
    chosen = next((each for each in several if each.number == number_in(request.GET.get("version"))), None)
    if chosen is None and several and not words.is_changed:
        chosen = several[0]
    older = next((each for each in several if chosen is None or each.number < chosen.number), None)
    before = (older.title, older.html) if older else ("", "")
    after = (chosen.title, chosen.html) if chosen else (words.draft_title, words.draft_html)
    facts = {
        "words": words, "article": words.article, "versions": several, "chosen": chosen, "older": older,
        "language": language, "language_name": language_name(language), "is_right_to_left": direction_of(language) == "rtl",
        "title_lines": differences(*(f"<p>{title}</p>" for title in _escaped(before[0], after[0]))), "lines": differences(before[1], after[1]),
        "is_current": bool(chosen and several and chosen.pk == several[0].pk and words.is_published),
    }  # fmt: skip
    return render(request, "knowledge/pages/versions.html", ROOM | facts)


@may(Permission.KNOWLEDGE)
@require_POST
def restore(request: HttpRequest, article_id: int, language: str, version: int) -> HttpResponse:
    """Let readers see this one again."""
    words = the_words(article_id, language)
    old = get_object_or_404(Version.objects.select_related("translation__article"), translation=words, number=version)
    try:
        kept = restore_version(old, by=request.user)
    except ValidationError as error:
        messages.error(request, in_words(error))
    else:
        says = (
            _("Readers see version %(old)d again, as version %(new)d.")
            if kept.is_published
            else _("Version %(old)d is the draft now.")
        )
        messages.success(request, says % {"old": version, "new": kept.version})
    return redirect("knowledge:versions", article_id, language)


@may(Permission.KNOWLEDGE)
@require_GET
def preview(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """The draft as readers of a kind will see it, or that they will not."""
    words = the_words(article_id, language)
    who = request.GET.get("as") if request.GET.get("as") in READERS else "public"
    article = words.article
    facts = {
        "words": words, "article": article, "language": language, "is_right_to_left": direction_of(language) == "rtl",
        "who": who, "readers": [(name, label) for name, (label, _sees) in READERS.items()],
        "is_seen": article.visibility in READERS[str(who)][1] and (who == "agents" or article.centre.is_open),
        "is_for_some": article.visibility == "segment" and who == "signed_in",
        "body": shown(words.draft_html), "accent": article.centre.accent, "centre": article.centre,
    }  # fmt: skip
    return render(request, "knowledge/pages/preview.html", ROOM | facts)


def the_words(article_id: int, language: str) -> Translation:
    words = (
        the_article(article_id)
        .translations.select_related("article__centre", "centre")
        .filter(language=language)
        .first()
    )
    if words is None:
        raise Http404
    return words


def _escaped(*titles: str) -> list[str]:
    from html import escape

    return [escape(title) for title in titles]
