import pytest

from regulars.channels.chat.tests.conftest import nobody_has_asked_yet, running_web, visitor, web, widget
from regulars.channels.visits.actions.save_greeting import save_greeting
from regulars.channels.visits.models import Greeting

__all__ = ["nobody_has_asked_yet", "running_web", "visitor", "web", "widget"]


@pytest.fixture
def greeting(widget):
    on_the_cart = {"all": [{"field": "page", "contains": "/cart"}, {"field": "device", "is": "computer"}]}
    made = Greeting(widget=widget, name="Cart", text="Questions about delivery?", conditions=on_the_cart)
    save_greeting(made, by=None)
    return made
