from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone, translation

from regulars.answers.suiting import centre_for
from regulars.assistant.actions.hand_over import hand_over
from regulars.assistant.actions.say import KEPT, say
from regulars.assistant.actions.settle import settle
from regulars.assistant.actions.tell_own import tell_own
from regulars.assistant.limits import writer_for
from regulars.assistant.making import Made, Question, made
from regulars.assistant.models import Answer, Duty, Provider, Task
from regulars.assistant.saying import spoken
from regulars.assistant.tools import Toolbox, shown_to_be, toolbox_for
from regulars.channels.chat.actions.show_so_far import show_so_far
from regulars.channels.email.by_machine import may_be_answered
from regulars.conversations.actions.receive import ASSISTANT_HAS
from regulars.conversations.models import Conversation, Message
from regulars.customers.models import Customer
from regulars.lib.drain import claim
from regulars.portal.queries import Reader

MOST_TRIES = 3  # of what nobody waits for in front of a screen
LAST_WORDS = 2  # messages before the question that may belong to it
Because, Outcome = Answer.Because, Answer.Outcome


def tend() -> int:
    """Answer the question that waits longest, and let go of what nobody has answered or confirmed in time. Returns how many."""
    return _answer_next() + _let_go()


def next_due() -> datetime | None:
    """When there is something to do without anybody saying so."""
    asked = Answer.objects.filter(due_at__isnull=False).aggregate(at=Min("due_at"))["at"]
    late = _held().aggregate(at=Min("assistant_until"))["at"]
    return min(filter(None, (asked, late)), default=None)


def _answer_next() -> int:
    due = Answer.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    with claim(due.select_related("conversation__inbox", "asked__customer", "customer"), limit=1) as several:
        for answer in several:  # if we die over it, somebody else tries it later
            answer.attempts += 1
            answer.due_at = timezone.now() + ASSISTANT_HAS
            answer.save(update_fields=["attempts", "due_at"])
    for answer in several:
        _answer(answer)
    return len(several)


def _answer(answer: Answer) -> None:
    """Outside of any transaction: a model may take its time."""
    duty = Duty.objects.filter(inbox=answer.inbox_id, task=Task.ANSWER, way=Duty.Way.ITSELF).first()
    provider = Provider.current()
    if duty is None or provider.is_stopped:
        return _give_up(answer, Made(), Because.STOPPED)
    if answer.attempts > (1 if answer.channel == "chat" else MOST_TRIES):
        return _give_up(answer, Made(), Because.LATE)
    if tell_own(answer, duty=duty):
        return None
    question = _question(answer, duty, provider=provider)
    found = made(question, provider=writer_for(question.reader, provider=provider))
    if (tools := question.tools) and tools.wish and tell_own(answer, duty=duty, wish=tools.wish, reward=tools.reward):
        return None
    answer.customer = (tools and tools.customer) or answer.customer
    if not found.text:
        return _give_up(answer, found, Because.UNSURE)
    if answer.channel != "chat" and not may_be_answered(answer.asked):
        return _keep(answer, found, Because.BY_HAND)
    if not say(answer, made=found, duty=duty):
        _keep(answer, found, Because.TAKEN)
    return None


def _question(answer: Answer, duty: Duty, *, provider: Provider) -> Question:
    asked, conversation, shown = answer.asked, answer.conversation, shown_to_be(answer)
    before = conversation.messages.filter(kind=Message.Kind.IN, chosen="", position__lt=asked.position if asked else 0)
    earlier = [each.visible_text for each in before.order_by("-position")[:LAST_WORDS]][::-1]
    return Question(
        words=answer.question,
        centre=answer.centre or centre_for(conversation),
        language=answer.language,
        reader=_reader(answer, shown),
        earlier="\n".join(earlier)[:2000],
        least=duty.least,
        conversation=conversation,
        tools=_tools(answer, duty, shown) if provider.may_write else None,
        shows=_showing_to(asked.author_address) if asked and answer.channel == "chat" else None,
    )


def _reader(answer: Answer, shown: Reader | None) -> Customer | None:
    """Who may read what is not for everybody: whom their mail server or the shop vouches for, or a code that they have typed.

    Whoever wrote it, that is: the conversation may be somebody else's.
    """
    if answer.asked and answer.asked.trust == Message.Trust.PASS:
        return answer.asked.customer
    if shown is None:
        return None
    shown.customer.is_proven = shown.details is not None
    return shown.customer


def _showing_to(address: str) -> Callable[[str], None]:
    return lambda words: show_so_far(address, words=words)


def _tools(answer: Answer, duty: Duty, shown: Reader | None) -> Toolbox | None:
    with translation.override(spoken(answer.language)):
        return toolbox_for(answer, duty=duty, reader=shown)


def _give_up(answer: Answer, found: Made, because: str) -> None:
    _keep(answer, found, because)
    if answer.channel == "chat":
        Answer.objects.filter(pk=answer.pk).update(outcome=Outcome.MAKING)  # so that the note tells of it
        if not hand_over(answer.conversation, because=because):
            Answer.objects.filter(pk=answer.pk).update(outcome=Outcome.HANDED_OVER)


def _keep(answer: Answer, found: Made, because: str) -> None:
    for name in KEPT:
        setattr(answer, name, getattr(found, name))
    answer.outcome, answer.because = Outcome.HANDED_OVER, because
    answer.due_at, answer.settled_at = None, timezone.now()
    answer.save()


def _held() -> object:
    return Conversation.objects.filter(assistant_until__isnull=False, merged_into=None)


def _let_go() -> int:
    """Nobody waits for the assistant longer than was said."""
    late = _held().filter(assistant_until__lte=Now()).order_by("assistant_until")
    several = list(late.select_related("inbox", "customer")[:20])
    for conversation in several:
        _let_go_of(conversation)
    return len(several)


def _let_go_of(conversation: Conversation) -> None:
    answers = Answer.objects.filter(conversation=conversation)
    is_answered = answers.filter(outcome=Outcome.OPEN).exists() and not answers.filter(outcome=Outcome.MAKING).exists()
    duty = Duty.objects.filter(inbox=conversation.inbox_id, task=Task.ANSWER).first()
    resolves = duty is not None and duty.silence == Duty.Silence.RESOLVE
    if not (is_answered and resolves and settle(conversation, is_confirmed=False)):
        hand_over(conversation, because=Because.SILENT if is_answered else Because.LATE)
