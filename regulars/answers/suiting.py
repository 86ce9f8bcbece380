"""Which articles fit a conversation, for whoever answers it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from django.utils.safestring import SafeString

from regulars.conversations.models import Conversation, Message
from regulars.knowledge.finding import best_translations, find
from regulars.knowledge.following import guides_here
from regulars.knowledge.hosts import origin_of
from regulars.knowledge.models import Article, HelpCentre, Passage, Translation
from regulars.knowledge.places import Place
from regulars.knowledge.shelves import Line
from regulars.lib.texts import one_line
from regulars.team.models import Agent

MOST = 6
LEAST = 0.02  # what is less likely to help than that is not shown; whoever answers sees at a glance what is beside the point


@dataclass(frozen=True)
class Suiting:
    """An article as the menu shows it. One that the customer may not read is for the agent's eyes alone."""

    article_id: int
    title: SafeString
    excerpt: str
    address: str
    is_for_customers: bool


def centre_for(conversation: Conversation) -> HelpCentre | None:
    """That of the brand which the customer wrote to."""
    return HelpCentre.objects.filter(brand=conversation.inbox.brand_id).first()


def suiting(conversation: Conversation, *, agent: Agent, words: str = "") -> list[Suiting]:
    """What fits these words or, without any, what the customer wrote last."""
    centre = centre_for(conversation)
    if centre is None:
        return []
    asked = words or last_question(conversation)
    least = 0.0 if words else LEAST
    likely = find(asked, centre=centre, language=_language(conversation, centre), reader=agent, limit=MOST, least=least)
    shared = set(
        Article.objects.visible_to(None).filter(pk__in=[hit.article_id for hit in likely]).values_list("pk", flat=True)
    )
    return [
        Suiting(
            hit.article_id,
            hit.marked_title,
            one_line(hit.passage.text, limit=110),
            address_of(hit.translation, hit.passage, centre),
            hit.article_id in shared,
        )
        for hit in likely
    ]


def guides_for(conversation: Conversation, *, agent: Agent) -> list[Line]:
    """Guides that the agent may follow with the customer; what was tried is then noted in the conversation."""
    centre = centre_for(conversation)
    if centre is None:
        return []
    return guides_here(Place(centre, _language(conversation, centre), agent, False))


def last_question(conversation: Conversation) -> str:
    """The subject, and what the customer wrote last."""
    last = conversation.messages.filter(kind=Message.Kind.IN).order_by("position").last()
    said = (last.visible_text or last.text) if last else ""
    return f"{conversation.subject}\n{said}"[:4000].strip()


def address_of(translation: Translation, passage: Passage, centre: HelpCentre) -> str:
    """Of the very part of an article, as customers open it."""
    part = f"#{passage.anchor}" if passage.anchor else ""
    return "/".join([origin_of(centre), translation.language, "articles", quote(translation.slug)]) + part


def words_for_answer(conversation: Conversation, *, article_id: int, is_quote: bool) -> str | None:
    """What is put into the answer: the title as a link and, for a quote, the passage. None when customers may not read it."""
    centre = centre_for(conversation)
    if centre is None or not Article.objects.visible_to(None).filter(pk=article_id, centre=centre).exists():
        return None
    language = _language(conversation, centre)
    found = find(last_question(conversation), centre=centre, language=language, reader=None, limit=MOST)
    translation = best_translations([article_id], centre=centre, language=language)[article_id]
    passage = next((hit.passage for hit in found if hit.article_id == article_id), None)
    passage = passage or Passage.objects.filter(translation=translation).order_by("position")[0]
    address = escape(address_of(translation, passage, centre))
    link = f'<p><a href="{address}">{escape(translation.title)}</a></p>'
    return f"<blockquote><p>{escape(passage.text)}</p></blockquote>{link}" if is_quote else link


def _language(conversation: Conversation, centre: HelpCentre) -> str:
    known = conversation.customer.language or ""
    return known if known in centre.languages else centre.language
