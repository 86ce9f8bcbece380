from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "regulars.outreach"

    def ready(self) -> None:
        from regulars.outreach import events  # noqa: F401
