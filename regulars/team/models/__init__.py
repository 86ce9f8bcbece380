"""Who works here: agents, their roles, teams and brands, and the audit log of what they changed in the house."""

from regulars.team.models.agent import Agent
from regulars.team.models.audit_entry import AuditEntry
from regulars.team.models.calendar import Calendar, HoursChange, hours_of, hours_of_one
from regulars.team.models.presence import Presence
from regulars.team.models.role import Role
from regulars.team.models.session import Session
from regulars.team.models.skill import Ability, Skill
from regulars.team.models.team import Brand, Team
from regulars.team.models.way_in import WayIn

__all__ = [
    "Ability", "Agent", "AuditEntry", "Brand", "Calendar", "HoursChange", "Presence", "Role", "Session", "Skill", "Team", "WayIn", "hours_of", "hours_of_one",
]  # fmt: skip
