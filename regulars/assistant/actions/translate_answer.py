from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.assistant.helping import asked_model, check_may, keep_hints, newest_question, words_of
from regulars.assistant.models import Hint, Task
from regulars.conversations.language import language_of
from regulars.conversations.models import Conversation, Draft, Message
from regulars.lib.html import sanitise, text_from_html
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

LONGEST = 20_000  # characters
INSTRUCTIONS = """\
You translate the HTML that a shop has written to a customer into the language with the code {language}. Keep its tags, links, names,
numbers and codes as they are. Answer with the translated HTML alone."""


def translate_answer(conversation: Conversation, *, by: Agent) -> Hint:
    """Suggest the answer that this agent has begun to write in the customer's language. Not inside a transaction.

    Raises ValidationError("assistant") where it may not, where nothing is written, in which language they write is not known, or
    without a model.
    """
    check_may(conversation, Task.TRANSLATE)
    draft = Draft.objects.filter(conversation=conversation, agent=by, kind=Message.Kind.OUT).first()
    html = draft.html if draft else ""
    if not text_from_html(html).strip() or len(html) > LONGEST:
        raise refusal("assistant", _("Write your answer first; a moment after the last letter it is kept."), "missing")
    asked = newest_question(conversation)
    language = language_of(words_of(asked)) if asked else ""
    language = language or conversation.customer.language
    if not language:
        raise refusal("assistant", _("In which language the customer writes is not known yet."), "missing")
    instructions = INSTRUCTIONS.format(language=language)
    said = asked_model(Task.TRANSLATE, instructions, {"html": html}, output=str, conversation=conversation, by=by)
    text = sanitise(said.output.strip().removeprefix("```html").removeprefix("```").removesuffix("```")).strip()
    hint = Hint(kind=Hint.Kind.ANSWER, text=text, made_by=said.call.model, value=language)
    return keep_hints(conversation, [hint], by=by)[0]
