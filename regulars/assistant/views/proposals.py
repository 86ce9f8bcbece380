"""Articles that could be written: looked at, made into drafts, or dismissed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.assistant.actions.approve_proposal import approve_proposal
from regulars.assistant.actions.ask_for_gaps import ask_for_gaps
from regulars.assistant.actions.dismiss_proposal import dismiss_proposal
from regulars.assistant.models import Proposal, Search
from regulars.knowledge.embedding import embedder
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.views.articles import the_centre
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "knowledge", "page": "proposals"}
MOST = 50


@may(Permission.KNOWLEDGE)
@require_http_methods(["GET", "POST"])
def proposals(request: HttpRequest) -> HttpResponse:
    """Those of a help centre; posting asks for more."""
    centre = the_centre(request)
    if centre is None:
        return redirect("knowledge:articles")
    if request.method == "POST":
        ask_for_gaps(centre, by=request.user)
        return redirect(f"{request.path}?centre={centre.pk}")
    visible = Proposal.objects.visible_to(request.user).filter(centre=centre).prefetch_related("origins")
    facts = {
        "centre": centre, "centres": HelpCentre.objects.all(), "proposals": visible.filter(state="open")[:MOST],
        "decided": visible.exclude(state="open").select_related("article", "decided_by")[:MOST],
        "search": Search.objects.filter(centre=centre).first(), "is_able": embedder() is not None,
    }  # fmt: skip
    return render(request, "assistant/pages/proposals.html", ROOM | facts)


@may(Permission.KNOWLEDGE)
@require_POST
def approve(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Into a draft, which is opened."""
    found = _proposal(request, proposal_id)
    try:
        made = approve_proposal(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"/assistant/proposals?centre={found.centre_id}")
    return redirect("knowledge:editor", made.article_id, made.language)


@may(Permission.KNOWLEDGE)
@require_POST
def dismiss(request: HttpRequest, proposal_id: int) -> HttpResponse:
    found = _proposal(request, proposal_id)
    dismiss_proposal(found, by=request.user)
    messages.success(request, _("“%s” is not proposed again.") % found)
    return redirect(f"/assistant/proposals?centre={found.centre_id}")


def _proposal(request: HttpRequest, proposal_id: int) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(request.user), pk=proposal_id)
