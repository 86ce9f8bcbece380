from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.answers.suiting import centre_for
from regulars.assistant.acting import language_for
from regulars.assistant.helping import check_may, keep_hints, newest_question, words_of
from regulars.assistant.making import Question, made
from regulars.assistant.models import Duty, Hint, Task
from regulars.conversations.language import language_of
from regulars.conversations.models import Conversation
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

LEAST = 0.25  # whoever answers reads it first, and sees how likely it is


def draft_answer(conversation: Conversation, *, by: Agent) -> Hint:
    """Suggest an answer to what the customer wrote last, from articles that they may read: written by the model, or quoted.

    Not inside a transaction. Raises ValidationError("assistant") where it may not, where nothing was asked, or no article fits.
    """
    check_may(conversation, Task.DRAFT)
    centre, asked = centre_for(conversation), newest_question(conversation)
    if centre is None or asked is None:
        raise refusal("assistant", _("There is no question here, or no help centre to answer from."), "missing")
    words = words_of(asked)
    earlier = conversation.messages.filter(kind="in", position__lt=asked.position).order_by("-position").first()
    language = language_for(conversation, centre, language_of(words))
    duty = Duty.objects.filter(inbox=conversation.inbox_id, task=Task.DRAFT).first()
    question = Question(
        words, centre, language, earlier=words_of(earlier) if earlier else conversation.subject,
        least=min(LEAST, duty.least if duty else LEAST), conversation=conversation, task=Task.DRAFT,
    )  # fmt: skip
    answer = made(question)
    if not answer.text:
        raise refusal(
            "assistant", _("No article fits what was asked. Write it yourself, and propose an article."), "unsure"
        )
    hint = Hint(
        kind=Hint.Kind.DRAFT, text=answer.text, evidence=answer.evidence, confidence=answer.confidence,
        made_by=answer.made_by, value=language,
    )  # fmt: skip
    return keep_hints(conversation, [hint], by=by)[0]
