"""The tags of the house: renamed, merged, retired and deleted without anybody waiting, and without a word that leads nowhere."""

import pytest
from django.core.exceptions import ValidationError

from regulars.conversations import tagging
from regulars.conversations.actions.change_tags import BATCH, change_tags
from regulars.conversations.actions.merge_tags import merge_tags
from regulars.conversations.actions.remove_tag import remove_tag
from regulars.conversations.actions.save_promise import save_promise
from regulars.conversations.actions.save_tag import save_tag
from regulars.conversations.actions.save_tag_rules import save_tag_rules
from regulars.conversations.actions.save_view import save_view
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.untag import untag
from regulars.conversations.found import found_by
from regulars.conversations.models import Conversation, Promise, Tag, TagChange, View
from regulars.conversations.queries import Choice
from regulars.conversations.tags import used_tags
from regulars.team.models import AuditEntry
from tests.cast import a_conversation

pytestmark = pytest.mark.django_db


def tagged(ada, grace, *names):
    conversation = a_conversation(ada)
    for name in names:
        tag(conversation, tag=name, by=grace)
    return conversation


def tags_of(conversation):
    return Conversation.objects.get(pk=conversation.pk).tags


def all_changes():
    for _time in range(20):
        change_tags()


def test_a_tag_gets_another_name_everywhere_and_the_old_word_leads_to_it(ada, grace):
    conversation = tagged(ada, grace, "refunds", "vip")
    save_tag(Tag.objects.get(name="refunds"), name="Refund", colour="red", by=grace)
    assert tags_of(conversation) == ["refunds", "vip"], "not in the request"
    all_changes()
    assert tags_of(conversation) == ["refund", "vip"]
    other = tagged(ada, grace, "refunds")
    assert tags_of(other) == ["refund"], "whoever says the old word gets the new one"
    untag(other, tag="refunds", by=grace)
    assert tags_of(other) == []
    assert Tag.objects.get(name="refund").colour == "red"
    assert AuditEntry.objects.filter(action="tag.changed").exists()


def test_a_name_can_be_given_back(ada, grace):
    conversation = tagged(ada, grace, "one")
    kept = Tag.objects.get(name="one")
    save_tag(kept, name="two", by=grace)
    save_tag(Tag.objects.get(pk=kept.pk), name="one", by=grace)
    all_changes()
    assert tags_of(conversation) == ["one"]
    assert tagging.tag_now("two") == tagging.tag_now("one") == "one"


def test_views_promises_and_searches_follow(ada, grace):
    tagged(ada, grace, "late", "delay")
    asks = {"any": [{"field": "tags", "has": "Late"}, {"field": "tags", "has none of": ["late", "delay"]}]}
    view = View(name="Late parcels", agent=grace, conditions=asks)
    save_view(view, by=grace)
    promise = Promise(name="Late parcels", first_reply=60, conditions={"all": [{"field": "tags", "has": "late"}]})
    save_promise(promise, by=grace)
    edition = view.edition
    merge_tags(Tag.objects.get(name="late"), into=Tag.objects.get(name="delay"), by=grace)
    view.refresh_from_db()
    assert view.conditions == {"any": [{"field": "tags", "has": "delay"}, {"field": "tags", "has none of": ["delay"]}]}
    assert view.edition == edition + 1, "it is counted anew"
    assert Promise.objects.get().conditions == {"all": [{"field": "tags", "has": "delay"}]}
    view.conditions = asks
    save_view(view, by=grace)
    assert "late" not in str(view.conditions).lower(), "who says the old word means the new one"
    all_changes()
    assert len(found_by("tag:late", Choice(), agent=grace).rows) == 1


def test_two_tags_become_one(ada, grace):
    conversation = tagged(ada, grace, "late", "delay")
    with pytest.raises(ValidationError, match="already"):
        save_tag(Tag.objects.get(name="late"), name="delay", by=grace)
    with pytest.raises(ValidationError):
        merge_tags(Tag.objects.get(name="late"), into=Tag.objects.get(name="late"), by=grace)
    merge_tags(Tag.objects.get(name="late"), into=Tag.objects.get(name="delay"), by=grace)
    all_changes()
    assert tags_of(conversation) == ["delay"], "once"
    assert not TagChange.objects.exists()


def test_many_conversations_change_a_few_at_a_time(ada, grace):
    several = Conversation.objects.bulk_create(
        [Conversation(inbox=a_conversation(ada).inbox, customer=ada, tags=["old"]) for _ in range(1)]
        + [Conversation(inbox=Conversation.objects.first().inbox, customer=ada, tags=["old"]) for _ in range(BATCH)]
    )
    Tag.objects.create(name="old")
    save_tag(Tag.objects.get(name="old"), name="new", by=grace)
    assert change_tags() == BATCH
    assert Conversation.objects.filter(tags=["old"]).count() == len(several) - BATCH
    all_changes()
    assert not Conversation.objects.filter(tags=["old"]).exists()


def test_a_retired_tag_stays_where_it_is_and_is_put_on_no_more(ada, grace):
    conversation = tagged(ada, grace, "xmas")
    save_tag(Tag.objects.get(name="xmas"), name="xmas", is_retired=True, by=grace)
    with pytest.raises(ValidationError, match="not used any more"):
        tagged(ada, grace, "xmas")
    assert tags_of(conversation) == ["xmas"]
    assert "xmas" not in used_tags()


def test_a_deleted_tag_is_gone_everywhere(ada, grace):
    conversation = tagged(ada, grace, "oops", "vip")
    remove_tag(Tag.objects.get(name="oops"), by=grace)
    all_changes()
    assert tags_of(conversation) == ["vip"]
    assert not Tag.objects.filter(name="oops").exists()


def test_who_may_make_new_ones_is_decided_once(ada, grace, noor):
    tagged(ada, grace, "known")
    save_tag_rules(makers="admins", by=grace)
    tagged(ada, noor, "known")
    with pytest.raises(ValidationError, match="made in the settings"):
        tagged(ada, noor, "fresh")
    tagged(ada, grace, "fresh")
    assert tagging.counts()["known"] == 2


def test_the_settings_show_and_change_them(client, ada, grace, noor):
    tagged(ada, grace, "refunds")
    refunds = Tag.objects.get(name="refunds")
    client.force_login(noor)
    assert client.get("/settings/tags").status_code == 403
    client.force_login(grace)
    assert "refunds" in client.get("/settings/tags").text
    client.post(f"/settings/tags/{refunds.pk}", {"name": "refund", "colour": "green"})
    assert "Was called" in client.get("/settings/tags").text
    wrong = client.post("/settings/tags/new", {"name": "a,b", "colour": ""})
    assert wrong.status_code == 422 and "no comma" in wrong.text
    client.post("/settings/tags", {"makers": "admins"})
    assert tagging.makers() == "admins"
    client.post(f"/settings/tags/{refunds.pk}/remove")
    all_changes()
    assert not Tag.objects.filter(pk=refunds.pk).exists()
