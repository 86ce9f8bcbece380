from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "regulars.routing"

    def ready(self) -> None:
        # Every process can read every event, whether or not it calls a verb that records one.
        from regulars.routing import events  # noqa: F401
