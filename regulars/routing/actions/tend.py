from regulars.routing.actions.forget_decisions import forget_decisions
from regulars.routing.actions.give_out import give_out
from regulars.routing.actions.pass_on import pass_on
from regulars.routing.actions.recall import recall
from regulars.routing.actions.release import release
from regulars.team.models import Team
from regulars.team.presence import lapse


def tend() -> int:
    """Look after every team's queue: take back, give out, pass on; then forget old decisions.

    Returns how much was done; 0 when nothing is left to do.
    """
    teams = list(Team.objects.select_related("calendar", "overflow_team__calendar").order_by("pk"))
    by_themselves = [team for team in teams if team.gives_out != Team.GivesOut.BY_HAND]
    done = lapse() + release() + sum(recall(team) for team in teams)
    if by_themselves:
        done += give_out(*by_themselves)
    done += sum(pass_on(team) for team in teams)
    return done or forget_decisions()
