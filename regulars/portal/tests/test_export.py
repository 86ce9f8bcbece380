"""A customer takes everything of theirs along, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations.actions.note import note
from regulars.conversations.actions.set_field import set_field
from regulars.customers.actions.save_field import save_field
from regulars.customers.models import CustomField
from regulars.knowledge.actions.vote import vote
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.tests.reading import published
from regulars.outreach.actions.send import send
from regulars.portal.actions.ask_export import ask_export
from regulars.portal.actions.make_exports import make_exports, next_due
from regulars.portal.models import Export, Proof
from regulars.portal.tests.test_conversations import sent
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.actions.save_survey import save_survey
from regulars.surveys.models import Survey
from tests.cast import a_conversation


def test_everything_of_theirs_comes_in_one_file_of_which_they_are_told(enter, inbox, ada, ben, grace, noor):
    for key, is_public in (("size", True), ("risk", False)):
        save_field(
            CustomField(about="conversation", label=key.title(), key=key, kind="text", is_public=is_public), by=grace
        )
    centre = HelpCentre.objects.create(
        slug="help", brand=inbox.brand, title="Help", is_open=True, languages=["en"], host="help.coffee.example"
    )
    asked = a_conversation(ada, "Where is it?", subject="Grinder")
    for key in ("size", "risk"):
        set_field(asked, field=key, value=f"a {key}", by=noor)
    sent(asked, by=noor, text="On its way.")
    note(asked, text="She always asks twice.", by=noor)
    a_conversation(ben, "Not hers")
    client = enter(ada)
    client.post("/my/details/choices", {"email-marketing": "on", "email-receipts": "on"})
    send(ada, topic="marketing", subject="A new roast", text="From Sidamo.", key="roast")
    survey = save_survey(Survey(name="After", kind="csat", brand=inbox.brand), by=grace)
    for who, score in ((ada, 4), (ben, 1)):
        give_opinion(survey, given={"score": score}, way=Way("api", customer=who))
    article = published(centre, "Grinders", by=grace).translations.get()
    for who, words in ((ada, "Which one?"), (ben, "Not hers")):
        vote(article, is_helpful=False, comment=words, by=who)
    client.post("/my/data/export")
    client.post("/my/data/export")
    assert Export.objects.count() == 1 and "Being made" in client.get("/my/data").content.decode()
    assert next_due() and make_exports() == 1 and make_exports() == 0
    assert mail.outbox[-1].to == ["ada@moreau.example"] and "://help.coffee.example" in mail.outbox[-1].body
    assert "/my/data" in mail.outbox[-1].body
    taken = client.get(f"/my/data/{Export.objects.get().pk}")
    assert taken["Content-Disposition"].startswith("attachment")
    everything = json.loads(taken.content)
    assert [each["subject"] for each in everything["letters_of_our_own"]] == ["A new roast"]
    assert everything["you"]["name"] == "Ada Moreau" and everything["consents"][0]["purpose"] == "marketing"
    assert [(each["survey"], each["answers"]) for each in everything["opinions"]] == [("After", {"score": 4})]
    assert [(each["article"], each["comment"]) for each in everything["articles_rated"]] == [("Grinders", "Which one?")]
    [conversation] = everything["conversations"]
    assert conversation["fields"] == {"Size": "a size"}
    assert [(each["by"], each["text"]) for each in conversation["messages"]] == [
        ("You", "Where is it?"),
        ("Noor at Kettle & Crumb", "On its way."),
    ]
    written = taken.content.decode()
    assert not [each for each in ("always asks twice", "risk", "Not hers", noor.email) if each in written]
    stranger = enter(ben)
    assert stranger.get(f"/my/data/{Export.objects.get().pk}").status_code == 404


def test_a_file_goes_after_a_week_and_there_are_few_a_day(enter, ada, brand):
    enter(ada)
    proof = Proof.objects.get()
    for _each in range(3):
        ask_export(proof, brand=brand)
        make_exports()
    with pytest.raises(ValidationError, match="three a day"):
        ask_export(proof, brand=brand)
    Export.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    make_exports()
    assert not Export.objects.exists()
