"""Programs read metrics, and the conversations behind them."""

from __future__ import annotations

from regulars.api.tests.conftest import Program
from regulars.customers.models import Customer
from regulars.reports.figures import EXACT_UP_TO
from regulars.reports.models import Total, Week
from regulars.reports.tests.telling import answered_after, follow
from regulars.team.models import Agent


def test_a_program_reads_a_metric_and_what_is_behind_it(program: Program, noor: Agent, ada: Customer) -> None:
    several = [answered_after(ada, minutes, agent=noor) for minutes in (5, 15, 60)]
    follow()
    assert "first_reply_time" in [each["word"] for each in program.get("/metrics").json()["items"]]
    figure = program.get("/metrics/first_reply_time?by=agent").json()
    assert (figure["value"], figure["number"], figure["members"][0]["name"]) == (900, 3, "Noor Haddad")
    assert (figure["is_about"], figure["members"][0]["is_about"]) == (False, False)
    for sums in (Total, Week):
        sums.objects.filter(kind="first_reply").update(number=EXACT_UP_TO + 1)
    figure = program.get("/metrics/first_reply_time?by=agent").json()
    assert (figure["is_about"], figure["members"][0]["is_about"]) == (True, True)
    page = program.get("/metrics/first_reply_time/readings?order=most&limit=2").json()
    assert [each["conversation"] for each in page["items"]] == [several[2].pk, several[1].pk]
    rest = program.get(f"/metrics/first_reply_time/readings?order=most&limit=2&cursor={page['next']}").json()
    assert [each["value"] for each in rest["items"]] == [300] and rest["next"] is None
    assert program.get("/metrics/backlog").json()["value"] == 3
    assert program.get("/metrics/nothing").status_code == 404
    assert program.get("/metrics/backlog?since=2026-05-02&until=2026-01-01").status_code == 422
    assert program.get("/metrics/backlog?conditions={").json()["errors"][0]["field"] == "conditions"
