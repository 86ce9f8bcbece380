from __future__ import annotations

from regulars.channels.chat.lines import conversation_of
from regulars.channels.chat.models import Visitor
from regulars.live.onlookers import TYPING, leave, look

PAGE = "chat"


def tell_typing(visitor: Visitor, *, is_typing: bool) -> None:
    """Whoever looks at the conversation sees that the visitor types. Kept nowhere: without another word it is over in seconds."""
    if (conversation := conversation_of(visitor)) is None:
        return
    topic = f"conversation:{conversation.pk}"
    if is_typing:
        look(topic, owner=-visitor.pk, page=PAGE, doing=TYPING)
    else:
        leave(topic, owner=-visitor.pk, page=PAGE)
