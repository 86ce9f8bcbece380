from __future__ import annotations

import secrets

from regulars.customers.models import Customer
from regulars.knowledge.models import Guide, GuideRun
from regulars.knowledge.models.readable import Reader
from regulars.team.models import Agent


def begin_guide(guide: Guide, *, by: Reader) -> GuideRun:
    """Remember that somebody begins to follow a guide, so that it can be told how often it helps. Not who it was."""
    kinds = GuideRun.Reader
    kind = kinds.AGENT if isinstance(by, Agent) else kinds.CUSTOMER if isinstance(by, Customer) else kinds.VISITOR
    return GuideRun.objects.create(guide=guide, key=secrets.token_urlsafe(12), version=guide.version, reader=kind)
