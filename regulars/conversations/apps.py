from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "regulars.conversations"

    def ready(self) -> None:
        # Every process can read every event, whether or not it calls a verb that records one.
        from regulars.conversations import events  # noqa: F401
