"""Friends whom Ada has brought along, a present now and then, and what there is to reach."""

from __future__ import annotations

from regulars.commerce.events import OrderPaid
from regulars.commerce.models import Order
from regulars.customers.actor import SYSTEM
from regulars.loyalty.models import Account, Programme
from regulars.referrals.actions.bring_along import bring_along
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.note_look import note_look
from regulars.referrals.actions.save_scheme import save_scheme
from regulars.referrals.models import Referral, Scheme
from regulars.referrals.paying import pay
from regulars.referrals.traces import NONE, Traces
from regulars.surprises.actions.count_towards import count_towards
from regulars.surprises.actions.draw import draw
from regulars.surprises.actions.save_achievement import save_achievement
from regulars.surprises.actions.save_surprise import save_surprise
from regulars.surprises.models import Achievement, Prize, Surprise
from regulars.team.models import Agent
from seeds.coffee import people

OFFER = {
    "is_open": True,
    "giver_points": 30,
    "friend_points": 15,
    "least_order": 1500,
    "milestones": [[3, 40], [10, 150]],
}
WORDS = "Coffee of two roasters in Lyon, sent the day it is roasted, and two counters to drink it at."
AT_HOME = "a-kitchen-in-lyon"  # where Ada and one of her friends have looked from


def bring_friends(*, by: Agent) -> None:
    """Ada’s link has brought three; somebody should look at one of them, who sits in her kitchen."""
    programme = Programme.objects.get()
    save_scheme(Scheme(programme=programme, words=WORDS, **OFFER), by=by)
    ada = Account.objects.get(programme=programme, customer__identities__value=people.ada.email)
    link = give_link(ada)
    link.traces = {"place": [AT_HOME]}
    link.save(update_fields=["traces"])
    came = Account.objects.filter(programme=programme, joined_at__gt=ada.joined_at).order_by("joined_at")[:3]
    for number, friend in enumerate(came):
        seen = Traces(place=AT_HOME) if number == 1 else NONE
        bring_along(friend, code=link.code, seen=seen, at=friend.joined_at, by=SYSTEM)
    for referral in Referral.objects.filter(state=Referral.State.PENDING).order_by("pk").held():
        pay(referral, by=SYSTEM, at=referral.approve_at)
    for number in range(4):
        note_look(link, seen=Traces(browser=f"a-neighbour-{number}"))


def surprise_some(*, by: Agent) -> None:
    programme = Programme.objects.get()
    sorry = Surprise(
        programme=programme, name="For the wait", reason="For the wait: with our thanks", is_open=True, budget=600
    )
    cup, bag = (
        Prize(name="A cup", chance=6000, points=40),
        Prize(name="A bag of beans", chance=1000, points=150, stock=12),
    )
    save_surprise(sorry, prizes=[cup, bag], by=by)
    for member in Account.objects.filter(programme=programme).order_by("pk")[2:6]:
        draw(member.customer, surprise=sorry, by=by)
    _offer(programme, "Five orders", "Every five orders, a coffee on us.", 5, 40, again="when reached", by=by)
    _offer(programme, "Three months in a row", "", 3, 60, how="month", again="when over", lasts="year", by=by)


def _offer(programme: Programme, name: str, text: str, many: int, points: int, *, by: Agent, **facts: str) -> None:
    offer = {"name": name, "text": text, "event": "order.paid", "many": many, "points": points, **facts}
    save_achievement(Achievement(programme=programme, **offer), by=by)


def count_orders() -> None:
    """What Ada has bought this year stands in her achievements."""
    bought = Order.objects.counted().filter(email=people.ada.email, paid_at__isnull=False).order_by("placed_at")
    for order in bought.select_related("customer")[:3]:
        paid = OrderPaid(order=order.pk, number=order.number, amount=0, units=order.total, currency=order.currency)
        count_towards(paid, customer=order.customer)
