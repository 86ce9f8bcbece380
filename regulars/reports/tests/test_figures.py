import json
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from regulars.channels.chat.models import Rating, Visitor, Widget
from regulars.conversations.actions.begin import begin
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.save_topic import save_topic
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.actions.split import split
from regulars.conversations.actions.tag import tag
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.actions.untag import untag
from regulars.conversations.attending import attend
from regulars.conversations.models import Clock, Conversation, Message, Topic
from regulars.customers.actions.edit_customer import edit_customer
from regulars.lib.postgres import connection_facts
from regulars.reports.actions import take_readings as taking
from regulars.reports.actions.take_readings import begin_anew
from regulars.reports.beside import named, of_members, told
from regulars.reports.charts import line
from regulars.reports.drilling import Drill, reading_rows, readings
from regulars.reports.figures import figures, more_or_fewer
from regulars.reports.metrics import METRICS
from regulars.reports.models import Progress, Reading, Total
from regulars.reports.statistics import lengths_differ, numbers_differ, shares_differ
from regulars.reports.tests.telling import answered_after, asked_by, follow, kept, rebuilt
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.actions.save_survey import save_survey
from regulars.surveys.models import Invitation, Survey
from seeds.telling.clock import at
from tests.cast import hire, letter_from, meet, the_inbox


def test_the_first_response_time_of_a_month_is_a_median_beside_the_month_before(grace, noor, ada):
    for minutes in (10, 20, 60):
        answered_after(ada, minutes, agent=noor)
    for _ in range(9):
        answered_after(ada, 300, agent=noor, days_ago=40)
    follow()
    (figure,) = figures([METRICS["first_reply_time"]], asked_by(grace))
    assert (figure.value, figure.number, figure.before) == (20 * 60, 3, 300 * 60)
    assert (figure.is_other, figure.is_better) == (True, True)
    assert [point.value for point in figure.points if point.number] == [20 * 60]
    of_noor = of_members([METRICS["first_reply_time"]], asked_by(grace), by="agent")
    assert named(of_noor, by="agent") == [(str(noor.pk), "Noor Haddad")]


def test_what_comes_in_wholes_is_not_counted_in_halves(grace, noor, ada):
    answered_after(ada, 10, agent=noor)
    follow()
    counted = figures([METRICS["conversations"], METRICS["backlog"]], asked_by(grace))
    assert [line(each)["encoding"]["y"]["axis"] for each in counted] == [{"tickCount": 1}] * 2


def test_scores_and_handling_are_told_of_all_and_of_each(grace, noor, tomas, ada, ben):
    survey = save_survey(Survey(name="After", kind="csat", brand=the_inbox().brand, languages=["en"]), by=grace)
    began = timezone.now()
    for minute, (customer, agent, score) in enumerate(((ada, noor, 5), (ben, noor, 2), (ada, tomas, 4))):
        conversation = answered_after(customer, 10, agent=agent)
        for second in (0, 20):
            attend(conversation.pk, agent_id=agent.pk, now=began + timedelta(minutes=minute, seconds=second))
        attend(conversation.pk, agent_id=grace.pk)
        resolve(conversation, by=agent)
        asked = {"survey": survey, "customer": customer, "conversation": conversation, "agent": agent, "state": "sent"}
        way = Way("mail", invitation=Invitation.objects.create(key=str(conversation.pk), by="rule:1", **asked))
        give_opinion(survey, given={"score": score}, way=way)
    Invitation.objects.create(key="silent", by="rule:1", **asked)
    follow()
    metrics = [METRICS[word] for word in ("csat", "nps", "survey_answers", "handling_time")]
    narrowed = asked_by(grace, conditions=json.dumps({"field": "channel", "is": "email"}))
    for asked in (asked_by(grace), narrowed):
        csat, nps, answers, handling = figures(metrics, asked)
        assert (round(csat.value), csat.number, nps.value, answers.value, handling.value) == (67, 3, None, 0.75, 20)
        assert (round(csat.interval.low), round(csat.interval.high)) == (21, 94)
        members = of_members(metrics, asked, by="agent")
        assert [told(metrics[0], members, str(agent.pk)) for agent in (noor, tomas)] == [50, 100]
        assert told(metrics[3], members, str(noor.pk)) == 20
        assert [
            each[2] for each in readings(metrics[0], asked, Drill(by="agent", member=str(noor.pk), order="most"))
        ] == [5, 2]
    give_opinion(survey, given={"score": 1}, way=way)
    follow()
    assert round(figures(metrics, asked_by(grace))[0].value) == 33
    assert kept() == rebuilt()


def test_promises_that_ended_before_a_merge_count_where_it_goes_on(grace, noor, ada):
    first, second = (answered_after(ada, 10, agent=noor) for _ in range(2))
    for conversation, outcome in ((first, "broken"), (second, "kept")):
        began = {"started_at": conversation.created_at, "ended_at": conversation.created_at + timedelta(minutes=10)}
        Clock.objects.create(conversation=conversation, kind="first_reply", target=60, spent=timedelta(0), outcome=outcome, **began)  # fmt: skip
    merge(first, into=second, by=noor)
    follow()
    (figure,) = figures([METRICS["promises_kept"]], asked_by(grace))
    assert (figure.value, figure.number) == (0.5, 2)


def test_scores_go_on_in_the_conversation_that_others_were_merged_into(grace, noor, ada):
    survey = save_survey(Survey(name="After", kind="csat", brand=the_inbox().brand, languages=["en"]), by=grace)
    first, second, third = (answered_after(ada, 10, agent=noor) for _ in range(3))
    asked = {"survey": survey, "customer": ada, "agent": noor, "state": "sent", "by": "rule:1"}
    asked_first, asked_second = (
        Way("mail", invitation=Invitation.objects.create(key=str(each.pk), conversation=each, **asked))
        for each in (first, second)
    )
    give_opinion(survey, given={"score": 2, "comment": "Late again."}, way=asked_first)
    follow()
    merge(first, into=second, by=noor)
    merge(second, into=third, by=noor)
    follow()
    give_opinion(survey, given={"score": 5}, way=asked_second)
    visitor = Visitor.objects.create(widget=Widget.objects.create(name="Shop", inbox=the_inbox()))
    Rating.objects.create(visitor=visitor, conversation=first, is_good=True)
    follow()
    metrics = [METRICS[word] for word in ("csat", "survey_answers", "chat_rating")]
    assert [(each.value, each.number) for each in figures(metrics, asked_by(grace))] == [(50, 2), (1, 2), (1, 1)]
    behind = reading_rows(metrics[0], readings(metrics[0], asked_by(grace), Drill(order="least")))
    assert [(each["number"], each["comment"]) for each in behind] == [(third.pk, "Late again."), (third.pk, "")]
    page = Client()
    page.force_login(grace)
    assert f'<a href="/customers/{ada.pk}">5 of 5</a>' in page.get("/reports/metrics/csat").content.decode()
    unmerge(second, by=noor)
    unmerge(first, by=noor)
    follow()
    behind = readings(metrics[0], asked_by(grace), Drill(order="least"))
    assert [(each[0], each[2]) for each in behind] == [(first.pk, 2), (second.pk, 5)]
    assert kept() == rebuilt()


def test_conditions_and_inboxes_narrow_what_is_counted(grace, noor, ada, ben):
    answered_after(ada, 10, agent=noor)
    answered_after(ben, 30, agent=noor, inbox=the_inbox("Wholesale"))
    follow()
    asked = asked_by(grace, conditions=json.dumps({"all": [{"field": "inbox", "is": the_inbox("Wholesale").pk}]}))
    metrics = [METRICS["first_reply_time"], METRICS["conversations"], METRICS["without_reply"]]
    assert [figure.value for figure in figures(metrics, asked)] == [1800, 1, None]
    noor.works_in = [the_inbox().pk]
    assert [figure.value for figure in figures(metrics, asked_by(noor))] == [600, 1, None]


def test_time_in_open_hours_is_frozen_when_it_is_read(grace, noor, ada):
    answered_after(ada, 60, agent=noor)
    follow()
    Reading.objects.filter(kind="first_reply").update(open_value=1200)
    begin_again = Conversation.objects.get()
    resolve(begin_again, by=noor)
    follow()
    assert Reading.objects.get(kind="first_reply").open_value == 1200


def test_neither_what_we_begin_nor_a_machine_is_the_customer_coming_again(grace, noor, ada, ben):
    for customer in (ada, ben):
        conversation = answered_after(customer, 10, agent=noor, days_ago=12)
        with at(conversation.created_at + timedelta(hours=1)):
            resolve(conversation, by=noor)
    with at(timezone.now() - timedelta(days=10)):
        to = {"to": [{"name": "Ada", "address": "ada@moreau.example"}]}
        begin(the_inbox(), recipients=to, subject="News", text="Your invoice.", customer=ada, by=noor)
        letter_from(ada, is_automatic=True)
        letter_from(ben)
    follow()
    once, began = figures([METRICS["solved_at_once"], METRICS["conversations"]], asked_by(grace))
    assert (once.value, once.number, began.value) == (0.5, 2, 3)


def test_numbers_are_told_by_what_has_been_read_until_everything_is_added_up(grace, noor, ada):
    for minutes in (10, 30):
        answered_after(ada, minutes, agent=noor)
    follow()
    metrics = [METRICS[word] for word in ("first_reply_time", "conversations", "backlog", "solved_at_once")]
    by_totals = figures(metrics, asked_by(grace)), of_members(metrics[:2], asked_by(grace), by="agent")
    Total.objects.all().delete()
    Progress.objects.update(left=1)
    assert (figures(metrics, asked_by(grace)), of_members(metrics[:2], asked_by(grace), by="agent")) == by_totals
    assert by_totals[0][1].value == 2


def test_nobody_waits_behind_what_waits_for_a_backup(db, monkeypatch):
    monkeypatch.setattr(taking, "PATIENCE", 10)
    with psycopg.connect(**connection_facts()) as backup:
        backup.execute("LOCK TABLE reports_reading IN ACCESS SHARE MODE")
        with pytest.raises(OperationalError), transaction.atomic():
            begin_anew()


DEEDS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3), st.integers(1, 5000)), min_size=3, max_size=14)


class TestWhatIsKept(TestCase):
    """Whatever happens, in any order, what was added up piece by piece is what a full reading gives."""

    @settings(max_examples=8, deadline=None)
    @given(DEEDS)
    def test_equals_a_full_reading(self, deeds):
        noor, topic = (
            hire("Noor Haddad"),
            save_topic(Topic(), name="Delivery", team=None, by=hire("Grace Linden", role="owner")),
        )
        people = [meet("Ada Moreau", "ada@moreau.example"), meet("Ben Okafor", "ben@okafor.example")]
        clock, several = timezone.now() - timedelta(days=20), []
        for deed, which, minutes in deeds:
            clock += timedelta(minutes=minutes)
            with at(clock):
                if not several or deed == 0:
                    several.append(letter_from(people[which % 2]).conversation)
                else:
                    happen(deed, several, which, noor, topic)
            if which == 0:
                follow()
        follow()
        assert kept() == rebuilt()


def happen(deed, several, which, noor, topic):
    one = Conversation.objects.get(pk=several[which % len(several)].pk)
    other = Conversation.objects.get(pk=several[(which + 1) % len(several)].pk)
    if one.merged_into_id:
        return unmerge(one, by=noor)
    if deed == 1:
        return reply(one, text="Here.", by=noor)
    if deed == 2:
        return resolve(one, by=noor)
    if deed == 3:
        return letter_from(one.customer, conversation=one)
    if deed == 4:
        return set_topic(one, topic=topic, by=noor)
    if deed == 5 and one.pk != other.pk and not other.merged_into_id:
        return merge(one, into=other, by=noor)
    if deed == 6 and (letters := list(Message.objects.filter(conversation=one, kind="in"))[1:]):
        return several.append(split(one, messages=[each.pk for each in letters], by=noor))
    if deed == 8:
        return [attend(one.pk, agent_id=noor.pk, now=timezone.now() + timedelta(seconds=each)) for each in (0, 9)]
    if deed == 9:
        return set_priority(one, priority=("low", "normal", "high", "urgent")[which], by=noor)
    if deed == 10:
        return (untag if "late parcel" in one.tags else tag)(one, tag=("late parcel", "refund")[which % 2], by=noor)
    if deed == 11:
        return edit_customer(one.customer, language=("de", "pt-BR", "", "fr")[which], by=noor)
    return reopen(one, by=noor)


def test_chance_is_told_from_change():
    assert shares_differ(90, 100, 60, 100) and not shares_differ(9, 10, 8, 10) and not shares_differ(0, 0, 5, 9)
    assert lengths_differ([0] * 20 + [40], [0] * 24 + [40]) and not lengths_differ([0, 5, 5], [0, 5, 5])
    assert numbers_differ(200, 100) and not numbers_differ(110, 100)


def test_a_day_that_is_not_over_is_no_decline(grace):
    asked = asked_by(grace, days=7)
    assert asked.whole_part == 6 / 7
    assert not more_or_fewer(600, 700, asked, all_of_them=601) and numbers_differ(601, 700)
    assert more_or_fewer(500, 700, asked, all_of_them=501) and more_or_fewer(800, 700, asked, all_of_them=801)
