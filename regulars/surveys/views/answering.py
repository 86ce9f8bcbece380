"""The page that takes an answer. Looking at it records nothing: scanners follow links, too."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.lib.throttle import asked_from
from regulars.live.sharing import SharedThrottle
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.links import invitation_named, key_once, new_once
from regulars.surveys.models import Invitation, Survey
from regulars.surveys.queries import lately_given
from regulars.surveys.sheet import Sheet, site_of

answering = SharedThrottle("surveys.answering", per_second=1 / 30, burst=30)  # answers from one place


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, code: str) -> HttpResponse:
    """By a signed link, which is one customer's."""
    invitation = _named(code)
    way = Way("mail", invitation=invitation, language=_language(request, invitation.survey, invitation.language))
    return _page(request, invitation.survey, way, known=getattr(invitation, "opinion", None))


@require_http_methods(["GET", "HEAD", "POST"])
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """By an address that anybody may have: on a page, or as a code in a shop; or of the portal. Who is signed in is known."""
    survey, person = get_object_or_404(Survey.objects.select_related("brand"), slug=slug), _person(request)
    if not (survey.is_public or (survey.in_portal and person)):
        raise Http404
    wished, place = translation.get_language() or "", request.GET.get("place", "")
    known = lately_given(survey, person) if person else None
    key = known.key if known else key_once(request.POST.get("once")) or key_once(new_once())
    way = Way("link", customer=person, place=place, language=_language(request, survey, wished), key=key)
    return _page(request, survey, way, known=known)


def _page(request: HttpRequest, survey: Survey, way: Way, *, known: Any = None) -> HttpResponse:
    with translation.override(way.language):
        given = request.POST if request.method == "POST" else request.GET
        ends_at = way.invitation and way.invitation.ends_at
        sheet = Sheet(survey, way.language, given, known=known, ends_at=ends_at)
        status, shown = 200, {"sheet": sheet, "site": site_of(survey, way.language), "survey": survey}
        shown["is_open"] = way.invitation is None
        if request.method == "POST":
            status = _kept(request, survey, way, sheet)
            if status == 303:
                return _unkept(redirect(f"{request.path}?thanks={way.language}"))
        shown["is_thanked"] = request.method == "GET" and "thanks" in request.GET
        shown["is_over"] = sheet.is_over
        return _unkept(render(request, "surveys/pages/answer.html", shown, status=status))


def _kept(request: HttpRequest, survey: Survey, way: Way, sheet: Sheet) -> int:
    """What became of it: 303 when it is kept."""
    if request.POST.get("website") or (way.invitation is None and answering.wait(asked_from(request))):
        sheet.wrong["all"] = _("That is a lot at once. Wait a minute, and send it again.")
        return 429
    try:
        give_opinion(survey, given=sheet.given, way=way, may_quote="may_quote" in request.POST)
    except ValidationError as error:
        sheet.wrong |= {name: several[0] for name, several in error.message_dict.items()}
        return 422
    return 303


def _named(code: str) -> Invitation:
    invitation = invitation_named(code)
    if invitation is None:
        raise Http404
    return invitation


def _person(request: HttpRequest) -> Any:
    """Who is signed in at the portal, if they are shown to be that customer."""
    known: Any = getattr(request, "customer", None)
    return known if known is not None and known.is_proven else None


def _language(request: HttpRequest, survey: Survey, wished: str) -> str:
    """The one that was chosen on the page, or else theirs."""
    return survey.language_for(request.GET.get("in") or request.GET.get("thanks") or wished)


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
