from regulars.conversations.models import Conversation, Pair


def pair(conversation: Conversation, *, other: int) -> None:
    """Say that the same letter stands in another conversation too, of another inbox: who answers sees it. Once is enough."""
    first, second = sorted((conversation.pk, other))
    if first != second:
        Pair.objects.get_or_create(first_id=first, second_id=second)
