from regulars.team.actions.save_team import save_team
from regulars.team.models import AuditEntry, Team


def test_save_team_keeps_it_and_writes_down_what_was_and_is(grace, noor, tomas):
    team = Team(name="Roastery")
    save_team(team, members=[noor], by=grace)
    for _ in range(2):
        save_team(team, members=[noor, tomas], by=grace)
    added, changed = AuditEntry.objects.order_by("pk")
    assert (added.action, changed.action) == ("team.added", "team.changed")
    assert (changed.before["members"], changed.after["members"]) == ([noor.pk], [noor.pk, tomas.pk])
