"""Each verb of the room: it changes, it refuses, it is harmless twice."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.channels.chat.actions.rate import rate
from regulars.channels.chat.events import ChatRated
from regulars.channels.chat.models import Line, Visitor, Widget
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.set_access import set_access
from regulars.conversations.models import Message, SuppressedAddress
from regulars.customers.actions.react import react
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import SYSTEM
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.lib.conditions import matching
from regulars.outreach.events import OutreachSent
from regulars.portal.actions.forget_customer import forget_customer
from regulars.portal.tests.conftest import signed_in_as
from regulars.surveys.actions.ask_opinion import ask_customer, ask_opinion
from regulars.surveys.actions.close_case import close_case
from regulars.surveys.actions.contact_customer import contact_customer
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.actions.note_asked import note_asked
from regulars.surveys.actions.open_case import open_case
from regulars.surveys.actions.save_pacing import save_pacing
from regulars.surveys.actions.save_survey import save_survey
from regulars.surveys.actions.send_invitations import send_invitations
from regulars.surveys.actions.take_case import take_case
from regulars.surveys.actions.take_rating import take_rating
from regulars.surveys.actions.tell_owner import tell_owner
from regulars.surveys.events import CaseOpened
from regulars.surveys.gates import TOPIC, is_in_share
from regulars.surveys.links import code_of
from regulars.surveys.models import Case, Invitation, Opinion, Pacing, Survey
from regulars.surveys.queries import open_for
from regulars.surveys.tests.conftest import all_is_sent, later, link_in
from regulars.team.models import AuditEntry
from tests.cast import hire, meet, the_inbox

LONG = timedelta(days=400)


def answered(survey, customer, score, **facts):
    return give_opinion(survey, given={"score": score}, way=Way("api", customer=customer, **facts))


def why(survey, conversation):
    return ask_opinion(conversation, survey=survey, by=SYSTEM).reason


def test_one_matter_is_asked_about_once(hello, a_survey, settled, ada):
    survey, conversation = a_survey(), settled(ada)
    first = ask_opinion(conversation, survey=survey, by=SYSTEM)
    assert ask_opinion(conversation, survey=survey, by=SYSTEM) == first and first.state == "waiting"
    assert ask_customer(ada, survey=survey, by=SYSTEM) == ask_customer(ada, survey=survey, by=SYSTEM)


def test_whoever_is_not_asked_has_a_row_that_says_why(hello, a_survey, settled, ada, ben, chiara, noor):
    survey = a_survey(rest_days=30)
    about_ada, about_ben = settled(ada), settled(ben)
    assert why(survey, about_ada) == "" and why(survey, settled(ada)) == "recently"
    assert why(a_survey("nps", is_on=False), about_ada) == "off"
    other = a_survey("nps", name="other")
    save_pacing(Pacing(rest_days=14, most_a_year=1), by=None)
    assert why(other, about_ada) == "peace"
    save_pacing(Pacing(rest_days=0, most_a_year=1), by=None)
    assert why(other, about_ada) == "a year"
    set_consent(ben, channel="email", purpose="surveys", state="withdrawn", source="a letter", by=SYSTEM)
    assert why(survey, about_ben) == "declined"
    about_chiara = settled(chiara)
    SuppressedAddress.objects.create(address="chiara@conti.example", is_hard=True)
    assert why(survey, about_chiara) == "stopped"
    SuppressedAddress.objects.all().delete()
    Message.objects.filter(conversation=about_chiara).update(agent=None)
    assert why(survey, about_chiara) == "machine"
    assert why(survey, settled(meet("Noor at home", noor.email))) == "colleague"
    assert (
        Invitation.objects.exclude(reason="").count()
        == Invitation.objects.filter(state="not asked", due_at=None).count()
    )


def test_the_share_that_is_asked_is_always_the_same():
    survey = Survey(pk=1, share=30)
    asked = [number for number in range(2000) if is_in_share(survey, number)]
    assert 540 < len(asked) < 660 and asked == [number for number in range(2000) if is_in_share(survey, number)]
    assert all(is_in_share(Survey(pk=1, share=100), number) for number in range(100))


def test_what_has_come_up_meanwhile_keeps_the_letter_back(hello, a_survey, settled, ada, noor):
    survey, conversation = a_survey(wait_hours=2), settled(ada)
    ask_opinion(conversation, survey=survey, by=SYSTEM)
    assert not send_invitations(), "it is not due"
    reopen(conversation, by=noor)
    assert not [each for each in all_is_sent() if each.subject == "How was it?"]
    assert Invitation.objects.get().reason == "reopened"


def test_whoever_agreed_to_be_asked_again_is_still_not_asked_against_their_will(
    hello, a_survey, settled, ada, ben, grace
):
    survey = a_survey(rest_days=30)
    cases = {each: answered(survey, each, 1, conversation=settled(each)).case for each in (ada, ben)}
    Message.objects.update(agent=None)  # of itself a reason, and not one that holds here
    set_consent(ben, channel="email", purpose="surveys", state="withdrawn", source="a letter", by=SYSTEM)
    reasons = {
        who: close_case(case, outcome="solved", asks_again=True, by=grace).asked_again.reason
        for who, case in cases.items()
    }
    assert reasons == {ada: "", ben: "declined"}


def test_one_reminder_leaves_to_whoever_has_not_answered(hello, a_survey, settled, ada, ben):
    survey = a_survey(remind_days=3)
    for each in (ada, ben):
        ask_opinion(settled(each), survey=survey, by=SYSTEM)
    all_is_sent()
    asked = Invitation.objects.get(customer=ada)
    assert asked.due_at - asked.sent_at == timedelta(days=3)
    note_asked(OutreachSent(sending=0, topic=TOPIC, name="Opinions"), customer=ada)  # a letter that is gone
    give_opinion(survey, given={"score": 4}, way=Way("mail", invitation=asked))
    all_is_sent()
    all_is_sent()
    letters = [each.to[0] for each in mail.outbox if each.subject == "How was it?"]
    assert sorted(letters) == ["ada@moreau.example", "ben.okafor@post.example", "ben.okafor@post.example"]


def test_an_answer_may_be_changed_for_some_days(hello, a_survey, settled, ada, client):
    survey = a_survey(languages=["en", "de"])
    ask_opinion(settled(ada), survey=survey, by=SYSTEM)
    link = link_in(all_is_sent()[-1])
    refused = client.post(link, {"sent": "1", "score": "6"})
    assert refused.status_code == 422 and b"1 to 5" in refused.content and not Opinion.objects.exists()
    for score in ("4", "5", "5"):
        client.post(link, {"sent": "1", "score": score})
    assert [each.score for each in Opinion.objects.all()] == [5] and Opinion.objects.get().changed_at
    later(Opinion.objects, at=LONG)
    late = client.post(link, {"sent": "1", "score": "1"})
    assert late.status_code == 422 and Opinion.objects.get().score == 5 and b"cannot be changed" in late.content
    assert "Wie zufrieden" in client.get(f"{link}?in=de").content.decode() or survey.texts["subject"].get("de")
    Opinion.objects.all().delete()
    later(Invitation.objects, sent_at=LONG)
    assert b"This survey is over" in client.get(link).content and client.head(link).status_code == 200
    assert client.post(link, {"sent": "1", "score": "1"}).status_code == 422 and not Opinion.objects.exists()


def test_a_link_that_is_not_ours_leads_nowhere(hello, a_survey, settled, ada, ben, client):
    first, second = (ask_opinion(settled(each), survey=a_survey(name=each.name), by=SYSTEM) for each in (ada, ben))
    all_is_sent()
    link = link_in(
        next(each for each in mail.outbox if each.to == ["ada@moreau.example"] and each.subject == "How was it?")
    )
    for wrong in (
        link[:-1] + ("a" if link[-1] != "a" else "b"),
        link.replace(f"{first.pk}-", f"{second.pk}-"),
        "/opinion/1-x",
    ):
        assert client.get(wrong).status_code == 404
    nowhere = client.get("/opinion/to/no-such")
    assert nowhere.status_code == 404 and "To your conversations" in nowhere.content.decode(), (
        "it is the brand who says so"
    )


def test_anybody_answers_by_an_open_address_and_a_place_is_kept(hello, a_survey, client):
    a_survey(name="In the shop", is_public=True)
    page = "/opinion/to/in-the-shop?place=canal-street"
    assert client.get(page).status_code == 200 and not Opinion.objects.exists()
    client.post(page, {"sent": "1", "score": "1", "comment": "Cold\x00 coffee"})
    opinion = Opinion.objects.get()
    assert (opinion.customer, opinion.place, opinion.comment) == (None, "canal-street", "Cold coffee")
    assert not Case.objects.exists(), "there is nobody to write to"
    assert client.post(page, {"sent": "1", "score": "5", "website": "spam"}).status_code == 429


def test_a_second_click_is_the_same_answer(hello, a_survey, ada, client):
    survey = a_survey(name="In the shop", is_public=True)
    member, page, once = (
        signed_in_as("ada@moreau.example"),
        "/opinion/to/in-the-shop",
        re.compile(r'name="once" value="([^"]+)"'),
    )
    for who, customer in ((client, None), (member, ada)):
        name = once.search(who.get(page).content.decode())[1]
        for score in ("1", "4"):
            who.post(page, {"sent": "1", "score": score, "once": name})
        assert Opinion.objects.get(customer=customer).score == 4
    assert once.search(member.get(page).content.decode())[1] == name, "who is known changes what they said"
    assert once.search(client.get(page).content.decode())[1] != once.search(client.get(page).content.decode())[1]
    said = {"answers": {"score": "2"}, "once": "x" * 32}
    for _ in range(2):
        client.post(f"{page}/page", said, "application/json")
    assert survey.opinions.count() == 3


def test_a_score_clicked_in_a_letter_is_chosen_whatever_its_question_is_called(hello, a_survey, settled, ada, client):
    questions = [{"key": "q_1", "kind": "scale", "words": {"en": "How was the course?"}, "is_needed": True}]
    ask_opinion(
        settled(ada), survey=a_survey("custom", questions=questions, texts={"subject": {"en": "The course"}}), by=SYSTEM
    )
    [letter] = [each for each in all_is_sent() if each.subject == "The course"]
    clicked = re.search(r'href="[^"]*(/opinion/[^"]*=4)"', letter.alternatives[0][0])[1]
    assert 'value="4" checked' in client.get(clicked).content.decode()


def test_a_case_is_opened_once_given_and_closed(hello, a_survey, settled, ada, noor, grace):
    opinion = answered(a_survey(), ada, 2, conversation=settled(ada))
    case = open_case(opinion, by=SYSTEM)
    assert Case.objects.get() == case and case.owner == noor
    while react():
        pass
    tell_owner(CaseOpened(case=0, opinion=opinion.pk, owner=None), customer=ada)  # a case that is gone
    assert "2 of 5" in Message.objects.filter(conversation=opinion.conversation, kind="note").get().text
    take_case(case, owner=grace, by=noor)
    take_case(case, owner=grace, by=noor)
    assert AuditEntry.objects.filter(action="case.given").count() == 1
    noor.is_active = False
    with pytest.raises(ValidationError):
        take_case(case, owner=noor, by=grace)
    with pytest.raises(ValidationError):
        close_case(case, outcome="splendid", by=grace)
    closed = close_case(case, outcome="explained", by=grace)
    assert close_case(case, outcome="solved", by=grace).outcome == closed.outcome == "explained"
    with pytest.raises(ValidationError):
        contact_customer(case, text="Hello", by=grace)


def test_who_may_not_see_a_conversation_does_not_see_what_was_said_of_it(hello, a_survey, settled, ada, grace, client):
    opinion = answered(a_survey(), ada, 1, conversation=settled(ada))
    stranger = hire("Sol Stranger")
    set_access(stranger, inboxes=[the_inbox("Wholesale")], by=grace)
    assert not Opinion.objects.visible_to(stranger).exists() and Opinion.objects.visible_to(opinion.agent).exists()
    client.force_login(stranger)
    assert client.get(f"/feedback/cases/{opinion.case.pk}").status_code == 404


def test_a_chats_rating_is_an_answer(a_survey, inbox, settled, ada, ben):
    survey = a_survey(after_chat=True)
    conversation = settled(ada)
    visitor = Visitor.objects.create(widget=Widget.objects.create(key="k", name="W", inbox=inbox), customer=ada)
    Line.objects.create(visitor=visitor, message=conversation.messages.first(), position=1)
    for is_good, comment in ((False, ""), (True, ""), (True, "Hm")):
        rate(visitor, is_good=is_good, comment=comment)
        while react():
            pass
    opinion = Opinion.objects.get()
    assert (opinion.survey, opinion.score, opinion.comment, opinion.channel) == (survey, 5, "Hm", "chat")
    take_rating(ChatRated(conversation=conversation.pk, inbox=inbox.pk, is_good=False), customer=ben)
    assert Opinion.objects.get().score == 5, "what somebody else rated is not theirs"


def test_conditions_ask_what_somebody_thinks(a_survey, ada, ben):
    survey = a_survey("nps")
    answered(survey, ada, 3, key="1")
    answered(survey, ada, 9, key="2")
    answered(survey, ben, 4, key="3")

    def who(field, **words):
        tree = {"all": [{"field": field} | words]}
        return {each.name for each in matching(Customer.objects.met(), tree, CUSTOMER_FIELDS, now=timezone.now())}

    assert who("nps group", **{"is": "promoter"}) == {"Ada Moreau"}
    assert who("last nps", **{"less than": 5}) == {"Ben Okafor"}
    assert who("open case", **{"is": True}) == {"Ada Moreau", "Ben Okafor"}


def test_whoever_is_forgotten_leaves_bare_scores(hello, a_survey, settled, ada, grace):
    way = Way("mail", invitation=ask_opinion(settled(ada), survey=(survey := a_survey()), by=SYSTEM))
    give_opinion(survey, given={"score": 1, "comment": "I am Ada."}, way=way)
    forget_customer(ada, by=grace)
    opinion = Opinion.objects.get()
    assert (opinion.score, opinion.comment, opinion.answers, opinion.customer) == (1, "", {}, None)
    assert not Invitation.objects.exists() and not Case.objects.exists()


def test_a_survey_keeps_to_its_standard_and_names_what_is_wrong(a_survey, brand, grace):
    survey = a_survey("nps", name="Would you?")
    assert (survey.scored.least, survey.scored.most, survey.slug, survey.low_at) == (0, 10, "would-you", 6)
    survey.questions[0]["least"] = 1
    with pytest.raises(ValidationError) as refused:
        save_survey(survey, by=grace)
    assert list(refused.value.message_dict) == ["questions"]
    for name, value in (("name", " "), ("share", 0), ("languages", ["e n"]), ("kind", "x")):
        wrong = Survey(**{"name": "x", "kind": "csat", "brand": brand} | {name: value})
        with pytest.raises((ValidationError, ValueError)):
            save_survey(wrong, by=grace)
    assert Survey.objects.count() == 1


def test_a_page_of_others_asks_and_keeps_an_answer_of_nobody(a_survey, client):
    survey = a_survey("nps", name="On the page", is_public=True, languages=["en", "de"])
    at = "/opinion/to/on-the-page/page"
    asked = client.get(f"{at}?in=de-CH")
    assert asked.headers["Access-Control-Allow-Origin"] == "*" and not asked.cookies
    assert [each["key"] for each in asked.json()["questions"]] == ["score", "comment"]
    said = {"answers": {"score": "9", "comment": "Yes"}, "place": "/kettles"}
    assert client.post(at, said, "application/json").status_code == 201
    assert [(each.score, each.place, each.channel, each.survey) for each in Opinion.objects.all()] == [
        (9, "/kettles", "page", survey)
    ]
    for body, status in (("{", 400), ("[]", 400), ('{"answers": {"score": "11"}}', 422), ('{"answers": 5}', 422)):
        assert client.post(at, body, "application/json").status_code == status
    assert Opinion.objects.count() == 1
    assert b"data-survey" in client.get("/survey.js").content
    survey.is_public = False
    survey.save()
    assert client.get(at).status_code == client.post(at, said, "application/json").status_code == 404


def test_programs_ask_and_keep_opinions(hello, a_survey, settled, ada, grace, client):
    survey, conversation = a_survey("nps"), settled(ada)
    client.force_login(grace)

    def post(address, **said):
        return client.post(f"/api{address}", said, "application/json")

    asked = post(f"/surveys/{survey.pk}/invitations", conversation=conversation.pk).json()
    assert asked["state"] == "waiting" and "/opinion/" in asked["link"]
    assert post(f"/surveys/{survey.pk}/invitations").status_code == 422
    kept = post(
        "/opinions", survey=survey.pk, answers={"score": 2, "comment": "Late"}, customer=ada.pk, key="n7"
    ).json()
    assert (
        kept["is_low"]
        and post("/opinions", survey=survey.pk, answers={"score": 3}, key="n7").json()["id"] == kept["id"]
    )
    assert post("/opinions", survey=survey.pk, answers={"score": 99}).status_code == 422
    assert [each["score"] for each in client.get(f"/api/opinions?customer={ada.pk}").json()["items"]] == [3]
    [case] = client.get("/api/cases?state=open").json()["items"]
    assert post(f"/cases/{case['id']}/close", outcome="solved").json()["state"] == "closed"
    assert client.get(f"/api/surveys/{survey.pk}/figure").json()["value"] == -100
    assert client.get("/api/surveys").json()["items"][0]["questions"][0]["key"] == "score"


def test_the_portal_shows_what_somebody_is_asked(hello, a_survey, settled, ada, client):
    assert client.get("/my/opinions").status_code == 302, "it is for whoever is signed in"
    asked = ask_opinion(settled(ada), survey=a_survey(), by=SYSTEM)
    a_survey("nps", name="For members", in_portal=True)
    member, at = signed_in_as("ada@moreau.example"), "/opinion/to/for-members"
    page = member.get("/my/opinions").content.decode()
    assert f'href="/opinion/{code_of(asked)}"' in page and f'href="{at}"' in page
    assert client.get(at).status_code == 404, "whoever is not signed in has no address that anybody may answer at"
    member.post(at, {"sent": "1", "score": "9"})
    assert Opinion.objects.get().customer == ada and f'href="{at}"' not in member.get("/my/opinions").content.decode()
    give_opinion(asked.survey, given={"score": 4}, way=Way("mail", invitation=asked))
    assert not open_for(ada.pk)
