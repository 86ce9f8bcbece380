from django.db import connection

from regulars.conversations.models import Conversation
from regulars.team.models import Agent

# Two pages of one agent may read at once; the further one wins, whichever comes first.
_READ = """
    INSERT INTO conversations_read (conversation_id, agent_id, position) VALUES (%s, %s, %s)
    ON CONFLICT (agent_id, conversation_id) DO UPDATE SET position = greatest(conversations_read.position, excluded.position)
"""


def mark_read(conversation: Conversation, *, by: Agent) -> None:
    """This agent has seen the conversation as far as it goes now."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [conversation.pk, by.pk, conversation.last_position])
