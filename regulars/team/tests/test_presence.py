"""Whether somebody is at the desk: by hand, and by the pages they have open."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.team.actions.set_abilities import set_abilities
from regulars.team.actions.set_presence import set_presence
from regulars.team.models import Ability, AuditEntry, Presence
from regulars.team.presence import LAPSES, lapse, seen


def state_of(agent):
    return Presence.objects.get(pk=agent.pk).state


def silent(agent):
    Presence.objects.filter(pk=agent.pk).update(seen_at=timezone.now() - LAPSES - timedelta(seconds=1))


def test_who_opens_the_desk_is_there_and_who_closes_it_is_offline_after_a_while(noor):
    seen(noor.pk)
    assert state_of(noor) == "online" and lapse() == 0
    silent(noor)
    assert lapse() == 1 and lapse() == 0
    presence = Presence.objects.get(pk=noor.pk)
    assert presence.state == "offline" and presence.left_at == presence.seen_at
    seen(noor.pk)
    assert state_of(noor) == "online" and Presence.objects.get(pk=noor.pk).left_at is None


def test_set_presence_is_not_overruled_by_an_open_page(noor):
    seen(noor.pk)
    set_presence(noor, state="offline", by=noor)
    seen(noor.pk)
    assert state_of(noor) == "offline"
    set_presence(noor, state="online", by=noor)
    assert state_of(noor) == "online"


def test_set_presence_is_harmless_twice(noor):
    first = set_presence(noor, state="away", by=noor)
    assert set_presence(noor, state="away", by=noor).since == first.since


def test_who_went_from_away_to_offline_is_gone_since_they_were_away(noor):
    left = set_presence(noor, state="away", by=noor).left_at
    assert set_presence(noor, state="offline", by=noor).left_at == left


@pytest.mark.parametrize(("whose", "state"), [("noor", "asleep"), ("grace", "away")])
def test_set_presence_refuses_other_words_and_other_people(whose, state, request, grace, noor):
    with pytest.raises(ValidationError):
        set_presence(request.getfixturevalue(whose), state=state, by=noor)
    assert not Presence.objects.exclude(state="offline").exists()


def test_an_admin_says_it_of_anybody_who_works_here(grace, noor):
    set_presence(noor, state="away", by=grace)
    noor.is_active = False
    noor.save()
    with pytest.raises(ValidationError):
        set_presence(noor, state="online", by=grace)
    assert state_of(noor) == "away"


def test_set_abilities_changes_records_and_is_harmless_twice(grace, noor):
    for _ in range(2):
        set_abilities(noor, capacity=6, languages=["en", "ar"], skills={"Espresso machines": 4}, by=grace)
    set_abilities(noor, capacity=6, languages=["en", "ar"], skills={"espresso machines": 5}, by=grace)
    noor.refresh_from_db()
    assert (noor.capacity, noor.languages) == (6, ["en", "ar"])
    assert Ability.objects.values_list("skill__name", "level").get() == ("Espresso machines", 5)
    assert AuditEntry.objects.filter(action="agent.abilities_set").count() == 2


@pytest.mark.parametrize(
    "facts", [{"capacity": -1}, {"languages": ["x" * 17]}, {"skills": {"": 3}}, {"skills": {"Tea": 6}}]
)
def test_set_abilities_refuses_by_name_and_changes_nothing(facts, grace, noor):
    with pytest.raises(ValidationError) as refused:
        set_abilities(noor, **{"capacity": 5, "languages": [], "skills": {}, **facts}, by=grace)
    noor.refresh_from_db()
    assert [*facts] == [*refused.value.message_dict] and noor.capacity == 20 and not Ability.objects.exists()
