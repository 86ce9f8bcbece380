from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CustomersConfig(AppConfig):
    name = "regulars.customers"

    def ready(self) -> None:
        # Timelines tell the events of all rooms, rules answer them, and erasing reaches them: in every process.
        autodiscover_modules("events")
