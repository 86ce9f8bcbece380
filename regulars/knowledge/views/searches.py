"""What readers searched for in vain, what they say did not help, and words that mean the same to search."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from regulars.knowledge.actions.remove_synonyms import remove_synonyms
from regulars.knowledge.actions.save_synonyms import save_synonyms
from regulars.knowledge.missed import comments, missed
from regulars.knowledge.models import Synonyms
from regulars.knowledge.views.articles import ROOM, the_centre
from regulars.lib.languages import language_name
from regulars.team.guard import may
from regulars.team.permissions import Permission


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def searches(request: HttpRequest) -> HttpResponse:
    """The report; posting adds synonyms."""
    centre = the_centre(request)
    if centre is None:
        return redirect("knowledge:articles")
    wrong, words = "", request.POST.get("words", "")
    if request.method == "POST":
        try:
            save_synonyms(centre, language=request.POST.get("language", ""), words=words.split(","), by=request.user)
            return redirect(f"{request.path}?centre={centre.pk}#synonyms")
        except ValidationError as error:
            wrong = " ".join(error.messages)
    facts = {
        "centre": centre, "missed": missed(centre), "comments": comments(centre), "synonyms": centre.synonyms.all(),
        "languages": [(each, language_name(each)) for each in centre.languages], "wrong": wrong, "words": words,
    }  # fmt: skip
    return render(request, "knowledge/pages/searches.html", ROOM | facts, status=422 if wrong else 200)


@may(Permission.KNOWLEDGE)
@require_POST
def remove(request: HttpRequest, synonyms_id: int) -> HttpResponse:
    synonyms = get_object_or_404(Synonyms, pk=synonyms_id)
    remove_synonyms(synonyms, by=request.user)
    return redirect(f"/knowledge/searches?centre={synonyms.centre_id}#synonyms")
