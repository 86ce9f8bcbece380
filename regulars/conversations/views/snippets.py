"""Settings → Snippets: one's own, those of one's teams, and everybody's."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.conversations import snippets
from regulars.conversations.actions.remove_snippet import remove_snippet
from regulars.conversations.actions.save_snippet import save_snippet
from regulars.conversations.models import Snippet
from regulars.conversations.placeholders import describe_places
from regulars.conversations.snippet_form import begun, circles, read
from regulars.lib.html import text_from_clean_html
from regulars.lib.texts import one_line

ROOM = {"room": "settings", "page": "snippets"}


@login_required
@require_GET
def all_snippets(request: HttpRequest) -> HttpResponse:
    """Folder by folder; with `q`, the ones that are like it."""
    words = request.GET.get("q", "").strip()[:64]
    found = snippets.found(words, agent=request.user, limit=snippets.MOST)
    rows = [_row(each) for each in found]
    if not words:
        rows.sort(key=lambda row: (row["snippet"].folder.lower(), row["snippet"].name.lower()))
    folders = (
        [("", rows)]
        if words
        else [(name, list(several)) for name, several in groupby(rows, lambda row: row["snippet"].folder)]
    )
    return render(
        request, "conversations/pages/snippets.html", ROOM | {"folders": folders if rows else [], "words": words}
    )


@login_required
@require_http_methods(["GET", "POST"])
def one_snippet(request: HttpRequest, snippet_id: int | None = None) -> HttpResponse:
    """A new one, or one that there is. `text` in the address is what a new one begins with."""
    mine = Snippet.objects.visible_to(request.user)
    snippet = get_object_or_404(mine, pk=snippet_id) if snippet_id else None
    facts, wrong = begun(snippet, request), {}
    if request.method == "POST":
        facts = read(request.POST, agent=request.user)
        try:
            kept = save_snippet(snippet, **facts["said"], by=request.user)
        except ValidationError as error:
            wrong = {field: " ".join(several) for field, several in error.message_dict.items()}
        else:
            messages.success(request, _("“%s” is kept.") % kept)
            return redirect("conversations:snippets")
    shown = {"snippet": snippet, "facts": facts, "wrong": wrong, "circles": circles(request.user, facts["whose"])}
    shown |= {"places": describe_places(), "is_mine": snippet is None or snippets.may_change(snippet, request.user)}
    return render(request, "conversations/pages/snippet.html", ROOM | shown, status=422 if wrong else 200)


@login_required
@require_POST
def remove(request: HttpRequest, snippet_id: int) -> HttpResponse:
    """Throw it away."""
    snippet = get_object_or_404(Snippet.objects.visible_to(request.user), pk=snippet_id)
    try:
        remove_snippet(snippet, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%s” is gone. What was written with it stays.") % snippet)
    return redirect("conversations:snippets")


def _row(snippet: Snippet) -> dict[str, object]:
    whose = _("you") if snippet.agent_id else str(snippet.team or _("everybody"))
    says = one_line(text_from_clean_html(snippet.text_in("")), limit=120)
    return {"snippet": snippet, "whose": whose, "says": says, "languages": sorted(filter(None, snippet.texts))}
