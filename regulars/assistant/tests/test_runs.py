"""Runs: questions put to the articles, judged, and compared."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.assistant.actions.answer_questions import answer_questions, next_due
from regulars.assistant.actions.begin_run import begin_run
from regulars.assistant.actions.forget_questions import forget_questions
from regulars.assistant.actions.gather_questions import gather_questions
from regulars.assistant.actions.label_question import label_question
from regulars.assistant.actions.remove_run import remove_run
from regulars.assistant.actions.stop_run import stop_run
from regulars.assistant.comparing import difference
from regulars.assistant.figures import by_least, figures_of
from regulars.assistant.models import Question, QuestionSet, Result
from regulars.assistant.shares import Share, by_chance
from regulars.assistant.tests.known import run_of
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation
from regulars.customers.events import CustomerErased
from regulars.customers.models import Customer
from regulars.knowledge.models import Passage, Translation
from regulars.team.models import Agent
from tests.cast import a_conversation


def test_a_run_says_what_was_right_and_a_label_that_is_mended_mends_it(asked: QuestionSet, grace: Agent) -> None:
    run = run_of(asked, grace, least=0.5)
    assert run.finished_at and run.articles == 2
    figures = figures_of(run)
    assert figures.counts == {"right": 1, "wrong": 1, "held": 1, "answered": 1}
    assert (figures.answer_rate, figures.hand_over_rate) == (Share(3, 4), Share(1, 4))
    assert (figures.precision, figures.coverage, figures.honesty) == (Share(1, 2), Share(1, 2), Share(1, 1))
    assert (figures.found_first, figures.found_in_ten) == (Share(1, 2), Share(1, 2))
    (none,) = [shares for least, shares in by_least(run) if least == 0.9]
    assert none["answer_rate"].part <= 3 and dict(by_least(run))[0.5]["precision"] == figures.precision
    label_question(asked.questions.get(position=2), label="articles", articles="Grinders", by=grace)
    assert figures_of(run).precision == Share(2, 2)
    result = run.results.get(question__position=1)
    assert result.text.startswith("Descale the machine") and result.evidence[0]["quoted"] == result.text


def test_drafts_are_tried_before_anybody_sees_them_and_the_difference_is_told(asked: QuestionSet, grace: Agent) -> None:
    passages = Passage.objects.count()
    before, after = run_of(asked, grace, least=0.6), run_of(asked, grace, least=0.6, of_drafts=True)
    assert after.articles == 3 and Passage.objects.count() == passages
    assert Translation.objects.filter(state="published").count() == 2
    assert (
        run_of(asked, grace).results.filter(articles__len=0).exists()
    )  # nobody knows of trains, whatever is published
    kinds = {kind: [pair.question for pair in pairs] for kind, pairs in difference(before, after).by_kind.items()}
    lost = difference(after, before)
    assert len(kinds.get("gained", [])) == len(lost.by_kind.get("lost", [])) and lost.good[0].whole == 3


def test_a_worker_that_dies_leaves_nothing_undone_and_nothing_is_written_twice(
    asked: QuestionSet, grace: Agent
) -> None:
    run = begin_run(asked, by=grace, by_meaning=False)
    run.results.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert answer_questions() == 0 and next_due() > timezone.now()
    run.results.update(claimed_until=timezone.now() - timedelta(seconds=1))
    Result.objects.filter(run=run, question__position=1).update(state="done", text="as it was", claimed_until=None)
    while answer_questions():
        pass
    run.refresh_from_db()
    assert run.finished_at and not run.results.filter(state="waiting").exists()
    assert run.results.get(question__position=1).text == "as it was"


def test_a_run_is_refused_stopped_and_removed(asked: QuestionSet, questions: QuestionSet, grace: Agent) -> None:
    for wrong in ({"least": 1.5}, {"way": "model"}, {"label": "x" * 200}):
        with pytest.raises(ValidationError):
            begin_run(asked, by=grace, **wrong)
    run = begin_run(asked, by=grace)
    stop_run(run, by=grace)
    assert answer_questions() == 0 and figures_of(run).counts == Counter()
    remove_run(run, by=grace)
    remove_run(run, by=grace)
    Question.objects.all().delete()
    with pytest.raises(ValidationError):
        begin_run(asked, by=grace)


def settled(customer: Customer, words: str, answer: str, by: Agent) -> Conversation:
    conversation = a_conversation(customer, words, subject="A question")
    reply(conversation, text=answer, by=by)
    conversation.refresh_from_db()
    resolve(conversation, by=by)
    return conversation


def test_settled_conversations_become_questions_until_their_customer_is_erased(
    asked: QuestionSet, ada: Customer, ben: Customer, grace: Agent
) -> None:
    article = asked.centre.articles.order_by("pk")[0]
    settled(ada, "How do I descale?", f"Here: https://help.example/{asked.centre.slug}/en/articles/descale#how", grace)
    settled(ben, "Where is my parcel?", "It is on its way.", grace)
    a_conversation(ben, "Nobody has answered this.")
    assert gather_questions(asked, by=grace) == 2 and gather_questions(asked, by=grace) == 0
    gathered = asked.questions.filter(conversation__isnull=False).order_by("words")
    assert [(each.label, each.articles) for each in gathered] == [("articles", [article.pk]), ("none", [])]
    assert gathered[0].words == "A question\nHow do I descale?"
    forget_questions(CustomerErased(), customer=ada)
    assert gathered.all().count() == 1
    with pytest.raises(ValidationError):
        gather_questions(asked, most=0, by=grace)


@settings(max_examples=30)
@given(st.integers(1, 5000), st.floats(0, 1))
def test_a_share_lies_within_what_it_may_be_and_more_questions_say_more(whole: int, rate: float) -> None:
    share = Share(round(whole * rate), whole)
    low, high = share.between
    assert 0 <= low <= share.rate <= high <= 1
    twice_low, twice_high = Share(share.part * 2, whole * 2).between
    assert twice_high - twice_low <= high - low


def test_known_intervals_and_chances_come_out() -> None:
    low, high = Share(81, 263).between  # Newcombe (1998), Statistics in Medicine 17: 0.2553 to 0.3662
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert Share(0, 0).rate is None and Share(0, 20).between[0] == 0
    assert by_chance(0, 0) == 1 and by_chance(5, 0) == 0.0625 and by_chance(3, 7) == by_chance(7, 3) == 0.34375
