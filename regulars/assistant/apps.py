from __future__ import annotations

from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "regulars.assistant"

    def ready(self) -> None:
        # Every process can read every event, whether or not it calls a verb that records one.
        from regulars.assistant import events  # noqa: F401
