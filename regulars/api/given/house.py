"""What agents say about themselves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from regulars.api.given.kinds import Given


class PresenceGiven(Given):
    state: Annotated[str, Field(description="online, away or offline")]
