import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone, translation

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_points import give_points
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.report import by_tier, in_money, movement
from regulars.loyalty.tests.members import a_member, a_programme, day


def signed_in(agent):
    client = Client()
    client.force_login(agent)
    return client


def as_shown(page):
    """What a browser would send of the form on this page."""
    html = page.content.decode()
    html = html[html.index("<fieldset") : html.rindex("</form>")]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            sent.setdefault(name[1], []).append(value[1] if value else "on" if "checkbox" in tag else "")
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent.setdefault(name, []).append(chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1])
    return sent


def test_a_programme_is_begun_kept_as_it_is_and_changed_on_its_page(grace, ada):
    client = signed_in(grace)
    said = as_shown(client.get("/settings/loyalty/new"))
    said |= {"name": ["Card"], "expiry__is_on": ["on"], "expiry__count": ["12"], "expiry__round_to": ["month"]}
    said |= {
        "level_word": ["", ""],
        "level_name": ["Silver", ""],
        "level_min": ["100", ""],
        "level_ways": ["orders 5 + spend 200 or 9 Orders", ""],
        "level_for_good": ["points: 1000 + 10 years in a row", ""],
        "level_stays": ["miles flown 50", ""],
        "level_keeps_points": ["1", ""],
        "tiers__counters": ["Miles  flown, nights"],
        "level_multiplier": ["1,5", ""],
    }
    client.post("/settings/loyalty/new", said)
    programme = Programme.objects.get()
    terms = programme.promised
    silver = terms.level("silver")
    assert terms.expiry.round_to == "month" and str(silver.multiplier) == "3/2"
    assert silver.ways == [{"orders": 5, "spend": 200}, {"orders": 9}] and silver.stays == [{"miles flown": 50}]
    assert silver.for_good == {"points": 1000, "years in a row": 10} and silver.keeps_points
    assert terms.tiers.counters == ["miles flown", "nights"]
    one = f"/settings/loyalty/{programme.pk}"
    client.post(one, as_shown(client.get(one)))
    assert Programme.objects.get().version == 1 and Programme.objects.get().promised == terms
    page = client.post(one, as_shown(client.get(one)) | {"preview": ["1"], "level_min": ["1", "", ""]})
    assert "would rise now" in page.content.decode() and Programme.objects.get().version == 1
    wrong = client.post(one, as_shown(client.get(one)) | {"year_begins": ["02-30"]})
    assert wrong.status_code == 422 and "each year has" in wrong.content.decode()
    assert client.get(f"{one}/numbers").status_code == 200


def test_a_number_left_empty_is_no_limit_where_there_may_be_none_and_else_refused(grace):
    client, programme = signed_in(grace), a_programme(most_by_hand=100, refunds={"most_debt": 50, "debt_days": 9})
    one = f"/settings/loyalty/{programme.pk}"
    empty = dict.fromkeys(("most_by_hand", "refunds__most_debt", "refunds__debt_days"), [""])
    for said in (empty, {}):
        client.post(one, as_shown(client.get(one)) | said)
        kept = Programme.objects.get()
        assert (kept.version, kept.promised.most_by_hand) == (2, None)
        assert (kept.promised.refunds.most_debt, kept.promised.refunds.debt_days) == (None, None)
    assert client.post(one, as_shown(client.get(one)) | {"earning__points": [""]}).status_code == 422


def test_a_member_is_found_looked_at_and_given_points_once(noor, ada, ben):
    client, programme = signed_in(noor), a_programme(zone="America/New_York")
    assert "Join Beans" in client.get(f"/customers/{ada.pk}/points").content.decode()
    client.post(f"/customers/{ada.pk}/join", {"programme": programme.pk})
    member = Account.objects.get()
    earn(member, points=1240, reason="Order <8841>", expires_at=day(12, year=2099, hour=5), by=SYSTEM)
    page = client.get(f"/loyalty/members/{member.pk}").content.decode()
    assert "1,240 points" in page and "Order &lt;8841&gt;" in page
    assert "30 November 2099" in page  # midnight in New York: the last day is the one before
    once = re.search(r'name="once" value="([^"]*)"', page)[1]
    for _twice in range(2):
        client.post(f"/loyalty/members/{member.pk}/adjust", {"points": "10", "reason": "Sorry", "once": once})
    member.refresh_from_db()
    assert member.available == 1250
    refused = client.post(f"/loyalty/members/{member.pk}/adjust", {"points": "-9999", "reason": "No"})
    assert refused.status_code == 422 and "-9999" in refused.content.decode()
    assert "Ada Moreau" in client.get("/loyalty", {"q": "moreau"}).content.decode()
    assert "Nobody fits" in client.get("/loyalty", {"q": "nobody"}).content.decode()


def test_numbers_say_what_each_tier_costs_and_who_redeemed(grace, ada, ben):
    levels = [{"word": "silver", "name": "Silver", "min": 1000}]
    programme = a_programme(tiers={"levels": levels}, value={"points": 100, "worth": 250})
    member, other = a_member(ada, programme), a_member(ben, programme)
    for each in (member, other):
        earn(each, points=1240 if each == member else 7, by=SYSTEM)
    redeem(member, points=1000, by=SYSTEM)
    now = timezone.now()
    silver = by_tier(programme, since=now - timedelta(days=1), until=now)[1]
    assert silver == {
        "tier": "silver", "members": 1, "issued": 1240, "redeemed": 1000, "outstanding": 240, "cost": 2500,
    }  # fmt: skip
    save_programme(programme, by=grace, terms={"value": {"points": 300, "worth": 250}})  # nothing comes out even
    programme = Programme.objects.get()
    worth = in_money(programme, movement(programme, since=now - timedelta(days=1), until=now))
    assert worth["opening"] + worth["issued"] - worth["redeemed"] == worth["closing"] == round(247 * 250 / 300)
    save_programme(programme, by=grace, terms={"value": {"points": 100, "worth": 250}})
    page = signed_in(grace).get(f"/settings/loyalty/{programme.pk}/numbers").content.decode()
    assert "50.0 % · 1 of the 2 members" in page and "€25.00" in page and "At the beginning" in page


def test_what_stands_beside_a_conversation_costs_few_questions(noor, ada, django_assert_num_queries):
    client, levels = signed_in(noor), [{"word": "silver", "name": "Silver", "min": 2000}]
    earn(a_member(ada, a_programme(tiers={"levels": levels})), points=1240, by=SYSTEM)
    client.get(f"/customers/{ada.pk}/points")
    with django_assert_num_queries(7):
        page = client.get(f"/customers/{ada.pk}/points").content.decode()
    assert "1,240 points" in page and "760 points more to Silver" in page


def test_points_are_written_as_numbers_are_where_they_are_read(db):
    programme = a_programme()
    with translation.override("de"):
        assert (programme.said(-1240), programme.said(1)) == ("−1.240 points", "1 point")


def test_a_rule_gives_points_to_who_is_no_member_yet(ben):
    assert give_points(ben, programme=a_programme(), points=5, reason="You helped", by=SYSTEM).balance == 5
