"""The pages of evaluation, as somebody who looks after the articles walks through them."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.assistant.actions.answer_questions import answer_questions
from regulars.assistant.models import Question, QuestionSet, Result, Run
from regulars.assistant.tests.known import ASKED, known
from regulars.conversations.models import Access
from regulars.customers.models import Customer
from regulars.knowledge.models import HelpCentre
from regulars.team.models import Agent, Role
from tests.cast import a_conversation, hire, the_inbox

HERE = "/assistant/evaluation"


def test_a_set_is_filled_put_looked_into_and_compared(centre: HelpCentre, grace: Agent, client: Client) -> None:
    client.force_login(grace)
    known(centre, "Descale", "Descale the machine with citric acid, how to do it.")
    assert "No questions yet" in client.get(HERE).content.decode()
    assert client.post(HERE, {"name": ""}).status_code == 422
    address = client.post(HERE, {"name": "Of May"}).headers["Location"]
    for content, says in ((b"", "empty"), (b"question,articles\nwhy,Nowhere", "Line 2, articles: There is no article")):
        answer = client.post(f"{address}/file", {"file": SimpleUploadedFile("q.csv", content)})
        assert answer.status_code == 422 and says in answer.content.decode() and not Question.objects.exists()
    file = ASKED.replace(b"Sending back", b"Descale") + b"=cmd(),?\n"
    assert client.post(f"{address}/file", {"file": SimpleUploadedFile("q.csv", file)}).status_code == 302
    assert client.post(f"{address}/run", {"way": "model", "least": "7"}).status_code == 422
    runs = [
        client.post(f"{address}/run", {"way": "quote", "least": least}).headers["Location"] for least in ("0.5", "1")
    ]
    assert "0 of 5" in client.get(f"{runs[0]}/progress").content.decode()
    while answer_questions():
        pass
    assert client.get(f"{runs[0]}/progress").headers["HX-Refresh"] == "true"
    page = client.get(runs[0]).content.decode()
    assert "Precision" in page and "Question by question" in page and "With another least confidence" in page
    assert client.get(f"{runs[0]}?verdict=right").content.decode().count('class="asked"') == 1
    assert "Descale" in client.get(f"{HERE}/results/{Result.objects.first().pk}").content.decode()
    lines = client.get(f"{runs[0]}/results.csv").getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("id,question,language") and len(lines) == 6 and ",'=cmd()," in lines[5]
    before, after = Run.objects.order_by("pk").values_list("pk", flat=True)
    difference = client.get(f"{HERE}/compare?before={before}&after={after}").content.decode()
    assert re.search(r"<b>0 were gained</b> and <b>1 lost</b>", difference) and "descale the machine with" in difference
    assert client.get(f"{HERE}/compare?before={before}&after=x").status_code == 404
    question = Question.objects.first()
    assert (
        client.post(f"{HERE}/questions/{question.pk}", {"label": "articles", "articles": "Nowhere"}).status_code == 422
    )
    assert client.post(f"{HERE}/questions/{question.pk}", {"label": "nobody"}).status_code == 302
    for path in (f"{HERE}/questions/{question.pk}", runs[1], address):
        assert client.get(path).status_code == 200 and client.post(f"{path}/remove").status_code == 302
    assert not QuestionSet.objects.exists()


def test_what_was_asked_where_somebody_may_not_look_is_not_shown_to_them(
    centre: HelpCentre,
    ada: Customer,
    client: Client,
) -> None:
    kept = QuestionSet.objects.create(centre=centre, name="Of May")
    conversation = a_conversation(ada, "A secret")
    Question.objects.create(set=kept, position=1, words="A secret", language="en", conversation=conversation)
    lena = hire("Lena Roth", role=Role.LEAD)
    client.force_login(lena)
    assert "A secret" in client.get(f"{HERE}/sets/{kept.pk}").content.decode()
    Access.objects.create(inbox=the_inbox("Another"), agent=lena)
    assert "A secret" not in client.get(f"{HERE}/sets/{kept.pk}").content.decode()
    assert client.get(f"{HERE}/questions/{kept.questions.get().pk}").status_code == 404
