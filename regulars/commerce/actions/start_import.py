from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.commerce.models import OrderImport, Shop
from regulars.commerce.tables import Table
from regulars.lib import blobs
from regulars.lib.refusal import refusal
from regulars.lib.tables import Wrong
from regulars.lib.texts import one_line
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST = 1_000_000  # lines


@transaction.atomic
def start_import(shop: Shop, *, about: str, name: str, content: bytes, by: Agent) -> OrderImport:
    """Let a table of orders or products be taken in. It is history: nothing follows from it. Raises ValidationError("file", "about")."""
    if about not in OrderImport.About.values:
        raise refusal("about", _("Choose one of: %s.") % ", ".join(OrderImport.About.values))
    try:
        table = Table(content, about)
        total = table.count()
    except Wrong as wrong:
        raise refusal("file", wrong.why) from None
    if not 0 < total <= MOST:
        raise refusal("file", _("A table has 1 to %d lines below its names.") % MOST)
    facts = {"name": one_line(name, limit=200), "columns": table.columns, "total": total}
    run = OrderImport.objects.create(shop=shop, about=about, agent=by, sha256=blobs.keep(content), **facts)
    audit("orders.imported", by=by, on=f"shop:{shop.pk}", after={"about": about, "file": run.name, "lines": run.total})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('imports', '')")
    return run
