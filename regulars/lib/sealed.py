"""Secrets that lie encrypted in the database: a stolen backup without the secret key does not give them away."""

import base64
import hashlib
import logging
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models

log = logging.getLogger(__name__)


class SealedField(models.TextField):
    """Text that is encrypted at rest. One that was sealed under another secret key reads as empty: it must be given anew."""

    def get_prep_value(self, value: Any) -> Any:
        return _box(settings.SECRET_KEY).encrypt(str(value).encode()).decode() if value else ""

    def from_db_value(self, value: str | None, *_: object) -> str:
        if not value:
            return ""
        try:
            return _box(settings.SECRET_KEY).decrypt(value.encode()).decode()
        except InvalidToken:
            log.error("%s cannot be unsealed: the secret key has changed since it was stored", self)
            return ""


@cache
def _box(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"sealed fields\0" + secret_key.encode()).digest()))
