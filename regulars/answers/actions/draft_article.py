from __future__ import annotations

from html import escape

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.answers.suiting import centre_for
from regulars.conversations.models import Conversation, Message
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Translation
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

MOST = 20  # answers


@transaction.atomic
def draft_article(conversation: Conversation, *, by: Agent) -> Translation:
    """Begin an article of what was asked and what we answered. Nobody reads it before somebody publishes it.

    Raises ValidationError("centre") without a help centre, and ("conversation") when we have not answered.
    """
    centre = centre_for(conversation)
    if centre is None:
        raise refusal("centre", _("There is no help centre yet. Make one in the settings."), "missing")
    answers = list(conversation.messages.filter(kind=Message.Kind.OUT, is_automatic=False).order_by("position")[:MOST])
    if not answers:
        raise refusal("conversation", _("Nobody has answered here yet."), "unanswered")
    html = "".join(_paragraphs(answer.visible_text or answer.text) for answer in answers)
    article = save_article(None, centre=centre, facts={"owner": by}, by=by)
    title = conversation.subject[:200] or _("Untitled")
    return write(article, language=centre.language, title=title, html=html, by=by)


def _paragraphs(text: str) -> str:
    several = [part.strip() for part in text.split("\n\n")]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in several if part)
