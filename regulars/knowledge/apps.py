from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "regulars.knowledge"
