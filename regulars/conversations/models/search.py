from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from regulars.conversations.models.conversation import Conversation


class SearchEntry(models.Model):
    """The words of one message, beside what a search sorts and filters by. See `search.py`."""

    message_id = models.BigIntegerField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    week = models.SmallIntegerField()  # since 1970, of `at`: frequent words are looked up from the newest week down
    at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        verbose_name_plural = "search entries"
        indexes = [
            # A short pending list: every search reads it whole.
            GinIndex(fields=["week", "words"], name="search_words", gin_pending_list_limit=256),
            models.Index(fields=["-at", "-message_id"], name="search_newest"),
            models.Index(fields=["conversation"], name="search_of_conversation"),
        ]
