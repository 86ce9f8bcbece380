"""What customers write about: found, named, answered; and reviews from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as some

from regulars.knowledge import embedding
from regulars.surveys.actions import find_themes as finding
from regulars.surveys.actions.find_themes import find_themes
from regulars.surveys.actions.forget_opinions import forget_opinions
from regulars.surveys.actions.give_opinion import Way, give_opinion
from regulars.surveys.actions.import_reviews import import_reviews
from regulars.surveys.actions.merge_themes import merge_themes
from regulars.surveys.actions.move_comment import move_comment
from regulars.surveys.actions.save_theme import save_theme
from regulars.surveys.actions.tell_what_was_done import tell_what_was_done
from regulars.surveys.grouping import groups, nearest, normal
from regulars.surveys.models import Case, Comment, Opinion, Theme
from regulars.surveys.tests.conftest import all_is_sent
from regulars.team.models import AuditEntry
from tests.cast import meet

LATE = ["The parcel came a week late.", "Delivery took a week.", "My parcel is still not here, a week late"]
REVIEWS = b"Rating;Review;Reviewer Name;Reviewer Email;Date;Review ID\n5;Lovely beans;Ada;ada@moreau.example;2026-05-01;a\n4,5;x;y;;;b\n1/5;=HYPERLINK(1);Z;nobody@post.example;2026-05-02T10:00:00Z;c\n3;;;;2999-01-01;d\n"


class Reader:
    """Stands for a model: texts that share a word of LATE point the same way."""

    name = "by letters"

    def questions(self, texts):
        return [[1.0, 0.0, 0.1] if "week" in each or "parcel" in each else [0.0, 1.0, len(each) % 7] for each in texts]

    passages = questions

    def rest(self):
        pass


@pytest.fixture
def reader(monkeypatch):
    made_by = Reader()
    monkeypatch.setattr(finding, "embedder", lambda: made_by)
    monkeypatch.setattr(finding, "usual_question", lambda _made_by: [0.0, 0.0, 0.0])
    assert embedding.MOST_OF_IT < 1


def say(survey, words, *, customer):
    return give_opinion(survey, given={"score": 2, "comment": words}, way=Way("api", customer=customer))


def test_three_comments_about_the_same_are_a_theme_that_is_answered(
    hello, reader, a_survey, ada, ben, chiara, grace, client
):
    survey, people = a_survey(), (ada, ben, chiara)
    for who, words in zip(people, LATE, strict=True):
        say(survey, words, customer=who)
    say(survey, "Very kind people", customer=ada)
    assert find_themes() == 4 and find_themes() == 0
    theme = Theme.objects.get()
    assert theme.comments.count() == 3 and theme.name in LATE
    say(survey, "another week without my parcel", customer=meet("Dana", "dana@post.example"))
    find_themes()
    assert theme.comments.count() == 4 and Theme.objects.count() == 1

    client.force_login(grace)
    assert theme.name in client.get("/feedback/themes").content.decode()
    at = f"/feedback/themes/{theme.pk}"
    assert "still not here" in client.get(at).content.decode()
    assert client.post(f"{at}/keep", {"name": "", "state": "planned"}).status_code == 422
    client.post(
        f"{at}/keep", {"name": "Slow parcels", "state": "planned", "task": "Change the carrier", "due_on": "2026-12-24"}
    )
    theme.refresh_from_db()
    assert (theme.name, theme.state, theme.named_by) == ("Slow parcels", "planned", "somebody")
    client.post(f"{at}/tell", {"text": "We have another carrier now."})
    all_is_sent()
    tell_what_was_done(theme, text="Once more", by=grace)
    all_is_sent()
    letters = [each for each in mail.outbox if each.subject == "You said, we did"]
    assert len(letters) == 4 and all("another carrier" in each.body for each in letters)
    with pytest.raises(ValidationError):
        tell_what_was_done(theme, text=" ", by=grace)


def test_comments_move_and_themes_become_one(reader, a_survey, ada, ben, grace):
    survey = a_survey()
    for who, words in zip((ada, ben, ada), LATE, strict=True):
        say(survey, words, customer=who)
    find_themes()
    theme, comment = Theme.objects.get(), Comment.objects.first()
    move_comment(comment, theme=None, by=grace)
    find_themes()
    assert theme.comments.count() == 2, "what somebody put apart stays apart"
    other = Theme.objects.create(name="Parcels", model=theme.model, direction=bytes(12))
    with pytest.raises(ValidationError):
        merge_themes(theme, into=theme, by=grace)
    merge_themes(theme, into=other, by=grace)
    assert other.comments.count() == 2 and Theme.objects.get() == other
    say(survey, "The next parcel, another week late", customer=ben)
    find_themes()
    assert other.comments.count() == 3, "what comes later finds where it was put"
    assert save_theme(other, name="Late", state="heard", by=grace).name == "Late"


def test_no_theme_is_called_by_the_words_of_whoever_was_forgotten(reader, a_survey, ada, ben, chiara):
    for who, words in zip((ada, ben, chiara), LATE, strict=True):
        say(a_survey(name=words[:9]), words, customer=who)
    find_themes()
    theme = Theme.objects.get()
    author = Opinion.objects.get(comment=theme.name).customer
    forget_opinions([author.pk])
    again = Theme.objects.get()
    assert again.name != theme.name and again.name in LATE
    forget_opinions([ada.pk, ben.pk, chiara.pk])
    assert Theme.objects.get().name == "…"


def test_what_somebody_said_before_is_forgotten_too_and_what_a_theme_was_called_by_us_stays(a_survey, ada, ben, grace):
    late, again = (say(a_survey(name=f"About {each}"), "Late", customer=each) for each in (ada, ben))
    facts = {"model": Reader.name, "direction": bytes(12)}
    first, ours = (Theme.objects.create(name="Late", named_by=by, **facts) for by in ("", "somebody"))
    for opinion, words in ((late, "It came after all."), (again, "Never again!")):
        Comment.objects.create(opinion=opinion, theme=first, **facts)
        Opinion.objects.filter(pk=opinion.pk).update(comment=words)
    save_theme(first, name="Late", state="planned", by=grace)
    forget_opinions([ada.pk])
    assert [Theme.objects.get(pk=each.pk).name for each in (first, ours)] == ["Never again!", "Late"]
    entry = AuditEntry.objects.get(action="theme.changed")
    assert entry.before == entry.after == {}


def test_one_persons_worry_is_no_theme(reader, a_survey, ada):
    for words in LATE:
        say(a_survey(name=words[:20]), words, customer=ada)
    find_themes()
    assert not Theme.objects.exists()


@settings(max_examples=25)
@given(some.lists(some.lists(some.floats(-1, 1, width=32), min_size=4, max_size=4), max_size=14))
def test_groups_part_what_they_are_given(vectors):
    several = normal(vectors, less=[0, 0, 0, 0], share=0) if vectors else np.empty((0, 4), np.float32)
    found = groups(several)
    members = [each for group in found for each in group]
    assert len(members) == len(set(members)) and set(members) <= set(range(len(vectors)))
    assert all(len(group) >= 3 for group in found) and found == groups(several)
    assert all(place == -1 or near >= 0.47 for place, near in nearest(several, several[:2]))


def test_reviews_are_taken_in_once_as_history(a_survey, ada, grace, client):
    survey = a_survey("stars", name="Reviews")
    first, again = (import_reviews(survey, content=REVIEWS, by=grace) for _ in range(2))
    assert (first.new, [each.column for each in first.refused]) == (2, ["score", "at"])
    assert (again.new, again.known) == (0, 2)
    assert {(each.score, each.customer) for each in Opinion.objects.all()} == {(5, ada), (1, None)}
    assert not Case.objects.exists(), "nobody is written to about what was years ago"
    client.force_login(grace)
    at = f"/settings/surveys/{survey.pk}/reviews"
    page = client.post(at, {"file": SimpleUploadedFile("r.csv", REVIEWS)}).content.decode()
    assert "2 were here" in page
    for wrong in (b"", b"a,b\n1,2\n", b'score\n"5', b'score\n"' + b"5" * 140_000, b'{"reviews": [1]}', b"[[["):
        assert client.post(at, {"file": SimpleUploadedFile("r.csv", wrong)}).status_code in (200, 422)
    assert Opinion.objects.count() <= 3


def test_a_survey_without_name_and_address_is_not_kept_and_its_page_says_so(a_survey, client, grace):
    survey = a_survey()
    client.force_login(grace)
    answer = client.post(f"/settings/surveys/{survey.pk}", {"name": "", "slug": "", "languages": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'id="id_name_error"' in page and f"<h2>{survey.name}</h2>" in page
    address = client.post(f"/settings/surveys/{survey.pk}", {"slug": "two words"}).content.decode()
    assert "without spaces" in address and "slug" not in address.split('id="id_slug_error"')[1][:300]


TRUSTPILOT = """Review Id,Review Created (UTC),Review Username,Review User Email,Review Title,Review Content,Review Stars,Review Language
65a,2024-01-31 09:12:44,Ada M.,ada@moreau.example,Great,"Great, and fast.",5,en
65b,2024-02-01 10:00:00,Q,,Nie wieder,Kam kaputt an.,1,de
"""
GOOGLE_PLAY = "Package Name,Reviewer Language,Review Submit Date and Time,Star Rating,Review Title,Review Text\nshop,fr,2023-12-31T23:59:59Z,2,,Trop lent 🙁\n"
JUDGE_ME = "title,body,rating,review_date,source,reviewer_name,reviewer_email,location\nTop,Very good,4,2025-03-02 10:12:00 UTC,web,C,,\n,Fine,3,31/12/2024,web,D,,Oslo\n"
GOOGLE = """{"reviews": [{"reviewer": {"displayName": "Jo"}, "starRating": "FOUR", "createTime": "2023-02-08T20:37:14.123456Z", "name": "r/1",
 "comment": "(Translated by Google) Good\\n\\n(Original)\\nGut"}, {"reviewer": {}, "starRating": "ONE", "createTime": "2023-02-09T00:00:00Z", "name": "r/2"}]}"""
OTHERS = "rating,review\n★★★★☆,a\n3 of 5,b\n2/5 stars,c\n4/10,d\n"


@pytest.mark.parametrize(
    ("content", "kept", "refused"),
    [
        (
            TRUSTPILOT.encode(),
            [(5, "Great, and fast.", "Ada M.", 2024), (1, "Nie wieder\n\nKam kaputt an.", "Q", 2024)],
            0,
        ),
        (GOOGLE_PLAY.encode("utf-16"), [(2, "Trop lent 🙁", "", 2023)], 0),
        (JUDGE_ME.encode(), [(4, "Top\n\nVery good", "C", 2025), (3, "Fine", "D", 2024)], 0),
        (GOOGLE.encode(), [(4, "Gut", "Jo", 2023), (1, "", "", 2023)], 0),
        (OTHERS.encode(), [(4, "a", "", 0), (3, "b", "", 0), (2, "c", "", 0)], 1),
    ],
    ids=["Trustpilot", "Google Play", "Judge.me", "Google", "others"],
)
def test_reviews_are_read_as_their_sites_write_them_out(a_survey, grace, content, kept, refused):
    questions = [
        {"key": "score", "kind": "scale", "words": {"en": "Stars?"}, "is_needed": True},
        {"key": "q_1", "kind": "text", "words": {"en": "Why?"}},
    ]
    survey = a_survey("stars", questions=questions)
    taken = import_reviews(survey, content=content, by=grace)
    found = [(each.score, each.comment, each.author, each.at.year) for each in Opinion.objects.order_by("pk")]
    assert [each[:3] for each in found] == [each[:3] for each in kept] and len(taken.refused) == refused
    assert all(year == said or not said for (*_, year), (*_, said) in zip(found, kept, strict=True))
