"""Who works in which inboxes: kept by the database whatever changes, and asked in every query."""

import pytest
from django.db import IntegrityError

from regulars.conversations.models import Access, Conversation, Inbox
from regulars.lib.question import Question
from regulars.team.models import Brand, Role, Team
from tests.cast import a_conversation, hire, the_inbox


def reach(agent):
    agent.refresh_from_db()
    return agent.works_in


def seen(agent):
    return set(Conversation.objects.visible_to(agent).values_list("pk", flat=True))


def test_whoever_is_named_nowhere_works_in_all_inboxes(noor, ada):
    hello, repairs = a_conversation(ada), a_conversation(ada, inbox=the_inbox("Repairs"))
    assert reach(noor) is None and seen(noor) == {hello.pk, repairs.pk}


def test_a_limit_on_the_person_the_role_or_the_team_holds_and_several_add_up(noor, tomas, grace, ada, beans):
    hello, repairs, returns = the_inbox(), the_inbox("Repairs"), the_inbox("Returns")
    Access.objects.create(agent=noor, inbox=repairs)
    assert reach(noor) == [repairs.pk] and reach(tomas) is None
    Access.objects.create(team=beans, inbox=returns)
    assert reach(noor) == [repairs.pk, returns.pk]
    Access.objects.create(role_id=Role.AGENT, inbox=hello)
    assert (reach(noor), reach(tomas)) == ([hello.pk, repairs.pk, returns.pk], [hello.pk])
    assert reach(hire("Late Comer")) == [hello.pk]
    beans.members.clear()
    assert reach(noor) == [hello.pk, repairs.pk]
    Access.objects.all().delete()
    assert reach(noor) is None


def test_a_brand_means_its_inboxes_also_those_to_come(noor):
    other = Brand.objects.create(name="Leaf & Pot")
    Access.objects.create(agent=noor, brand=other)
    assert reach(noor) == []
    leaves = Inbox.objects.create(name="Leaves", brand=other)
    assert reach(noor) == [leaves.pk]
    leaves.brand = the_inbox().brand
    leaves.save()
    assert reach(noor) == []


def test_owners_see_everything_and_whoever_becomes_one(grace, noor, beans):
    beans.members.add(grace)
    Access.objects.create(team=beans, inbox=the_inbox())
    assert reach(grace) is None and reach(noor) is not None
    noor.role_id = Role.OWNER
    noor.save(update_fields=["role"])
    assert reach(noor) is None


def test_the_composed_question_and_the_query_agree(noor, tomas, ada):
    hello, repairs = a_conversation(ada), a_conversation(ada, inbox=the_inbox("Repairs"))
    asked = Question(lambda agent: Conversation.objects.visible_to(agent).order_by("pk"), agent=int)
    Access.objects.create(agent=noor, inbox=repairs.inbox)
    assert [each.pk for each in asked(agent=noor.pk)] == [repairs.pk] and seen(noor) == {repairs.pk}
    assert [each.pk for each in asked(agent=tomas.pk)] == [hello.pk, repairs.pk]
    tomas.is_active = False
    tomas.save()
    assert asked(agent=tomas.pk) == [] and seen(tomas) == set()


@pytest.mark.parametrize("facts", [{}, {"agent": "noor", "team": "beans", "inbox": "inbox"}, {"agent": "noor"}])
def test_a_limit_names_one_who_and_one_where(facts, request, noor):
    named = {name: request.getfixturevalue(fixture) for name, fixture in facts.items()}
    with pytest.raises(IntegrityError):
        Access.objects.create(**named)


def test_a_team_alone_is_enough(noor):
    Team.objects.create(name="Retail").members.add(noor)
    Access.objects.create(team=Team.objects.get(), inbox=the_inbox())
    assert reach(noor) == [the_inbox().pk]
