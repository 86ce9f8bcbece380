from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "regulars.portal"

    def ready(self) -> None:
        # Every process can read every event, whether or not it calls a verb that records one.
        from regulars.portal import events  # noqa: F401
