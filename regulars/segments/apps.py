from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    name = "regulars.segments"

    def ready(self) -> None:
        # Timelines tell its events, and rules answer them, in every process.
        from regulars.segments import events  # noqa: F401
