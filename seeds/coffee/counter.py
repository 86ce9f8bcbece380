"""The two counters of Kettle & Crumb in Lyon, and what was done there this morning."""

from __future__ import annotations

from datetime import datetime, timedelta

from regulars.channels.store.actions.save_place import save_place
from regulars.channels.store.actions.take_slip import take_slip
from regulars.channels.store.models import Place
from regulars.loyalty.models import Account, Programme
from regulars.team.models import Agent
from seeds.coffee import people
from seeds.coffee.house import lea, priya

MORNING = (
    (priya, "rue Mercière", people.ada, "earn", 1460, 190),
    (priya, "rue Mercière", people.farah, "visit", None, 140),
    (lea, "place Carnot", people.ben, "earn", 2380, 95),
    (priya, "rue Mercière", people.ada, "redeem", 20, 40),
)  # who of us, where, who came, what for, cents or beans, minutes ago


def open_counters(*, now: datetime, by: Agent) -> None:
    """Each counter has a till; what was done there stands in its list."""
    programme = Programme.objects.get()
    places = {
        name: save_place(Place(name=name, programme=programme), by=by) for name in ("rue Mercière", "place Carnot")
    }
    for number, (colleague, name, person, kind, much, minutes) in enumerate(MORNING):
        account = Account.objects.filter(customer__identities__value=person.email).first()
        if account:
            facts = {"amount": much} if kind == "earn" else {"points": much} if kind == "redeem" else {}
            slip = {"client_id": f"morning-{number}", "kind": kind, "at": now - timedelta(minutes=minutes), **facts}
            take_slip(places[name], account=account, by=colleague.row, receipt=f"M-{2140 + number}", **slip)
