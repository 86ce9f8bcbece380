"""Which reward is put before somebody: by the ladder, the same for a while, with its reason, and not for who objects."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

from django.utils import timezone

from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.queries import statement
from regulars.loyalty.tests.members import a_programme
from regulars.portal.tests.conftest import address_of, signed_in_as
from regulars.rewards.actions.claim import claim
from regulars.rewards.actions.object_to_choosing import object_to_choosing
from regulars.rewards.choosing import Arm, belief, choose, shrunk, suggestion_for, why_of
from regulars.rewards.models import Claim, Reward, Suggestion
from regulars.rewards.queries import catalogue
from regulars.rewards.tastes import Popularity, Tried
from regulars.rewards.tests.rewarding import a_reward, with_points


def suggested(member, **how) -> Suggestion | None:
    said = statement(member)
    return suggestion_for(said, catalogue(said), draw=Random(1), **how)


def an_arm(popular: float = 0.0, together: float = 0.0, tried: Tried = Tried(), is_of_cell: bool = False) -> Arm:  # noqa: B008 - a constant
    return Arm(Reward(), popular, together, tried, is_of_cell)


def test_few_claims_in_a_cell_say_little_and_many_say_all():
    few = shrunk(Popularity({1: 90, 2: 10}, {1: 0, 2: 1}))
    assert few[1] > few[2]
    many = shrunk(Popularity({1: 90, 2: 110}, {1: 0, 2: 100}))
    assert many[2] > 0.9 and abs(sum(many.values()) - 1) < 1e-9
    assert shrunk(Popularity({}, {})) == {}


def test_what_has_proven_itself_is_shown_most_and_nothing_is_forgotten():
    good, poor, new = an_arm(tried=Tried(200, 60)), an_arm(tried=Tried(200, 4)), an_arm()
    draw = Random(7)
    times = Counter(id(choose([good, poor, new], draw=draw)) for _each in range(2000))
    assert times[id(good)] > 1000 and times[id(new)] > 50 and times[id(poor)] >= 5
    assert belief(good) == (61, 151)
    assert len({id(choose([an_arm() for _each in range(9)], draw=draw)) for _each in range(5)}) > 1


def test_the_reason_is_what_spoke_for_it_most():
    assert why_of(an_arm(popular=0.4, together=0.5)) == "together"
    assert why_of(an_arm(popular=0.4, together=0.1, is_of_cell=True)) == "alike"
    assert why_of(an_arm(popular=0.4)) == "popular"
    assert why_of(an_arm()) == "tried"


def test_a_choice_stays_until_it_is_claimed_and_what_one_had_is_not_praised_again(ada):
    a_programme()
    member = with_points(ada, 1000)
    for name in ("A", "B", "C"):
        a_reward(name=name)
    a_reward(name="Too dear for us", cost=10**6)
    first = suggested(member)
    assert first == suggested(member) == Suggestion.objects.get() and first.reward.name != "Too dear for us"
    claim(member, reward=first.reward, by=SYSTEM)
    first.refresh_from_db()
    assert first.claimed_at and Claim.objects.get().cell == first.cell
    second = suggested(member)
    assert second != first and second.reward != first.reward
    assert suggested(member, now=timezone.now() + timedelta(days=15)) != second


def test_people_who_had_the_same_lead_to_the_next(ada):
    programme = a_programme()
    coffee, grinder, tea = (a_reward(programme, name) for name in ("Coffee", "Grinder", "Tea"))
    for number in range(6):
        other = with_points(Customer.objects.create(name=f"Customer {number}"), 500, programme)
        for reward in (coffee, grinder) if number < 4 else (tea,):
            claim(other, reward=reward, by=SYSTEM)
    member = with_points(ada, 1000)
    claim(member, reward=coffee, by=SYSTEM)
    said = statement(member)
    chosen = Counter()
    for seed in range(30):
        Suggestion.objects.all().delete()
        kept = suggestion_for(said, catalogue(said), draw=Random(seed))
        chosen[kept.reward.name, kept.why] += 1
    assert chosen.most_common(1)[0][0] == ("Grinder", "together")


def test_who_objects_sees_what_is_popular_and_nothing_is_kept(ada, ben, inbox):
    programme = a_programme()
    member, first, second = with_points(ada, 1000), a_reward(programme, "A"), a_reward(programme, "B")
    claim(with_points(ben, 500), reward=second, by=SYSTEM)
    client = signed_in_as(address_of(ada))
    assert "For you" in client.get("/my/rewards").content.decode() and Suggestion.objects.exists()
    client.post("/my/rewards/choosing", {"wanted": "no"})
    assert not Suggestion.objects.exists(), "what was thought before goes, too"
    page = client.get("/my/rewards").content.decode()
    assert "Many members choose this" in page and "Choose for me" in page and not Suggestion.objects.exists()
    claim(member, reward=first, by=SYSTEM)
    assert Claim.objects.get(reward=first).cell == ""
    client.post("/my/rewards/choosing", {"wanted": "yes"})
    client.get("/my/rewards")
    assert Suggestion.objects.exists()
    set_consent(ada, channel="phone", purpose="profiling", state="withdrawn", source="a call", by=SYSTEM)
    assert suggested(member).pk is None
    object_to_choosing(ada, objects=False, by=SYSTEM)
    assert suggested(member).pk
