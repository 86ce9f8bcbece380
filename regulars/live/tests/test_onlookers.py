"""Who else is there: one face for several tabs, gone after a while, and no flood of notices."""

from datetime import timedelta

import pytest
from django.utils import timezone

from regulars.lib.throttle import Throttle
from regulars.live import onlookers
from regulars.live.models import Onlooker
from regulars.live.onlookers import LOOKING, TYPING, WRITING, leave, look

pytestmark = pytest.mark.django_db
TOPIC = "conversation:42"
NOOR, TOMAS = 1, 2


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What open pages were told, and a throttle that has seen nobody yet."""
    said: list[dict] = []
    monkeypatch.setattr(onlookers, "tell", said.append)
    monkeypatch.setattr(onlookers, "NEWS", Throttle(per_second=0.5, burst=6, clock=lambda: 0.0))
    return said


def later(seconds: float) -> None:
    Onlooker.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))


def doing(*people: onlookers.Seen) -> list[tuple[int, str]]:
    return [(each.owner, each.doing) for each in people]


def test_who_looks_hears_who_else_does():
    assert doing(*look(TOPIC, owner=NOOR, page="a", doing=LOOKING)) == [(NOOR, LOOKING)]
    assert doing(*look(TOPIC, owner=TOMAS, page="b", doing=TYPING)) == [(TOMAS, TYPING), (NOOR, LOOKING)]
    assert doing(*look("conversation:43", owner=TOMAS, page="b", doing=LOOKING)) == [(TOMAS, LOOKING)]


def test_several_tabs_are_one_person_and_the_busiest_counts():
    look(TOPIC, owner=NOOR, page="a", doing=TYPING)
    assert doing(*look(TOPIC, owner=NOOR, page="b", doing=LOOKING)) == [(NOOR, TYPING)]
    leave(TOPIC, owner=NOOR, page="a")
    assert doing(*look(TOPIC, owner=NOOR, page="b", doing=LOOKING)) == [(NOOR, LOOKING)]


def test_typing_without_a_word_ends_soon_and_the_face_a_little_later():
    look(TOPIC, owner=NOOR, page="a", doing=TYPING)
    later(12)
    assert doing(*look(TOPIC, owner=TOMAS, page="b", doing=LOOKING)) == [(NOOR, WRITING), (TOMAS, LOOKING)]
    Onlooker.objects.filter(owner=NOOR).update(seen_at=timezone.now() - timedelta(seconds=30))
    assert doing(*look(TOPIC, owner=TOMAS, page="b", doing=LOOKING)) == [(TOMAS, LOOKING)]


def test_whoever_began_to_write_first_stays_first():
    look(TOPIC, owner=TOMAS, page="b", doing=TYPING)
    look(TOPIC, owner=NOOR, page="a", doing=TYPING)
    look(TOPIC, owner=TOMAS, page="b", doing=WRITING)
    assert [each.owner for each in look(TOPIC, owner=TOMAS, page="b", doing=TYPING)] == [TOMAS, NOOR]


def test_only_changes_are_told_and_not_too_many(told):
    for _ in range(5):
        look(TOPIC, owner=NOOR, page="a", doing=LOOKING)
    assert told == [{"kind": "onlookers", "topics": ["onlookers:conversation:42"]}]
    for _ in range(20):
        look(TOPIC, owner=NOOR, page="a", doing=TYPING)
        look(TOPIC, owner=NOOR, page="a", doing=WRITING)
    assert len(told) == 6


def test_leaving_twice_is_told_once_and_old_rows_go_with_the_next_visitor(told):
    look(TOPIC, owner=NOOR, page="a", doing=LOOKING)
    leave(TOPIC, owner=NOOR, page="a")
    leave(TOPIC, owner=NOOR, page="a")
    assert len(told) == 2
    look("conversation:7", owner=NOOR, page="a", doing=LOOKING)
    later(200)
    look(TOPIC, owner=TOMAS, page="b", doing=LOOKING)
    assert Onlooker.objects.count() == 1
