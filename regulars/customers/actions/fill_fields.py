from django.db import transaction

from regulars.customers.custom_fields import defaults, home
from regulars.customers.events import Event
from regulars.customers.models import Customer, CustomField
from regulars.customers.timeline import listen, on_request

_BEGINS = {"conversation": "conversation.opened", "customer": "customer.met"}


@on_request
@transaction.atomic
def fill_fields(event: Event, *, customer: Customer) -> None:
    """What is new gets the defaults of its fields, where nobody has said otherwise yet."""
    about = event.about or "customer"
    model, column = home(about)
    key = getattr(event, about) if event.about else customer.pk
    thing = model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=key).first()
    if thing is not None:
        setattr(thing, column, {**defaults(about), **getattr(thing, column)})
        thing.save(update_fields=[column])


def fill_anew() -> None:
    """Follow the beginnings of what has fields with a default: where none has, this costs nothing."""
    wanted = set(CustomField.objects.filter(retired_at=None, default__isnull=False).values_list("about", flat=True))
    listen(fill_fields, kinds=[kind for about, kind in _BEGINS.items() if about in wanted])
