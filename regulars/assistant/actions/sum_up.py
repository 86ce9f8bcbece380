from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from regulars.assistant.helping import asked_model, check_may, keep_hints, thread_of
from regulars.assistant.models import Hint, Task
from regulars.assistant.writing import facts_in
from regulars.conversations.models import Conversation
from regulars.lib.languages import base_of
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

INSTRUCTIONS = """\
You sum up a conversation between a customer and a shop for a colleague who takes it over. Write in the language with the code
{language}: what the customer wants, what was done, what is still open. At most three short sentences each, without greeting.
Say nothing that the conversation does not say."""


class Summary(BaseModel):
    """A conversation in a few sentences."""

    wanted: str = Field(max_length=800)
    done: str = Field(max_length=800, default="")
    left: str = Field(max_length=800, default="")


def sum_up(conversation: Conversation, *, by: Agent) -> Hint:
    """Suggest a summary of the conversation. Not inside a transaction.

    Raises ValidationError("assistant") where it may not, without a model, or when it says numbers or links that nobody has said.
    """
    check_may(conversation, Task.SUMMARISE)
    thread = thread_of(conversation)
    language = base_of(get_language() or "en")
    data = {"subject": conversation.subject, "messages": thread}
    said = asked_model(
        Task.SUMMARISE, INSTRUCTIONS.format(language=language), data, output=Summary, conversation=conversation, by=by
    )
    summary = said.output
    text = "\n\n".join(part.strip() for part in (summary.wanted, summary.done, summary.left) if part.strip())
    if facts_in(text) - facts_in(" ".join([conversation.subject, *(each["text"] for each in thread)])):
        said.drop("it says numbers or links that nobody has said")
        raise refusal("assistant", _("The summary was dropped: it says what nobody has said."), "dropped")
    hint = Hint(kind=Hint.Kind.SUMMARY, text=text, made_by=said.call.model)
    return keep_hints(conversation, [hint], by=by)[0]
