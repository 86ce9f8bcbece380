"""Two people, or one in two tabs, do not answer past each other: what came since somebody looked stops their answer."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.conversations.adding import snippet_of
from regulars.conversations.models import Conversation, Message
from regulars.lib.places import as_written, places_in
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line


def refuse_if_newer(conversation: Conversation, *, seen: int | None) -> None:
    """Refuse an answer by somebody who has seen the conversation up to this position (None: who does not ask).

    Newer letters of people and newer answers by agents count; notes and what no person wrote do not. Where messages were taken
    out meanwhile, nobody knows what was seen. Ask while holding the conversation.
    Raises ValidationError("if_last_position"), with the code "outdated".
    """
    if seen is None or conversation.last_position == seen:
        return
    if conversation.last_position < seen:
        words = _("Nothing was sent: messages were taken out of this conversation meanwhile. Look at it once more.")
        raise refusal("if_last_position", words, "outdated")
    newer = conversation.messages.filter(position__gt=seen, is_automatic=False).exclude(kind=Message.Kind.NOTE)
    news = newer.order_by("-position").first()
    if news is None:
        return
    said = {"who": news.author_name or news.author_address, "words": one_line(snippet_of(news), limit=120)}
    if news.kind == Message.Kind.OUT:
        words = _("Nothing was sent: %(who)s has answered meanwhile: “%(words)s”")
    else:
        words = _("Nothing was sent: %(who)s wrote meanwhile: “%(words)s”")
    raise refusal("if_last_position", words % said, "outdated")


def refuse_gaps(words: str) -> None:
    """Refuse words in which a place is still to be filled: `{{customer.company}}`. Raises ValidationError("gaps")."""
    gaps = list(dict.fromkeys(map(as_written, places_in(words, is_html=True))))
    if gaps:
        said = ngettext(
            "Nothing was sent: %s is still to be filled in.",
            "Nothing was sent: %s are still to be filled in.",
            len(gaps),
        )
        raise refusal("gaps", said % ", ".join(gaps[:5]), "gaps")
