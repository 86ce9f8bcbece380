from __future__ import annotations

from django.db import connection, transaction

from regulars.loyalty.models import MemberImport, Programme
from regulars.loyalty.tables import members_table
from regulars.team.actions.audit import audit
from regulars.team.models import Agent
from regulars.team.table_runs import looked_at


@transaction.atomic
def start_member_import(programme: Programme, *, name: str, content: bytes, by: Agent) -> MemberImport:
    """Let the members of another programme come along by a table (see `import_members`). Raises ValidationError("file")."""
    facts = looked_at(content, name=name, read=members_table)
    run = MemberImport.objects.create(programme=programme, agent=by, **facts)
    audit("members.imported", by=by, on=f"programme:{programme.pk}", after={"file": run.name, "lines": run.total})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('member_imports', '')")
    return run
