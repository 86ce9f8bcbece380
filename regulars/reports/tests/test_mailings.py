from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.reports.actions.remove_mailing import remove_mailing
from regulars.reports.actions.save_mailing import save_mailing
from regulars.reports.actions.send_mailings import next_due, send_mailings
from regulars.reports.mailing import next_time
from regulars.reports.models import Letter, Mailing
from regulars.reports.tests.telling import answered_after, follow
from regulars.reports.tests.test_pages import signed_in
from regulars.team.models import AuditEntry


def a_mailing(by, *readers, **facts):
    given = {"dashboard": "support", "days": 7, "rhythm": "daily", "hour": 8, "conditions": {"all": []}, "is_on": True}
    return save_mailing(None, **given | facts, readers=readers, by=by)


def test_a_dashboard_goes_once_to_its_readers_with_its_charts(grace, noor, ada):
    answered_after(ada, 5, agent=noor, days_ago=2)
    follow()
    mailing = a_mailing(grace, noor, dashboard="channels")
    due = next_due()
    assert mailing.due_at == due and send_mailings(now=due - timedelta(minutes=1)) == 0
    while send_mailings(now=due):
        pass
    (letter,) = mail.outbox
    assert letter.to == ["noor@coffee.example"]
    assert "First response time: 5 min" in letter.body and "/reports/channels?" in letter.body
    kinds = [part.get_content_type() for part in letter.message().walk()]
    assert "image/png" in kinds and "application/pdf" in kinds and "text/html" in kinds
    assert Mailing.objects.get().due_at == due + timedelta(days=1) and send_mailings(now=due) == 0
    remove_mailing(mailing, by=grace)
    remove_mailing(mailing, by=grace)
    assert AuditEntry.objects.filter(action__startswith="reports.mailing").count() == 2


def test_a_letter_that_the_mail_server_does_not_take_is_tried_again(grace, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    mailing = a_mailing(grace, grace, dashboard="opinions")
    send_mailings(now=mailing.due_at)
    assert send_mailings(now=mailing.due_at) == 1
    again = Letter.objects.get()
    assert (again.attempts, again.due_at) == (1, mailing.due_at + timedelta(minutes=15))


def test_rhythms_follow_the_clock_of_the_house(db):
    friday = datetime(2026, 5, 1, 9, tzinfo=UTC)
    assert [next_time(rhythm, 8, after=friday).date().isoformat() for rhythm in ("daily", "weekly", "monthly")] == [
        "2026-05-02", "2026-05-04", "2026-06-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"dashboard": "x"}, "dashboard"), ({"days": 0}, "days"), ({"rhythm": "x"}, "rhythm"), ({"hour": 24}, "hour"),
     ({"conditions": {"all": [{"field": "mood", "is": "good"}]}}, "conditions")],
)  # fmt: skip
def test_a_wrong_mailing_is_refused_by_name(grace, wrong, field):
    with pytest.raises(ValidationError) as refused:
        a_mailing(grace, grace, **wrong)
    assert field in refused.value.message_dict and not Mailing.objects.exists()


def test_its_page_keeps_it(grace, noor):
    client = signed_in(grace)
    said = {
        "dashboard": "team",
        "days": "30",
        "rhythm": "weekly",
        "hour": "9",
        "is_on": "on",
        "conditions": '{"all": []}',
    }
    assert client.post("/reports/mailings/new", said).status_code == 422
    client.post("/reports/mailings/new", said | {"readers": [noor.pk]})
    page = client.get("/reports/mailings").content.decode()
    assert "Noor Haddad" in page and "every Monday" in page
    assert client.get(f"/reports/mailings/{Mailing.objects.get().pk}").status_code == 200
    assert signed_in(noor).get("/reports/mailings").status_code == 403
    assert timezone.now() < Mailing.objects.get().due_at
