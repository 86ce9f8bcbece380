from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.models import Habits
from regulars.conversations.sidebar import views_of
from regulars.lib.refusal import refusal
from regulars.team.models import Agent


@transaction.atomic
def move_view(number: int, *, to: int, by: Agent) -> None:
    """Put a view in another place among the agent's, counted from 1; beyond either end is that end. Others keep their order.

    Raises ValidationError("view") for one that the agent does not see.
    """
    habits, _is_new = Habits.objects.select_for_update().get_or_create(agent=by)
    order = [view.number for view in views_of(by, habits)]
    if number not in order:
        raise refusal("view", _("There is no such view."), "unknown")
    order.remove(number)
    order.insert(min(max(to, 1), len(order) + 1) - 1, number)
    habits.order = order
    habits.save(update_fields=["order"])
