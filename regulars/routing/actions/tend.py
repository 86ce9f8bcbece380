from regulars.routing.actions.give_out import give_out
from regulars.team.models import Team
from regulars.team.presence import lapse


def tend() -> int:
    """Look after every queue that gives out by itself. Returns how much was done; 0 when nothing is left to do."""
    done = lapse()
    for team in Team.objects.exclude(gives_out=Team.GivesOut.BY_HAND).order_by("pk"):
        done += give_out(team)
    return done
