from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.assistant.helping import asked_model, check_may, keep_hints, newest_question, words_of
from regulars.assistant.models import Hint, Task
from regulars.conversations.models import Conversation
from regulars.conversations.translating import own_language
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

LONGEST = 8000  # characters
INSTRUCTIONS = """\
You translate what a customer has written to a shop into the language with the code {language}. Keep names, numbers, codes and links
as they are. Answer with the translation alone."""


def translate_newest(conversation: Conversation, *, by: Agent) -> Hint:
    """Suggest what the customer wrote last in the agent's language. Not inside a transaction.

    Raises ValidationError("assistant") where it may not, where the customer has written nothing, or without a model.
    """
    check_may(conversation, Task.TRANSLATE)
    asked = newest_question(conversation)
    if asked is None or not words_of(asked):
        raise refusal("assistant", _("The customer has written nothing yet."), "missing")
    language = own_language(by)
    data = {"text": words_of(asked)[:LONGEST]}
    said = asked_model(
        Task.TRANSLATE, INSTRUCTIONS.format(language=language), data, output=str, conversation=conversation, by=by
    )
    hint = Hint(kind=Hint.Kind.TRANSLATION, text=said.output.strip(), made_by=said.call.model, value=language)
    return keep_hints(conversation, [hint], by=by)[0]
