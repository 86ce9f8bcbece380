from django.apps import AppConfig


class SurprisesConfig(AppConfig):
    name = "regulars.surprises"
