from regulars.conversations.models import Conversation, Suggestion


def suggest(conversation: Conversation, *, other: int, reason: Suggestion.Reason) -> None:
    """Say that a new conversation may belong to another one, and why. Agents decide; once is enough."""
    Suggestion.objects.get_or_create(conversation=conversation, defaults={"other_id": other, "reason": reason})
