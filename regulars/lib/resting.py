"""What has failed, such as somebody else's program, is left alone for a while: by this process, while it lives."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone


class Rest:
    def __init__(self, length: timedelta) -> None:
        self.length = length
        self._until: datetime | None = None

    def begin(self) -> None:
        self._until = timezone.now() + self.length

    def over_at(self) -> datetime | None:
        """None when nothing rests."""
        return self._until if self._until and self._until > timezone.now() else None
