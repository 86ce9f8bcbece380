from __future__ import annotations

from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "regulars.channels.chat"
    label = "chat"

    def ready(self) -> None:
        from regulars.channels.chat import events  # noqa: F401
