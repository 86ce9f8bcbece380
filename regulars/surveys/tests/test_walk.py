"""The whole way: resolved, asked, answered, seen to, asked again."""

from __future__ import annotations

from regulars.automation.actions.save_rule import save_rule
from regulars.customers.models import TimelineEvent
from regulars.surveys.models import Case, Invitation, Opinion
from regulars.surveys.tests.conftest import all_is_sent, link_in


def test_a_low_score_by_mail_is_seen_to_and_asked_again(hello, a_survey, settled, ada, grace, noor, client):
    survey = a_survey(name="After a conversation", languages=["en", "de"])
    steps = [{"do": "ask for an opinion", "survey": survey.pk}]
    save_rule(None, name="Ask", trigger={"event": "conversation.resolved"}, conditions={}, steps=steps, by=grace)
    conversation = settled(ada)
    [letter] = [each for each in all_is_sent() if each.subject == "How was it?"]
    assert letter.to == ["ada@moreau.example"] and letter.extra_headers["List-Unsubscribe-Post"]

    page = client.get(link_in(letter, score=1)).content.decode()
    assert 'value="1" checked' in page and not Opinion.objects.exists(), "looking at it records nothing"
    answer = client.post(link_in(letter), {"sent": "1", "score": "1", "comment": "Nobody rang me.", "may_quote": "on"})
    assert answer.status_code == 302 and "Thank you" in client.get(answer.url).content.decode()
    opinion = Opinion.objects.get()
    assert (opinion.score, opinion.customer, opinion.conversation, opinion.agent) == (1, ada, conversation, noor)
    case = Case.objects.get()
    assert case.owner == noor and case.due_at > opinion.at and opinion.may_quote

    client.force_login(noor)
    assert "Nobody rang me." in client.get("/feedback").content.decode()
    assert "Ada Moreau" in client.get("/feedback/cases?which=mine").content.decode()
    at = f"/feedback/cases/{case.pk}"
    assert client.post(f"{at}/contact", {"text": "I am sorry. May I ring today?"}).status_code == 302
    refused = client.post(f"{at}/close", {"outcome": ""})
    assert refused.status_code == 422 and Case.objects.get().state == "contacted"
    client.post(f"{at}/close", {"outcome": "solved", "note": "Rang her.", "asks_again": "on"})
    conversation.refresh_from_db()
    case.refresh_from_db()
    assert case.state == "closed" and case.asked_again

    again = [each for each in all_is_sent() if each.subject == "How was it?"][-1]
    client.post(link_in(again), {"sent": "1", "score": "5"})
    assert Opinion.objects.get(invitation=case.asked_again).score == 5
    assert "5 of 5" in client.get(at).content.decode()
    kinds = list(
        TimelineEvent.objects.filter(kind__regex="^(opinion|case)[.]").order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == [
        "opinion.asked",
        "opinion.given",
        "case.opened",
        "case.contacted",
        "case.closed",
        "opinion.asked",
        "opinion.given",
    ]
    assert Invitation.objects.count() == 2
