"""The ways in and out, by name, with what each can carry."""

from typing import NamedTuple


class Channel(NamedTuple):
    """A way in which customers and we reach each other."""

    label: str
    icon: str  # of ui/assets/icons.svg
    package: str  # the folder, or the room above, that knows everything about it
    largest_file: int  # bytes
    has_subject: bool
    has_html: bool


CHANNELS = {
    "email": Channel(
        label="E-mail",
        icon="mail",
        package="regulars.channels.email",
        largest_file=25 * 1024 * 1024,
        has_subject=True,
        has_html=True,
    ),
    "chat": Channel(
        label="Chat",
        icon="chat",
        package="regulars.channels.chat",
        largest_file=25 * 1024 * 1024,
        has_subject=False,
        has_html=False,
    ),
    "portal": Channel(
        label="Portal",
        icon="person",
        package="regulars.portal",
        largest_file=25 * 1024 * 1024,
        has_subject=True,
        has_html=False,
    ),
}
