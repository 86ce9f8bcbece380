"""What the assistant suggests to agents: used, or dismissed, and never done by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.assistant.actions.classify import classify
from regulars.assistant.actions.dismiss_hint import dismiss_hint
from regulars.assistant.actions.draft_answer import draft_answer
from regulars.assistant.actions.sum_up import sum_up
from regulars.assistant.actions.translate_answer import translate_answer
from regulars.assistant.actions.translate_newest import translate_newest
from regulars.assistant.actions.use_hint import use_hint
from regulars.assistant.figures import figures_of
from regulars.assistant.hint_rows import words_for
from regulars.assistant.models import Call, Duty, Hint, Provider, QuestionSet, Run
from regulars.assistant.tests.known import known, run_of
from regulars.assistant.tests.scripted import Model, called, cites, scripted
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.models import Conversation, Draft, Inbox, Topic
from regulars.customers.models import Customer
from regulars.knowledge.models import HelpCentre
from regulars.team.models import Agent
from tests.cast import a_conversation

DESCALE = "Descale the machine with citric acid every three months."


@pytest.fixture
def asked(centre: HelpCentre, inbox: Inbox, ben: Customer) -> Conversation:
    known(centre, "Descale the machine", DESCALE)
    for task in ("draft", "summarise", "translate", "classify", "mood"):
        Duty.objects.create(inbox=inbox, task=task, way="suggest")
    return a_conversation(ben, "How do I descale the machine with citric acid? It is order 88412.", subject="Descaling")


@pytest.fixture
def model(db: None) -> Iterator[Model]:
    with scripted() as model:
        Provider.objects.create(pk=1, is_on=True, model="scripted", address=model.address, price_in=1, price_out=2)
        yield model


def test_without_a_model_a_draft_is_quoted_and_what_needs_one_is_not_offered(
    asked: Conversation, grace: Agent, client: Client
) -> None:
    client.force_login(grace)
    address = f"/conversations/{asked.pk}/assistant"
    menu = client.get(address).content.decode()
    assert "Answer with an article" in menu and "Sum up" not in menu and "No model writes here" in menu
    page = client.post(f"{address}/draft", headers={"HX-Request": "true"}).content.decode()
    hint = Hint.objects.get()
    assert DESCALE in page and "without a model" in page and hint.evidence[0]["title"] == "Descale the machine"
    heard = json.loads(client.post(f"/assistant/hints/{hint.pk}/use").headers["HX-Trigger"])["composer:insert"]
    assert (
        heard["kind"] == "reply"
        and "<blockquote>" in heard["html"]
        and "/articles/descale-the-machine" in heard["html"]
    )
    assert not asked.messages.filter(kind="out").exists(), "nothing leaves by itself"
    for verb in (sum_up, translate_newest):
        with pytest.raises(ValidationError):
            verb(asked, by=grace)
    Duty.objects.filter(task="draft").update(way="off")
    assert client.post(f"{address}/draft", headers={"HX-Request": "true"}).status_code == 422
    assert client.post(f"{address}/nonsense").status_code == 404


def test_the_language_and_the_topic_of_like_conversations_are_found_without_a_model(
    asked: Conversation, inbox: Inbox, ada: Customer, chiara: Customer, grace: Agent
) -> None:
    machines, parcels = Topic.objects.create(name="Machines"), Topic.objects.create(name="Parcels")
    for words in (
        "How do I descale my machine?",
        "Descaling the machine with citric acid?",
        "How is the machine descaled?",
    ):
        set_topic(a_conversation(ada, words), topic=machines, by=grace)
    set_topic(a_conversation(chiara, "Where is my parcel, please?"), topic=parcels, by=grace)
    by_kind = {hint.kind: hint for hint in classify(asked, by=grace)}
    assert by_kind["topic"].text == "Machines" and by_kind["language"].value == "en"
    use_hint(by_kind["topic"], by=grace)
    use_hint(by_kind["topic"], by=grace)
    use_hint(by_kind["language"], by=grace)
    asked.refresh_from_db()
    assert asked.topic == machines and asked.customer.language == "en"
    assert classify(asked, by=grace) == []


def test_a_model_drafts_sums_up_translates_and_sorts_and_what_it_makes_up_is_dropped(
    asked: Conversation, model: Model, grace: Agent
) -> None:
    model.says = [
        cites(("Use citric acid every three months.", 1, "citric acid every three months")),
        called("final_result", wanted="How to descale, order 88412.", done="", left="An answer."),
        called("final_result", wanted="They want 500 euro back.", done="", left=""),
        "Wie entkalke ich die Maschine?",
        "```html\n<p>Mit <b>Zitronensäure</b>.</p><script>x</script>\n```",
        called("final_result", topic="Nonsense", tags=["made up"], priority="high", language="de", mood="annoyed"),
    ]
    assert draft_answer(asked, by=grace).made_by == "scripted"
    assert "88412" in sum_up(asked, by=grace).text and "instructions for you" in model.asked
    with pytest.raises(ValidationError, match="nobody has said"):
        sum_up(asked, by=grace)
    assert translate_newest(asked, by=grace).text == "Wie entkalke ich die Maschine?"
    with pytest.raises(ValidationError, match="Write your answer first"):
        translate_answer(asked, by=grace)
    Draft.objects.create(conversation=asked, agent=grace, kind="out", html="<p>With <b>citric acid</b>.</p>")
    assert words_for(translate_answer(asked, by=grace)) == "<p>Mit <b>Zitronensäure</b>.</p>"
    hints = classify(asked, by=grace)
    assert {(hint.kind, hint.value) for hint in hints} == {
        ("priority", "high"),
        ("language", "de"),
        ("mood", "annoyed"),
    }
    dismiss_hint(hints[0], by=grace)
    with pytest.raises(ValidationError):
        use_hint(hints[0], by=grace)
    assert Call.objects.count() == 6 and set(Call.objects.values_list("purpose", flat=True)) == {
        "draft", "summarise", "translate", "classify",
    }  # fmt: skip


def test_a_run_of_the_model_says_what_it_costs_and_quotes_where_the_model_makes_things_up(
    questions: QuestionSet, model: Model, grace: Agent
) -> None:
    article = known(questions.centre, "Descale the machine", DESCALE)
    for position, words in enumerate(("how do I descale the machine", "how often is the machine descaled"), 1):
        questions.questions.create(
            position=position, words=words, language="en", label="articles", articles=[article.pk]
        )
    model.says = [
        cites(("Use citric acid.", 1, "Descale the machine with citric acid")),
        cites(("Every day.", 1, "every single day of the week")),
    ]
    figures, run = figures_of(run_of(questions, grace, way="model", least=0.3)), Run.objects.get()
    first, second = run.results.order_by("question__position")
    assert (first.made_by, first.text) == ("scripted", "Use citric acid.") and first.is_answered
    assert second.made_by == "quote" and "quoted instead" in second.because
    assert figures.cost > 0 and second.cost > 0 and run.model == "scripted"
