"""Was this helpful? One voice each."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.customers.models import TimelineEvent
from regulars.knowledge import strangers
from regulars.knowledge.actions.vote import vote
from regulars.knowledge.models import Vote
from regulars.knowledge.tests.reading import ROOT

HERE = {"Sec-Fetch-Site": "same-origin"}
ADDRESS = f"{ROOT}/en/articles/descale/helpful"


@pytest.fixture(autouse=True)
def rested():
    strangers.voting._left.clear()


def test_a_voice_may_change_and_is_counted_once(descaling, ada):
    words = descaling.translations.get()
    vote(words, is_helpful=False, visitor="x", comment=" Which lemon?\x00 ", by=None)
    vote(words, is_helpful=True, visitor="x", by=None)
    assert Vote.objects.values_list("is_helpful", "comment", "visitor").get() == (True, "Which lemon?", "x")
    for visitor in ("x", "y"):  # a customer has one voice on all devices, and does not take that of the browser
        vote(words, is_helpful=False, visitor=visitor, by=ada)
    assert Vote.objects.count() == 2 and Vote.objects.get(customer=ada).is_helpful is False
    assert [each.facts["is_helpful"] for each in TimelineEvent.objects.filter(kind="article.rated")] == [False]


def test_a_comment_that_is_too_long_is_refused_and_changes_nothing(descaling):
    with pytest.raises(ValidationError) as refused:
        vote(descaling.translations.get(), is_helpful=True, visitor="x", comment="a" * 2001, by=None)
    assert "comment" in refused.value.message_dict and not Vote.objects.exists()


def test_a_page_without_scripts_says_thanks_and_asks_why(client, descaling):
    said = client.post(ADDRESS, {"helpful": "no"}, headers=HERE)
    assert said.url == f"{ROOT}/en/articles/descale?thanks=no#helpful"
    assert "What were you looking for?" in client.get(said.url).content.decode()
    client.post(ADDRESS, {"helpful": "no", "comment": "The steps for a machine."}, headers=HERE)
    assert Vote.objects.get().comment == "The steps for a machine."
    other = Client()
    other.post(ADDRESS, {"helpful": "yes"}, headers=HERE)
    assert Vote.objects.count() == 2


def test_a_page_with_scripts_gets_the_part_alone_and_errors_stay_beside_the_field(client, descaling):
    part = client.post(ADDRESS, {"helpful": "yes"}, headers={**HERE, "X-Fragment": "helpful"}).content.decode()
    assert "What could be clearer still?" in part and "<html" not in part
    wrong = client.post(ADDRESS, {"helpful": "yes", "comment": "a" * 2001}, headers={**HERE, "X-Fragment": "helpful"})
    assert wrong.status_code == 422 and "At most 2000 characters" in wrong.content.decode()


def test_what_another_site_sends_is_not_believed(client, descaling):
    others = [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {}]
    for each in (*others, {"Origin": "null"}):
        assert client.post(ADDRESS, {"helpful": "yes"}, headers=each).status_code == 403
    assert client.post(ADDRESS, {"helpful": "maybe"}, headers=HERE).status_code == 404
    assert client.get(ADDRESS).status_code == 405 and not Vote.objects.exists()
    assert client.post(ADDRESS, {"helpful": "yes"}, headers={"Origin": "http://testserver"}).status_code == 302


def test_a_word_that_we_did_not_give_out_is_no_browser_of_ours(client, descaling, noor):
    client.cookies[strangers.COOKIE] = "customer:1"
    client.post(ADDRESS, {"helpful": "yes"}, headers=HERE)
    assert not Vote.objects.get().visitor.startswith("customer:")


def test_nobody_votes_without_end(client, descaling):
    strangers.voting._left["127.0.0.1"] = (-100.0, strangers.voting.clock())  # they have said far too much
    said = client.post(ADDRESS, {"helpful": "yes"}, headers=HERE)
    assert said.status_code == 429 and int(said["Retry-After"]) > 0 and not Vote.objects.exists()
    assert client.post(ADDRESS, {"helpful": "yes"}, headers=HERE, REMOTE_ADDR="192.0.2.7").status_code == 302
