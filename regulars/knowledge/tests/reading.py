"""Somebody reads a help centre: nobody known, a customer who has signed in, or an agent."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from regulars.customers.models import Customer
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Article, HelpCentre
from regulars.team.models import Agent

ROOT = "/help/kettle-crumb"
FRENCH = {"all": [{"field": "language", "is": "fr"}]}


def published(
    centre: HelpCentre,
    title: str,
    html: str = "<p>Slowly, with lemon.</p>",
    *,
    by: Agent,
    words: dict | None = None,
    **facts: object,
) -> Article:
    """An article in English, and in the languages of `words` (title and HTML by language)."""
    article = save_article(None, centre=centre, facts=facts, by=by)
    for language, (called, text) in {"en": (title, html), **(words or {})}.items():
        publish(write(article, language=language, title=called, html=text, by=by), by=by)
    return article


def answer(address: str, reader: Customer | Agent | None = None, **headers: str) -> HttpResponse:
    """What this reader gets. Whoever is signed in as what is what the portal's and the team's middleware say."""
    request = RequestFactory().get(address, headers=headers)
    request.customer = reader if isinstance(reader, Customer) else None
    request.user = reader if isinstance(reader, Agent) else AnonymousUser()
    request.LANGUAGE_CODE = "en"
    view, args, facts = resolve(request.path)
    try:
        return view(request, *args, **facts)
    except Http404:
        return HttpResponse("missing", status=404)
