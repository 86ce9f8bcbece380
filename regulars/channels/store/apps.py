from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "regulars.channels.store"
    label = "store"

    def ready(self) -> None:
        from regulars.channels.store import events  # noqa: F401
