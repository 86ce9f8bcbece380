"""Saying no, so that people and programs know to what."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def refusal(field: str, message: object, code: str = "invalid") -> ValidationError:
    """The error for bad input, to be raised: names the field, says what is wrong, and carries a word for programs."""
    return ValidationError({field: ValidationError(str(message), code=code)})


def unknown(name: object, known: Iterable[str], what: str) -> str:
    """In words, with the one that is nearest: “'resovle' cannot be done; did you mean 'resolve'?”"""
    near = get_close_matches(str(name)[:200], known, n=1, cutoff=0.5)
    return f"'{str(name)[:60]}' {what}" + (_("; did you mean '%s'?") % near[0] if near else "")
