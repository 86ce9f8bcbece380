from collections.abc import Iterator

import pytest

from regulars.channels.chat import limits
from regulars.channels.chat.actions.save_widget import save_widget
from regulars.channels.chat.models import Visitor, Widget
from regulars.conversations.models import Inbox
from regulars.lib.throttle import Throttle
from regulars.live.tests.pages import Web, start_web


@pytest.fixture(scope="module")
def running_web(django_db_setup: None, django_db_blocker: object) -> Iterator[Web]:
    web = start_web()
    yield web
    web.kill()


@pytest.fixture
def web(running_web: Web, transactional_db: None) -> Web:
    return running_web


@pytest.fixture
def widget(inbox: Inbox) -> Widget:
    """The chat of Kettle & Crumb, on its website."""
    made = Widget(name="Kettle & Crumb", inbox=inbox, origins=["https://shop.example/anything"])
    save_widget(made, by=None)
    return made


@pytest.fixture
def visitor(widget: Widget) -> Visitor:
    return Visitor.objects.create(widget=widget)


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("meeting", "writing", "writing_there", "looking"):
        old = getattr(limits, name)
        monkeypatch.setattr(limits, name, Throttle(per_second=old.per_second, burst=old.burst))
