from django.core.exceptions import ValidationError


def refusal(field: str, message: object, code: str = "invalid") -> ValidationError:
    """The error for bad input, to be raised: names the field, says what is wrong, and carries a word for programs."""
    return ValidationError({field: ValidationError(str(message), code=code)})
