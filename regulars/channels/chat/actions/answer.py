from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from regulars.channels.chat.questions import Answers
from regulars.conversations.actions.set_field import set_field
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor


def answer(conversation: Conversation, answers: Answers, *, by: Actor) -> None:
    """Keep in a conversation what was answered before it began. What a field does not take is left out."""
    if answers.topic:
        set_topic(conversation, topic=answers.topic, by=by)
    for key, value in answers.values.items():
        try:
            with transaction.atomic():
                set_field(conversation, field=key, value=value, by=by)
        except ValidationError:
            continue
