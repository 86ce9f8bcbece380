"""A surprise is drawn by a program or a rule: once, and so that it can be drawn again."""

from regulars.api.shapes import surprises as shapes
from regulars.automation.capabilities import CAPABILITIES
from regulars.loyalty.tests.members import a_member
from regulars.surprises.lots import IN_ALL, ticket_of
from regulars.surprises.models import Draw, Prize
from regulars.surprises.tests.test_draw import a_surprise


def test_a_surprise_is_drawn_by_a_program(program, ada, grace):
    surprise = a_surprise(grace, Prize(name="A cup", chance=IN_ALL, points=50))
    [listed] = program.get("/surprises").json()["items"]
    assert shapes.Surprise.model_validate(listed).prizes[0].chance == IN_ALL
    draws = f"/surprises/{surprise.pk}/draws"
    assert program.post(draws, customer=ada.pk).json()["why_not"] == "no member"
    a_member(ada, surprise.programme)
    first = program.post(draws, customer=ada.pk, key="letter 7")
    drawn = shapes.Draw.model_validate(first.json())
    assert (drawn.points, drawn.ticket) == (50, ticket_of(drawn.seed))
    assert program.post(draws, customer=ada.pk, key="letter 7").json() == first.json()
    assert program.post("/surprises/999/draws", customer=ada.pk).status_code == 404
    CAPABILITIES["draw"].do(ada.pk, surprise=surprise, by=grace)
    assert Draw.objects.latest("pk").customer == ada
