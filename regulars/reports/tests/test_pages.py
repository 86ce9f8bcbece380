import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from django.test import Client
from django.utils import translation

from regulars.loyalty.tests.members import a_programme
from regulars.reports.arrivals import counted
from regulars.reports.asking import Asked
from regulars.reports.charts import spoken
from regulars.reports.figures import EXACT_UP_TO
from regulars.reports.models import Total, Week
from regulars.reports.tests.telling import answered_after, follow
from regulars.team.days import house_today
from regulars.team.models import Agent, AuditEntry


def signed_in(agent):
    client = Client()
    client.force_login(agent)
    return client


def test_a_number_leads_to_the_conversations_behind_it(grace, noor, ada):
    quick, slow = answered_after(ada, 5, agent=noor), answered_after(ada, 200, agent=noor)
    follow()
    client = signed_in(grace)
    board = client.get("/reports").content.decode()
    assert "First response time" in board and "1 h 42 min" in board
    address = unescape(re.search(r'href="(/reports/metrics/first_reply_time[^"]*)"', board)[1])
    one = client.get(f"{address}&order=most").content.decode()
    assert one.index(f"#{slow.pk} ") < one.index(f"#{quick.pk} ") and "3 h 20 min" in one
    chart = json.loads(unescape(re.search(r'chart="([^"]*)"', one)[1]))
    assert [each["value"] for each in chart["data"]["values"] if each["number"]] == [1.708]
    assert "Noor Haddad" in client.get("/reports/team").content.decode()


def test_a_median_of_many_is_told_as_about_right_also_of_each(grace, noor, ada):
    answered_after(ada, 200, agent=noor)
    follow()
    client = signed_in(grace)
    assert "≈" not in client.get("/reports/team").content.decode()
    for sums in (Total, Week):
        sums.objects.filter(kind="first_reply").update(number=EXACT_UP_TO + 1)
    board = client.get("/reports/team").content.decode()
    assert "≈ " in board[board.index("One beside the other") :]
    one = client.get("/reports/metrics/first_reply_time").content.decode()
    assert "≈ 3 h" in one and ">3 h 20 min</td>" in one


def test_pages_without_anything_and_with_a_wrong_question_say_so(grace):
    client = signed_in(grace)
    for page in ("/reports", "/reports/topics", "/reports/metrics/solved_at_once", "/reports/meanings"):
        assert client.get(page).status_code == 200
    assert client.get("/reports/metrics/nothing").status_code == 404
    wrong = client.get("/reports", {"conditions": '{"all": [{"field": "mood", "is": "good"}]}'})
    assert wrong.status_code == 422 and "mood" in wrong.content.decode()
    for odd in (
        "days=0",
        "days=999999999",
        "from=2026-02-31&to=x",
        "from=0001-01-01&to=9999-12-31",
        "from=2026-05-02&to=2026-01-01",
    ):
        assert client.get(f"/reports?{odd}").status_code == 200


def test_somebody_sees_the_numbers_of_their_inboxes_alone(grace, noor, ada):
    answered_after(ada, 5, agent=grace)
    follow()
    Agent.objects.filter(pk=noor.pk).update(works_in=[])
    assert "Nothing was measured" in signed_in(noor).get("/reports/metrics/first_reply_time").content.decode()


def test_dashboards_leave_as_tables_and_each_is_noted(grace, noor, ada):
    answered_after(ada, 5, agent=noor)
    follow()
    client = signed_in(grace)
    csv = client.get("/reports/support/export/csv").content.decode()
    assert "First response time,5 min" in csv and ",0:05:00,1" in csv
    book = ZipFile(BytesIO(client.get("/reports/support/export/xlsx").content))
    times, kept = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (2, 7))
    assert re.search(rf'<c r="B\d+" s="\d"><v>{5 / 24 / 60:.12f}', times), "a length of time is a part of a day"
    assert 't="s"' not in kept[kept.index('<row r="4"') :], "a day is a day, and nothing measured an empty cell"
    rows = b"".join(client.get("/reports/metrics/first_reply_time/export.csv")).decode()
    assert "Ada Moreau" in rows and ",300" in rows
    assert AuditEntry.objects.filter(action="reports.exported").count() == 3
    assert signed_in(noor).get("/reports/support/export/csv").status_code == 403


def test_the_busy_hours_are_the_same_of_all_and_of_some(grace, noor, ada):
    for minutes in (1, 2):
        answered_after(ada, minutes, agent=noor)
    follow()
    everybody = Asked(house_today() - timedelta(days=9), house_today(), grace)
    some = replace(everybody, conditions='{"field": "channel", "is": "email"}')
    assert counted(everybody) == counted(some) and [*counted(some).values()] == [2]


def test_every_dashboard_opens_with_what_the_rooms_below_tell(grace, ada):
    a_programme()
    client = signed_in(grace)
    for page in ("now", "arrivals", "customers", "loyalty", "opinions", "quality", "metrics/backlog"):
        assert client.get(f"/reports/{page}?days=90").status_code == 200
    assert "what is owed" in client.get("/reports/loyalty").content.decode()


def test_charts_speak_as_whoever_looks():
    assert spoken() == {}
    with translation.override("de"):
        told = spoken()["locale"]
    assert (told["number"]["decimal"], told["number"]["thousands"]) == (",", ".")
    assert (told["time"]["days"][0], told["time"]["months"][2]) == ("Sonntag", "März")
