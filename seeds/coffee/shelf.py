"""What beans buy at Kettle & Crumb, what some have of it, and what the team gives to make something right."""

from __future__ import annotations

from typing import Any

from regulars.conversations.models import Conversation
from regulars.customers.actions.react import react
from regulars.customers.actor import Actor
from regulars.loyalty.models import Account, Programme
from regulars.rewards.actions.claim import claim
from regulars.rewards.actions.give_goodwill import give_goodwill
from regulars.rewards.actions.save_budget import save_budget
from regulars.rewards.actions.save_paying import save_paying
from regulars.rewards.actions.save_reward import save_reward
from regulars.rewards.actions.use import use
from regulars.rewards.models import Budget, Paying
from regulars.team.models import Agent
from seeds.coffee.house import priya

SHELF: tuple[dict[str, Any], ...] = (
    {"name": "A coffee on us", "kind": "product", "points": 30, "cost": 110, "text": "Any size, here or to go. Oat milk is the same price."},
    {"name": "A tree in Huila", "kind": "donation", "points": 40, "amount": 200, "text": "We plant one with the people who grow our Colombian beans."},
    {"name": "Free shipping", "kind": "shipping", "points": 60, "text": "On your next parcel within Europe."},
    {"name": "€5 off", "kind": "amount", "points": 100, "amount": 500, "least_order": 2500},
    {"name": "€10 gift card", "kind": "gift card", "points": 200, "amount": 1000, "text": "For you, or for somebody else: whoever has the code spends it."},
    {"name": "A bag of Harbour Blend", "kind": "product", "points": 240, "cost": 1150, "is_sent": True, "stock": 12, "text": "250 g, roasted the day before it leaves."},
    {"name": "Latte art, an evening", "kind": "experience", "points": 300, "stock": 8, "most_per_member": 1, "tiers": ["silver", "gold"], "text": "Two hours with Léa at the big machine, eight people at most."},
    {"name": "A pastry with your next coffee", "kind": "product", "points": 40, "cost": 120, "is_listed": False},
)  # fmt: skip


def fill_shelf(*, by: Agent) -> None:
    """The catalogue, what may be given and paid, and what three members have claimed: one code is used, one reward is to be sent."""
    programme = Programme.objects.get()
    rewards = {facts["name"]: save_reward(None, facts={"programme": programme, **facts}, by=by) for facts in SHELF}
    save_paying(Paying(programme=programme, is_on=True, least=20, step=20, percent=50), by=by)
    save_budget(Budget(programme=programme, most=10000, most_per_customer=2500, alone=500), by=by)
    rich = Account.objects.filter(available__gte=30, status="active").order_by("-available", "pk")[:3]
    for account in rich:
        theirs = [
            rewards[name]
            for name in ("A bag of Harbour Blend", "A coffee on us")
            if rewards[name].points <= account.available
        ]
        done = claim(
            account,
            reward=theirs[0],
            address="12 rue des Tables Claudiennes\n69001 Lyon",
            by=Actor.customer(account.customer),
        )
        if done.state == "ready" and account != rich[0]:
            use(done, reference="till 2, 09:12", by=by)


def make_it_right() -> None:
    """Priya gave a pastry for a wait, and would give more than she may alone for an order that is late again."""
    programme, agent = Programme.objects.get(), Agent.objects.get(email=priya.email)
    open_now = list(Conversation.objects.open().filter(customer__accounts__isnull=False).order_by("pk").distinct()[:2])
    gifts = (
        {"reward": programme.rewards.get(is_listed=False), "reason": "For the long wait on Saturday"},
        {"points": 160, "reason": "Because it is late for the second time"},
    )
    for conversation, gift in zip(open_now, gifts, strict=False):
        give_goodwill(conversation.customer, programme=programme, conversation=conversation, by=agent, **gift)
    while react():
        pass
