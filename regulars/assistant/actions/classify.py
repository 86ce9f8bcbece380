from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.assistant.asking import may_ask
from regulars.assistant.classifying import by_likeness, by_model
from regulars.assistant.helping import check_may, keep_hints, newest_question, tasks_in
from regulars.assistant.models import Hint, Provider, Task
from regulars.conversations.models import Conversation
from regulars.lib.refusal import refusal
from regulars.team.models import Agent


def classify(conversation: Conversation, *, by: Agent) -> list[Hint]:
    """Suggest a topic, tags, a priority, the customer's language and, where that is a duty, their mood: what is not so already.

    Without a model: the language by its letters and words, and the topic of past conversations that ask much the same. Not inside
    a transaction. Raises ValidationError("assistant") where it may not, or where nothing was asked.
    """
    tasks = tasks_in(conversation)
    check_may(conversation, Task.CLASSIFY if Task.MOOD not in tasks else Task.MOOD)
    asked = newest_question(conversation)
    if asked is None:
        raise refusal("assistant", _("The customer has written nothing yet."), "missing")
    may_model = may_ask(Provider.current())
    found = by_model(conversation, tasks=tasks, by=by) if may_model else by_likeness(conversation, asked, tasks=tasks)
    return keep_hints(conversation, found, by=by)
