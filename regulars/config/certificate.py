"""The certificate with which letters come in encrypted: looked at before anything is started."""

from datetime import UTC, datetime

from regulars.channels.email.smtp_certificate import WrongCertificate, load
from regulars.config import environment
from regulars.config.environment import Problem


def refuse_wrong_certificate() -> None:
    """Say clearly that REGULARS_SMTP_CERTIFICATE and REGULARS_SMTP_KEY cannot be used, before anything is started."""
    if files := environment.smtp_certificate():
        try:
            load(*files)
        except WrongCertificate as wrong:
            raise Problem(
                f"No TLS for letters that come in: {wrong}. Mend REGULARS_SMTP_CERTIFICATE and REGULARS_SMTP_KEY."
            ) from None


def days_left() -> int | None:
    """How many days the certificate is still good for; None where there is none."""
    refuse_wrong_certificate()
    if not (files := environment.smtp_certificate()):
        return None
    from cryptography import x509  # heavy, and only the doctor asks

    with open(files[0], "rb") as file:
        ends_at = x509.load_pem_x509_certificate(file.read()).not_valid_after_utc
    return (ends_at - datetime.now(UTC)).days
