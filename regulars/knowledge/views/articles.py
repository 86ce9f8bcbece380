"""The list of articles, and what is done with one of them from there."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.knowledge import queries
from regulars.knowledge.actions.bring_back import bring_back
from regulars.knowledge.actions.move_article import move_article
from regulars.knowledge.actions.remove_article import remove_article
from regulars.knowledge.actions.retire import retire
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.write import write
from regulars.knowledge.forms import NewArticleForm, in_words
from regulars.knowledge.models import Article, Category, HelpCentre
from regulars.knowledge.rows import rows, shelves
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "knowledge", "page": "articles"}
PAGE = 100  # articles
WORDS = {
    "all": gettext_lazy("All"),
    "draft": gettext_lazy("Drafts"),
    "published": gettext_lazy("Published"),
    "scheduled": gettext_lazy("Scheduled"),
    "stale": gettext_lazy("Stale"),
    "review": gettext_lazy("Review due"),
    "unhelpful": gettext_lazy("Did not help"),
    "retired": gettext_lazy("Retired"),
}


@may(Permission.KNOWLEDGE)
@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """Those of a help centre, by category, with what is to be done about them."""
    centre = the_centre(request)
    if centre is None:
        return render(request, "knowledge/pages/none.html", ROOM)
    which = request.GET.get("which") if request.GET.get("which") in WORDS else "all"
    words, category = request.GET.get("q", "").strip()[:100], number_in(request.GET.get("category"))
    found = queries.articles(centre, which=str(which), words=words, category=category)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    counts = Counter(centre.articles.filter(retired_at=None).values_list("category", flat=True))
    facts = {
        "centre": centre, "centres": HelpCentre.objects.select_related("brand"), "rows": rows(list(page)), "pager": page,
        "which": which, "words": words, "category": category, "shelves": shelves(centre, counts=counts), "loose": counts[None],
        "total": counts.total(), "filters": _filters(centre, str(which)),
        "is_ordered": category is not None and which == "all" and not words and page.paginator.num_pages == 1,
    }  # fmt: skip
    return render(request, "knowledge/pages/articles.html", ROOM | facts)


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an article: its title and where it belongs; then its words."""
    centre = the_centre(request)
    if centre is None:
        return redirect("knowledge:articles")
    form = NewArticleForm(request.POST or None, centre=centre, initial={"category": request.GET.get("category")})
    if request.method == "POST" and form.is_valid():
        try:
            article = save_article(
                None, centre=centre, facts={"category": form.cleaned_data["category"]}, by=request.user
            )
            write(article, language=centre.language, title=form.cleaned_data["title"], html="", by=request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("knowledge:editor", article.pk, centre.language)
    facts = {"form": form, "centre": centre, "title": _("New article"), "back": f"/knowledge?centre={centre.pk}"}
    return render(request, "knowledge/pages/form.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.KNOWLEDGE)
@require_POST
def place(request: HttpRequest, article_id: int) -> HttpResponse:
    """Move to the place `to` of the category it is in, or of `category`."""
    article = the_article(article_id)
    to, category = number_in(request.POST.get("to")), article.category
    if not to:
        return HttpResponse(_("A place is a number from 1."), status=422)
    if "category" in request.POST:
        category = Category.objects.filter(
            centre=article.centre_id, pk=number_in(request.POST["category"]) or 0
        ).first()
    move_article(article, to=to, category=category, by=request.user)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect(f"/knowledge?centre={article.centre_id}&category={category.pk if category else 0}")


@may(Permission.KNOWLEDGE)
@require_POST
def put_away(request: HttpRequest, article_id: int) -> HttpResponse:
    """Retire it."""
    retire(the_article(article_id), by=request.user)
    messages.success(request, _("Nobody reads it any more. It stands under “Retired”, and can come back."))
    return redirect("knowledge:article", article_id)


@may(Permission.KNOWLEDGE)
@require_POST
def take_up(request: HttpRequest, article_id: int) -> HttpResponse:
    """Bring it back."""
    bring_back(the_article(article_id), by=request.user)
    messages.success(request, _("It is back. What was published of it is read again."))
    return redirect("knowledge:article", article_id)


@may(Permission.KNOWLEDGE)
@require_POST
def remove(request: HttpRequest, article_id: int) -> HttpResponse:
    """Throw it away for good."""
    article = the_article(article_id)
    try:
        remove_article(article, by=request.user)
    except ValidationError as error:
        messages.error(request, in_words(error))
        return redirect("knowledge:article", article_id)
    messages.success(request, _("It is gone, with all its versions."))
    return redirect(f"/knowledge?centre={article.centre_id}")


def the_article(article_id: int) -> Article:
    """Whoever may write may write all of them."""
    return get_object_or_404(Article.objects.select_related("centre__brand", "category", "owner"), pk=article_id)


def the_centre(request: HttpRequest) -> HelpCentre | None:
    """The one that is asked for, or else the first."""
    asked = number_in(request.GET.get("centre"))
    several = HelpCentre.objects.select_related("brand")
    return (several.filter(pk=asked).first() if asked else None) or several.first()


def _filters(centre: HelpCentre, which: str) -> list[dict[str, Any]]:
    counts = queries.numbers(centre)
    return [
        {"which": name, "words": words, "count": counts.get(name), "is_current": name == which}
        for name, words in WORDS.items()
    ]
