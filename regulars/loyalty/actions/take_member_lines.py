from __future__ import annotations

from datetime import datetime

from regulars.lib.tables import Line, Wrong
from regulars.lib.texts import storable
from regulars.loyalty.actions.import_members import BATCH, import_members
from regulars.loyalty.models import MemberImport, RefusedMember
from regulars.loyalty.tables import members_table
from regulars.team.table_runs import forget_old, old_at, take_some


def take_member_lines() -> int:
    """Let the next few of the table that has waited longest become members. Returns how many; 0 when nothing is left, and old reports are gone."""
    runs = MemberImport.objects.select_related("programme")
    done = take_some(runs, read=lambda _run, content: members_table(content), take=_take, most=BATCH)
    if not done:
        forget_old(MemberImport.objects.all())
    return done


def next_due() -> datetime | None:
    """When the oldest report has been kept long enough."""
    return old_at(MemberImport.objects.all())


def _take(run: MemberImport, groups: list[list[Line]]) -> None:
    refused: list[RefusedMember] = []

    def refuse(line: Line, wrong: Wrong) -> None:
        cells, why = [storable(cell) for cell in line.raw], storable(wrong.why)[:500]
        refused.append(RefusedMember(source=run, number=line.number, field=wrong.column, reason=why, cells=cells))

    outcome = import_members((line for [line] in groups), programme=run.programme, refuse=refuse)
    RefusedMember.objects.bulk_create(refused, ignore_conflicts=True)
    run.taken += outcome.taken
    run.refused += outcome.refused
