from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "regulars.automation"

    def ready(self) -> None:
        # Every process can read every event, whether or not it calls a verb that records one.
        from regulars.automation import events  # noqa: F401
