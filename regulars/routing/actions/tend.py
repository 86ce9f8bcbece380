from regulars.routing.actions.give_out import give_out
from regulars.routing.actions.pass_on import pass_on
from regulars.routing.actions.recall import recall
from regulars.team.models import Team
from regulars.team.presence import lapse


def tend() -> int:
    """Look after every team's queue: take back, give out, pass on. Returns how much was done; 0 when nothing is left to do."""
    done = lapse()
    for team in Team.objects.order_by("pk"):
        done += recall(team)
        if team.gives_out != Team.GivesOut.BY_HAND:
            done += give_out(team)
        done += pass_on(team)
    return done
