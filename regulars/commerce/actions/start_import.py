from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.commerce.models import OrderImport, Shop
from regulars.commerce.tables import Table
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent
from regulars.team.table_runs import looked_at


@transaction.atomic
def start_import(shop: Shop, *, about: str, name: str, content: bytes, by: Agent) -> OrderImport:
    """Let a table of orders or products be taken in. It is history: nothing follows from it. Raises ValidationError("file", "about")."""
    if about not in OrderImport.About.values:
        raise refusal("about", _("Choose one of: %s.") % ", ".join(OrderImport.About.values))
    facts = looked_at(content, name=name, read=lambda given: Table(given, about))
    run = OrderImport.objects.create(shop=shop, about=about, agent=by, **facts)
    audit("orders.imported", by=by, on=f"shop:{shop.pk}", after={"about": about, "file": run.name, "lines": run.total})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('imports', '')")
    return run
