import pytest

from regulars.api import shapes
from regulars.api.tests.conftest import Program
from regulars.conversations.actions.count_views import count_views
from regulars.conversations.actions.save_view import save_view
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.models import View
from regulars.customers.models import Customer
from regulars.team.models import Agent
from tests.cast import a_conversation

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]
HIGH = {"all": [{"field": "priority", "at least": "high"}]}


@pytest.fixture
def urgent(grace: Agent) -> View:
    view = View(name="Urgent", conditions=HIGH, sort="priority")
    save_view(view, by=grace)
    return view


def test_views_are_told_with_what_they_hold(program: Program, urgent: View, ada: Customer, tomas: Agent) -> None:
    set_priority(a_conversation(ada), priority="high", by=tomas)
    save_view(View(name="His own", agent=tomas), by=tomas)
    while count_views():
        pass
    told = program.get("/views").json()
    shapes.PageOf[shapes.View].model_validate(told)
    assert {row["id"]: row["count"] for row in told["items"]} == {
        "mine": 0, "unassigned": 1, "all": 1, "undelivered": 0, "pending": 0, "resolved": None, str(urgent.pk): 1,
    }  # fmt: skip


def test_the_list_of_a_view_comes_in_its_order_page_by_page(
    program: Program, urgent: View, ada: Customer, grace: Agent
) -> None:
    wanted = [a_conversation(ada) for _ in range(5)]
    for conversation, priority in zip(wanted, ("high", "urgent", "low", "urgent", "high"), strict=True):
        set_priority(conversation, priority=priority, by=grace)
    first = program.get("/conversations", view=urgent.pk, limit=3).json()
    second = program.get("/conversations", view=urgent.pk, limit=3, cursor=first["next"]).json()
    numbers = [
        wanted.index(each) for row in first["items"] + second["items"] for each in wanted if each.pk == row["id"]
    ]
    assert numbers == [3, 1, 4, 0]
    assert len(program.get("/conversations", view="unassigned").json()["items"]) == 5


@pytest.mark.parametrize("view", ["theirs", "999"])
def test_a_view_that_is_not_there_is_refused_by_name(view: str, program: Program) -> None:
    answer = program.get("/conversations", view=view)
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "view"
