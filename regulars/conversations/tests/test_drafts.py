"""What is begun in two tabs: the newer one is never written over by the older."""

import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.save_draft import save_draft
from regulars.conversations.models import Draft
from tests.cast import a_conversation


@pytest.fixture
def kept(ada, noor):
    conversation = a_conversation(ada)
    return lambda html, version=None: save_draft(conversation, by=noor, kind="out", html=html, version=version)


def test_each_version_names_the_one_before_it(kept, noor):
    first = kept("<p>One</p>", "")
    second = kept("<p>One two</p>", first.version)
    assert second.version != first.version and Draft.objects.get(agent=noor).html == "<p>One two</p>"


@pytest.mark.parametrize("version", ["", "2026-01-01T00:00:00+00:00"])
def test_an_older_tab_changes_nothing(version, kept, noor):
    kept("<p>The newer words</p>", "")
    with pytest.raises(ValidationError):
        kept("<p>The older ones</p>", version)
    with pytest.raises(ValidationError):
        kept("", version)
    assert Draft.objects.get(agent=noor).html == "<p>The newer words</p>"


def test_a_draft_that_was_sent_does_not_come_back(ada, noor):
    conversation = a_conversation(ada)
    begun = save_draft(conversation, by=noor, kind="out", html="<p>Yes</p>")
    reply(conversation, by=noor, text="Yes")
    with pytest.raises(ValidationError):
        save_draft(conversation, by=noor, kind="out", html="<p>Yes</p>", version=begun.version)
    assert not Draft.objects.exists()


def test_the_page_is_handed_what_the_other_tab_wrote(client, ada, noor):
    conversation = a_conversation(ada)
    newer = save_draft(conversation, by=noor, kind="out", html="<p>From the phone</p>")
    client.force_login(noor)
    answer = client.post(
        f"/conversations/{conversation.pk}/draft", {"kind": "reply", "html": "<p>Old</p>", "version": ""}
    )
    assert answer.status_code == 409
    assert answer.json() == {"html": "<p>From the phone</p>", "version": newer.version}
    assert client.get(f"/conversations/{conversation.pk}/draft?kind=note").json() == {"html": "", "version": ""}
