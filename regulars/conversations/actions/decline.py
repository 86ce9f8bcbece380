from regulars.conversations.models import Conversation, Suggestion


def decline(conversation: Conversation) -> None:
    """It does not belong where we thought it may. Harmless twice."""
    Suggestion.objects.filter(conversation=conversation).update(is_refused=True)
