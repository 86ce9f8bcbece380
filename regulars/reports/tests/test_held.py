"""What readings have themselves is asked of them, and mostly of what is added up: nothing is told otherwise for it."""

import json

import pytest

from regulars.conversations.actions.change_tags import change_tags
from regulars.conversations.actions.merge_tags import merge_tags
from regulars.conversations.actions.save_tag import save_tag
from regulars.conversations.actions.save_topic import save_topic
from regulars.conversations.models import Conversation, Tag, Topic
from regulars.customers.actions.edit_customer import edit_customer
from regulars.reports.beside import of_members
from regulars.reports.figures import figures
from regulars.reports.metrics import METRICS
from regulars.reports.tests.telling import answered_after, asked_by, follow, kept, rebuilt
from regulars.team.models import Team
from tests.cast import the_inbox

SHOWN = [METRICS[word] for word in ("conversations", "first_reply_time", "without_reply", "backlog")]
LOOKED_THROUGH = {"field": "number", "at least": 0}  # of everything: no total knows it
AND, OR, NOT = "all", "any", "none"

# What is asked, of whom totals tell it (None: nobody's), whether readings do, and how many of the four conversations it is.
ASKED = [
    ({"field": "team", "is": "shops"}, "team", 2),
    ({"field": "topic", "is": "delivery"}, "topic", 2),
    ({"field": "channel", "is": "Chat"}, "channel", 3),
    ({"field": "inbox", "is": "wholesale"}, "", 1),
    ({"field": "inbox", "is not": "wholesale"}, "", 3),
    ({"field": "topic", "is not": "delivery"}, "topic", 2),
    ({"field": "team", "is one of": ["shops", "roastery"]}, "team", 3),
    ({"field": "priority", "at least": "high"}, "priority", 2),
    ({"field": "priority", "more than": "urgent"}, "priority", 0),
    ({"field": "priority", "is none of": ["high", "low"]}, "priority", 3),
    ({"field": "customer.language", "is": "PT-br"}, "language", 2),
    ({"field": "customer.language", "is not": "pt-BR"}, "language", 2),
    ({"field": "tags", "has": "Late parcel"}, "tags", 2),
    ({"field": "tags", "has any of": ["late parcel", "refund"]}, None, 2),
    ({"field": "tags", "has none of": ["refund"]}, None, 3),
    ({OR: [{"field": "team", "is": "shops"}, {"field": "team", "is": "roastery"}]}, "team", 3),
    ({OR: [{"field": "tags", "has": "late parcel"}, {"field": "tags", "has": "refund"}]}, None, 2),
    ({NOT: [{"field": "team", "is": "shops"}, {"field": "team", "is": "roastery"}]}, "team", 1),
    ({"not": {AND: [{"field": "priority", "is not": "high"}]}}, "priority", 1),
    ({AND: [{"field": "priority", "at least": "normal"}, {"field": "priority", "less than": "urgent"}]}, "priority", 3),
    ({AND: [{"field": "tags", "has": "late parcel"}, {"field": "inbox", "is": "wholesale"}]}, "tags", 1),
    ({AND: [{"field": "tags", "has": "late parcel"}, {"field": "tags", "has": "refund"}]}, None, 1),
    ({AND: [{"field": "topic", "is": "delivery"}, {"field": "channel", "is": "chat"}]}, None, 2),
]
NOT_HELD = [
    {OR: [{"field": "team", "is": "shops"}, {"field": "topic", "is": "delivery"}]},
    {OR: [{AND: [{"field": "team", "is": "shops"}, {"field": "team", "is": "roastery"}]}, {"field": "team", "is": "shops"}]},
    {OR: [{"field": "team", "is": "shops"}, {"field": "team", "is not": "roastery"}]},
    {"not": {AND: [{"field": "team", "is": "shops"}, {"field": "team", "is": "roastery"}]}},
    {OR: []},
    {OR: [{AND: [{"field": "team", "is": "shops"}, {"field": "team", "is": "roastery"}]}, {AND: []}]},
]  # fmt: skip


@pytest.fixture
def four(grace, noor, tomas, ada, ben):
    """Conversations that have been read; and the numbers of what is named in them."""
    teams = [Team.objects.create(name=name) for name in ("Shops", "Roastery")]
    topic, wholesale = save_topic(Topic(), name="Delivery", team=None, by=grace), the_inbox("Wholesale")
    edit_customer(ada, language="pt-BR")
    for place, (customer, agent) in enumerate(((ada, noor), (ben, tomas), (ada, tomas), (ben, noor))):
        answered = answered_after(customer, 10 * (place + 1), agent=agent, inbox=wholesale if place == 3 else None)
        Conversation.objects.filter(pk=answered.pk).update(
            channel="chat" if place else "email",
            team=(*teams, teams[0], None)[place],
            topic=topic if place in (1, 2) else None,
            priority=(0, 1, 0, 2)[place],
            tags=([], ["late parcel", "refund"], [], ["late parcel"])[place],
        )
    follow()
    return {"shops": teams[0].pk, "roastery": teams[1].pk, "delivery": topic.pk, "wholesale": wholesale.pk}


def test_what_readings_have_is_told_by_totals_as_by_looking_through_conversations(grace, four):
    for tree, by, number in ASKED:
        named = json.loads(json.dumps(tree), object_hook=lambda leaf: {k: _named(v, four) for k, v in leaf.items()})
        quick, slow = (asked_by(grace, conditions=json.dumps(each)) for each in (named, {AND: [named, LOOKED_THROUGH]}))
        assert (quick.by, quick.held is None, slow.held) == (by, False, None), tree
        told, looked = (
            (figures(SHOWN, each), *(of_members(SHOWN[:3], each, by=by) for by in ("agent", "topic")))
            for each in (quick, slow)
        )
        assert told == looked, tree
        assert told[0][0].value == number, tree


def test_what_is_no_sum_of_members_is_looked_through(grace, four):
    for tree in NOT_HELD:
        named = json.loads(json.dumps(tree), object_hook=lambda leaf: {k: _named(v, four) for k, v in leaf.items()})
        assert asked_by(grace, conditions=json.dumps(named)).held is None, tree


def _named(value, numbers):
    if isinstance(value, list):
        return [_named(each, numbers) for each in value]
    return numbers.get(value, value) if isinstance(value, str) else value


def test_a_tag_that_is_renamed_or_merged_takes_its_numbers_along(grace, four):
    late, refund = (Tag.objects.create(name=name) for name in ("late parcel", "refund"))
    late = save_tag(late, name="slow parcel", by=grace)
    merge_tags(refund, into=late, by=grace)
    while change_tags():
        pass
    follow()
    number = {
        tag: figures(SHOWN[:1], asked_by(grace, conditions=json.dumps({"field": "tags", "has": tag})))[0].value
        for tag in ("late parcel", "slow parcel", "refund")
    }
    assert number == {"late parcel": 0, "slow parcel": 2, "refund": 0}
    assert kept() == rebuilt()
