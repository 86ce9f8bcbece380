"""The menu “Articles” under an answer, and articles that begin as one."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.answers.actions.draft_article import draft_article
from regulars.answers.suiting import suiting
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Inbox
from regulars.customers.models import Customer
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Article, HelpCentre
from regulars.team.models import Agent
from tests.cast import a_conversation


@pytest.fixture
def centre(inbox: Inbox, grace: Agent) -> HelpCentre:
    return save_centre(HelpCentre(brand=inbox.brand), title="Help", languages=["en"], is_open=True, by=grace)


@pytest.fixture
def asked(ada: Customer) -> Conversation:
    return a_conversation(ada, "How do I descale the machine?", subject="Descaling")


def known(centre: HelpCentre, title: str, by: Agent, **facts: str) -> Article:
    article = save_article(None, centre=centre, facts=facts, by=by)  # type: ignore[arg-type]
    publish(write(article, language="en", title=title, html="<h2>How</h2><p>Slowly & <b>warm</b>.</p>", by=by), by=by)
    return article


def test_an_article_that_fits_is_put_into_the_answer_but_none_that_is_ours_alone(
    centre: HelpCentre, asked: Conversation, grace: Agent, client: Client
) -> None:
    shared, ours = (
        known(centre, "Descale the machine", grace),
        known(centre, "Descale in secret", grace, visibility="agents"),
    )
    assert {(each.article_id, each.is_for_customers) for each in suiting(asked, agent=grace)} == {
        (shared.pk, True),
        (ours.pk, False),
    }
    client.force_login(grace)
    path = f"/conversations/{asked.pk}/articles"
    assert (
        f"{path}/{shared.pk}/link" in (page := client.get(path).content.decode()) and f"{path}/{ours.pk}/" not in page
    )
    assert "Nothing that fits" in client.get(f"{path}?words=zebra").content.decode() or "secret" not in page
    heard = json.loads(client.post(f"{path}/{shared.pk}/quote").headers["HX-Trigger"])["composer:insert"]["html"]
    assert "Slowly &amp; warm." in heard and f"/help/{centre.slug}/en/articles/descale-the-machine#how" in heard
    assert (
        client.post(f"{path}/{ours.pk}/link").status_code == client.post(f"{path}/{shared.pk}/shout").status_code == 404
    )


def test_an_answered_conversation_becomes_a_draft_that_nobody_reads_yet(
    centre: HelpCentre, asked: Conversation, grace: Agent, client: Client
) -> None:
    with pytest.raises(ValidationError):
        draft_article(asked, by=grace)
    reply(asked, text="Fill the tank.\n\nThen <wait>.", by=grace)
    client.force_login(grace)
    answer = client.post(f"/conversations/{asked.pk}/articles/draft")
    made = Article.objects.get().translations.get()
    assert answer.headers["HX-Redirect"] == f"/knowledge/{made.article_id}/en" and not made.is_published
    assert made.draft_title == "Descaling" and "<p>Then &lt;wait&gt;.</p>" in made.draft_html
