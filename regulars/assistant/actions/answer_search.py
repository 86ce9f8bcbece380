from __future__ import annotations

from django.db.models.functions import Now

from regulars.assistant.actions.say import KEPT
from regulars.assistant.limits import writer_for
from regulars.assistant.making import Question, made
from regulars.assistant.models import Answer, Duty, Provider, Task
from regulars.customers.models import Customer
from regulars.knowledge.places import Place
from regulars.team.models import Agent

FEWEST = 2  # words: one alone is looked for, not asked


def answer_search(words: str, *, place: Place, asked_from: str = "") -> Answer | None:
    """What answers a question that somebody typed into the search of a help centre; None where the assistant does not, or it is none.

    What an agent asks is answered, and not counted.
    """
    duty = Duty.objects.filter(centre=place.centre, task=Task.ANSWER, way=Duty.Way.ITSELF).first()
    provider = Provider.current()
    if duty is None or provider.is_stopped or len(words.split()) < FEWEST and len(words) < 6:
        return None
    asked = Question(words, place.centre, place.language, reader=place.reader, least=duty.least)
    found = made(asked, provider=writer_for(place.reader, provider=provider, asked_from=asked_from))
    answer = Answer(centre=place.centre, channel="centre", question=words, language=place.language)
    answer.customer = place.reader if isinstance(place.reader, Customer) else None
    for name in KEPT:
        setattr(answer, name, getattr(found, name))
    if not found.text:
        answer.outcome, answer.because = Answer.Outcome.HANDED_OVER, Answer.Because.UNSURE
        answer.settled_at = Now()
    if not isinstance(place.reader, Agent):
        answer.save()
    return answer
