"""Who may use the API without a browser, and what was answered to whom."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone

from regulars.lib.question import Question
from regulars.team.models import Agent

USED_EVERY = timedelta(minutes=1)  # how exactly we know when a token was last used


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiToken(models.Model):
    """A program that acts in an agent's name. Deleting it revokes it at once. Only the SHA-256 of its secret is kept."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(cls, *, agent: Agent, name: str) -> str:
        """A new token of this agent. Its secret is returned this once and never again."""
        secret = f"rgl_{secrets.token_hex(20)}"
        cls.objects.create(agent=agent, name=name, digest=digest_of(secret))
        return secret

    @classmethod
    def of(cls, secret: str) -> ApiToken | None:
        """The token with this secret, if its agent still works here."""
        known = _token.first(digest=digest_of(secret))
        return known if known and known.agent.is_active else None

    def mark_used(self) -> None:
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > USED_EVERY:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)


_token = Question(lambda digest: ApiToken.objects.select_related("agent__role").filter(digest=digest), digest=str)


def revoke_tokens(agent: Agent) -> None:
    """Take every token of this agent away: they have left."""
    ApiToken.objects.filter(agent=agent).delete()


class Answer(models.Model):
    """What a request with an Idempotency-Key was answered, so that asking again changes nothing."""

    asker = models.CharField(max_length=64)  # digest of the credentials
    key = models.CharField(max_length=64)  # digest of the Idempotency-Key
    request = models.CharField(max_length=64)  # digest of method, path and body
    status = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "key"], name="answer_once")]
