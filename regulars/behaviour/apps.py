from django.apps import AppConfig


class BehaviourConfig(AppConfig):
    name = "regulars.behaviour"

    def ready(self) -> None:
        # Timelines tell its events, and rules answer them, in every process.
        from regulars.behaviour import events  # noqa: F401
