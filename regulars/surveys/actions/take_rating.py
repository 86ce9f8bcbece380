from __future__ import annotations

from regulars.channels.chat.events import ChatCommented, ChatRated
from regulars.channels.chat.models import Rating
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.models import Survey
from regulars.surveys.questions import COMMENT, SCORE

GOOD, BAD = 5, 1


def take_rating(event: ChatRated | ChatCommented, *, customer: Customer) -> None:
    """How a chat was rated at its end is an answer to the survey that says so: thumbs up 5, thumbs down 1."""
    conversation = Conversation.objects.select_related("inbox", "assignee", "team").get(pk=event.conversation)
    several = Survey.objects.filter(kind=Survey.Kind.CSAT, is_on=True, after_chat=True).order_by("pk")
    survey = several.filter(brand=conversation.inbox.brand_id).first() or several.first()
    rating = Rating.objects.filter(conversation=conversation, visitor__customer=customer).order_by("-pk").first()
    if survey is None or rating is None:
        return
    given = {SCORE: GOOD if rating.is_good else BAD, COMMENT: rating.comment}
    asked = [each.key for each in survey.asks if each.is_needed]
    if set(asked) <= {SCORE}:  # a rating cannot answer what else must be said
        way = Way(
            "chat", customer=customer, conversation=conversation, key=f"chat:{rating.pk}", language=customer.language
        )
        give_opinion(survey, given=given, way=way)
