"""The members of another programme come along in a table, once, and what is wrong with a line is said."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, Reaction, TimelineEvent
from regulars.lib.tables import Wrong
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.forget_member import forget_member
from regulars.loyalty.actions.import_members import import_members
from regulars.loyalty.actions.start_member_import import start_member_import
from regulars.loyalty.actions.stop_member_import import stop_member_import
from regulars.loyalty.actions.take_member_lines import next_due, take_member_lines
from regulars.loyalty.models import Account, MemberImport, Operation, RefusedMember
from regulars.loyalty.queries import statement
from regulars.loyalty.tables import former_of, members_table
from regulars.loyalty.tests.members import a_member, a_programme, buckets

LEVELS = [{"word": "silver", "name": "Silver", "min": 100}]
NEXT_YEAR = timezone.now().year + 1
LINES = f"""\
Card number;E-mail;Name;Member since;Balance;Expires;Tier
B1;EVE@shop.example;Eve;2019-05-01;120;{NEXT_YEAR}-12-31;Silver
B2;;Bo;;;;
B3;ada@moreau.example;Ada;;7;;
"""
WRONG = """\
number,email,name,joined,points,expires,tier
,,No address,,,,
B4,no address,,,,,
B5,,,,,,
B6,b@shop.example,,2999-01-01,,,
B7,b@shop.example,,,1.5,,
B8,b@shop.example,,,5,2020-01-01,
B9,b@shop.example,,,,9999-12-31,
B10,b@shop.example,,,,,gold
B11,ada@moreau.example,,,,,
B12,c@shop.example,,,,,
B13,C@shop.example,,,,,
THEIRS,d@shop.example,,,,,
"""


def lines_of(text):
    return [line for [line] in members_table(text.encode()).since(0)]


def brought_in(text, programme):
    refused = []
    outcome = import_members(
        lines_of(text), programme=programme, refuse=lambda line, wrong: refused.append((line.number, wrong.column))
    )
    return outcome, refused


def test_members_come_along_with_what_they_have_and_only_once(ada):
    programme = a_programme(zone="Europe/Berlin", expiry={"count": 12}, tiers={"levels": LEVELS})
    outcome, refused = brought_in(LINES, programme)
    assert (outcome.taken, outcome.known, refused) == (3, 0, [])
    eve, bo, third = Account.objects.order_by("number")
    assert third.customer == ada and bo.customer.name == "Bo" and eve.customer.name == "Eve"
    assert (eve.own_tier, eve.tier, eve.review_at is not None) == ("silver", "silver", True)
    assert buckets(eve)[:2] == (0, 120) and eve.joined_at == datetime(2019, 4, 30, 22, tzinfo=UTC)
    assert statement(eve).expiries == [(datetime(NEXT_YEAR, 12, 31, 23, tzinfo=UTC), 120)]
    assert third.due_at and Operation.objects.get(account=third).reason == "Brought along from before"
    assert {"member.joined", "points.adjusted", "tier.changed"} == set(
        TimelineEvent.objects.filter(customer=eve.customer).values_list("kind", flat=True)
    )
    assert not Reaction.objects.exists()
    before = Operation.objects.count(), Customer.objects.count()
    outcome, refused = brought_in(LINES, programme)
    assert (outcome.taken, outcome.known, refused) == (0, 3, [])
    assert (Operation.objects.count(), Customer.objects.count()) == before
    earn(eve, points=1, by=SYSTEM, at=None)
    assert buckets(eve)[1] == 121


def test_each_line_that_is_wrong_is_told_with_its_column(ada):
    programme, other = a_programme(tiers={"levels": LEVELS}), a_programme("Other")
    a_member(ada, programme)
    Account.objects.create(programme=other, customer=Customer.objects.create(), number="THEIRS")
    outcome, refused = brought_in(WRONG, programme)
    assert refused == [
        (2, "number"), (3, "email"), (4, "email"), (5, "joined"), (6, "points"), (7, "expires"), (8, "expires"), (9, "tier"),
        (13, "number"), (10, "email"), (12, "email"),
    ]  # fmt: skip
    assert (outcome.taken, outcome.refused) == (1, 11)
    with pytest.raises(Wrong):
        lines_of("name\nEve")


def test_the_exports_of_other_programmes_have_no_cards_and_write_numbers_as_people_do(db):
    programme = a_programme(tiers={"levels": LEVELS})
    text = """Email address,First name,Last name,Current points balance,VIP tier,Date joined,Referral link
IDA@shop.example,Ida,Sand,"1,240",Silver,2024-02-29,https://shop.example/r/1
uli@shop.example,,,310.00,,2024-02-29 10:00:00 UTC,
,No,Body,5,,,
ida@shop.example,Ida,Sand,7,,,
"""
    for taken, known in ((2, 0), (0, 2)):
        outcome, refused = brought_in(text, programme)
        assert (outcome.taken, outcome.known, refused) == (taken, known, [(4, "number"), (5, "email")])
    ida, uli = Account.objects.order_by("-available")
    assert (ida.customer.name, ida.available, uli.available, len({ida.number, uli.number, ""})) == (
        "Ida Sand",
        1240,
        310,
        3,
    )
    assert ida.review_at == datetime(timezone.now().year + 2, 1, 1, tzinfo=UTC)  # as if it had been reached now


def test_a_day_is_whole_however_it_is_written_and_its_table_tells_which_it_is(db):
    programme = a_programme(zone="Europe/Berlin")
    last, joined = datetime(NEXT_YEAR, 3, 31, 22, tzinfo=UTC), datetime(2024, 4, 2, 22, tzinfo=UTC)
    text = f"""number;name;joined;expires
1;Ida;3/4/2024;31/3/{NEXT_YEAR}
2;Uli;3.4.2024;31.3.{NEXT_YEAR}
3;Bo;20240403;Mar 31, {NEXT_YEAR}
4;Eve;2024-04-02T22 UTC;{NEXT_YEAR}0331T22
5;Ada;2024-04-02 22:00:00 UTC;31.3.{NEXT_YEAR} 22:00
"""
    formers = [former_of(line, programme) for line in lines_of(text)]
    assert [(each.joined_at, each.expires_at) for each in formers] == [(joined, last)] * 5
    with pytest.raises(Wrong, match="no moment"):
        former_of(lines_of("number,name,joined\n1,Ida,3/4/2024\n")[0], programme)


def test_a_table_is_taken_in_on_a_page_which_says_what_was_refused(client, grace, ada):
    programme = a_programme(tiers={"levels": LEVELS})
    client.force_login(grace)
    new = f"/settings/loyalty/{programme.pk}/imports/new"
    nothing = client.post(new, {"file": SimpleUploadedFile("m.csv", b"name\nEve\n")})
    assert nothing.status_code == 422 and "no column" in nothing.content.decode()
    text = LINES + f"B4;;=cmd();;{10**9};;\nB5;ada@moreau.example;;;;;Bronze\n"
    page = client.post(new, {"file": SimpleUploadedFile("m.csv", text.encode())}).url
    assert 'hx-trigger="every 1s"' in client.get(page).content.decode()
    while take_member_lines():
        pass
    run = MemberImport.objects.get()
    assert (run.total, run.place, run.taken, run.refused, run.sha256) == (5, 5, 4, 1, "") and run.finished_at
    assert "Bronze" in client.get(page).content.decode() and "m.csv" in client.get(new).content.decode()
    assert "B5;" not in (report := client.get(f"{page}/refused.csv").content.decode()) and "There is no tier" in report
    assert next_due() == run.finished_at + timedelta(days=60)
    forget_member([], addresses=["ada@moreau.example"])
    assert not RefusedMember.objects.exists()
    MemberImport.objects.update(finished_at=timezone.now() - timedelta(days=61))
    assert not take_member_lines() and not MemberImport.objects.exists()


def test_a_table_of_members_stops_when_somebody_says_so(client, grace):
    programme = a_programme()
    run = start_member_import(programme, name="m.csv", content=LINES.encode(), by=grace)
    client.force_login(grace)
    for _twice in range(2):
        client.post(f"/settings/loyalty/{programme.pk}/imports/{run.pk}/stop")
    stop_member_import(run, by=grace)
    assert take_member_lines() and not Account.objects.exists()
    assert "stopped" in client.get(f"/settings/loyalty/{programme.pk}/imports/{run.pk}/progress").content.decode()
