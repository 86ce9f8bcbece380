"""Questions from files: all of them, or none and why."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from regulars.assistant.actions.bring_in_questions import bring_in_questions
from regulars.assistant.actions.label_question import label_question
from regulars.assistant.actions.remove_question import remove_question
from regulars.assistant.actions.remove_question_set import remove_question_set
from regulars.assistant.actions.save_question_set import save_question_set
from regulars.assistant.models import Question, QuestionSet
from regulars.assistant.tests.known import known
from regulars.knowledge.models import Article
from regulars.team.models import Agent


def test_whatever_names_an_article_is_understood_and_nothing_comes_twice(questions: QuestionSet, grace: Agent) -> None:
    returns = known(questions.centre, "Returning goods; and money", id="folder:orders/returns")
    descale = known(questions.centre, "Descale the machine", id="zendesk:360")
    file = (
        'Question;Expected article;Language;ID\r\n"How do I\r\nsend it back?";returns.md;;q1\r\n'
        f'where is my money;"Returning goods; and money";en;q2\r\nWie entkalke ich?;360|#{returns.pk};de;q3\r\n\r\n'
        "what does the moon weigh;;en;q4\r\nis it loud;?;en;q5\r\nhow;https://help.example/en/articles/descale-the-machine#how\r\n"
    )
    assert bring_in_questions(questions, content=("\ufeff" + file).encode(), by=grace).kept == 6
    kept = list(questions.questions.values_list("words", "label", "articles", "language", "key"))
    assert kept == [
        ("How do I\r\nsend it back?", "articles", [returns.pk], "en", "q1"),
        ("where is my money", "articles", [returns.pk], "en", "q2"),
        ("Wie entkalke ich?", "articles", [descale.pk, returns.pk], "de", "q3"),
        ("what does the moon weigh", "nobody", [], "en", "q4"),
        ("is it loud", "none", [], "en", "q5"),
        ("how", "articles", [descale.pk], "en", ""),
    ]
    again = [
        {"question": "how", "articles": []},
        "why",
        {"question": "???", "article": None},
        {"question": "when", "articles": [360]},
    ]
    brought = bring_in_questions(questions, content=json.dumps(again).encode("utf-16"), by=grace)
    assert (brought.kept, brought.known) == (3, 1)
    assert list(questions.questions.order_by("position")[6:].values_list("words", "label")) == [
        ("why", "none"),
        ("???", "nobody"),
        ("when", "articles"),
    ]


@pytest.mark.parametrize(
    ("file", "where"),
    [
        (b"", "file"),
        (b"question,articles\n", "file"),
        (b"words are here\nsome", "1.file"),
        (b"question\n\xff\xfebad", "2.file"),
        (b"question,articles\nfine,Descale\nbad,Nowhere\n,Descale", "3.articles 4.question"),
        (b"question,language\nfine,en\nwhy,english!", "3.language"),
        (b'question,articles\n"no end,Descale', "2.file"),
        (b"question,articles\nmore, cells, than names", "2.file"),
        (b'{"question": "fine"}\n{"question": 3.5}\nnothing', "3.file"),
        (b'[{"question": "fine"},\n {"question": ["x"]},\n {"question": "a", "articles": [true]},\n 7]', "4.file"),
        (
            b'[{"question": "fine"},\n {"question": ["x"]},\n {"question": "a", "articles": [true]}]',
            "2.question 3.articles",
        ),
        (b'[{"question": "fine"}', "1.file"),
        (b"[" * 5000, "1.file"),
        (b'["fine", "two"', "1.file"),
        (b"question,articles\nwhich,Twice", "2.articles"),
    ],
)
def test_what_is_wrong_is_named_by_its_line_and_nothing_comes(questions: QuestionSet, file: bytes, where: str) -> None:
    for title in ("Descale", "Twice", "Twice"):
        known(questions.centre, title, id=title.lower() + str(Article.objects.count()))
    with pytest.raises(ValidationError) as refused:
        bring_in_questions(questions, content=file, by=None)
    assert sorted(refused.value.message_dict) == where.split()
    assert not Question.objects.exists()


def test_sets_are_named_and_questions_labelled_and_all_may_go(questions: QuestionSet, grace: Agent) -> None:
    article = known(questions.centre, "Descale")
    bring_in_questions(questions, content=b'["how", "why"]', by=grace)
    question = questions.questions.first()
    label_question(question, label="articles", articles="descale", by=grace)
    assert questions.questions.first().articles == [article.pk]
    for wrong in ({"label": "articles", "articles": "nowhere"}, {"label": "articles"}, {"label": "right"}):
        with pytest.raises(ValidationError):
            label_question(question, by=grace, **wrong)
    label_question(question, label="nobody", by=grace)
    assert questions.questions.first().articles == []
    remove_question(question, by=grace)
    for name in ("", "Asked in May", "x" * 121):
        with pytest.raises(ValidationError):
            save_question_set(None, centre=questions.centre, name=name, by=grace)
    assert save_question_set(questions, centre=questions.centre, name="Of May", by=grace).questions.count() == 1
    remove_question_set(questions, by=grace)
    remove_question_set(questions, by=grace)
    assert not Question.objects.exists()
