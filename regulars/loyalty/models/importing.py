from __future__ import annotations

from django.db import models

from regulars.loyalty.models.programme import Programme
from regulars.team.models.table_run import RefusedCells, TableRun


class MemberImport(TableRun):
    """A table of the members of another programme that is being taken in."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="imports")

    class Meta(TableRun.Meta):
        indexes = [
            models.Index(fields=["worked_at"], name="member_import_in_turn", condition=models.Q(finished_at=None))
        ]


class RefusedMember(RefusedCells):
    source = models.ForeignKey(MemberImport, on_delete=models.CASCADE, related_name="refusals")

    class Meta(RefusedCells.Meta):
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="refused_member_once")]
