"""What stands around each page that customers see: whose it is, in which languages, and where else one can go.

`ui/pages/site.html` draws it; a view hands it over as `site`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.lib.languages import direction_of, language_name


@dataclass(frozen=True)
class Door:
    """A link in the header or the footer."""

    label: str
    address: str
    is_current: bool = False


@dataclass(frozen=True)
class Tongue:
    """A language that this page can be read in, and where."""

    code: str
    address: str
    is_current: bool = False

    @property
    def name(self) -> str:
        """What its speakers call it: "Deutsch"."""
        return language_name(self.code)


@dataclass(frozen=True)
class Site:
    """`home` is where the name leads; `accent` is "#a1501f" or nothing (then it is the house's); `logo` an address or nothing."""

    name: str
    home: str
    language: str
    accent: str = ""
    logo: str = ""
    website: str = ""
    doors: Sequence[Door] = ()
    tongues: Sequence[Tongue] = ()
    foot: Sequence[Door] = ()

    @property
    def tongue(self) -> str:
        """The language of this page, as its speakers call it."""
        return language_name(self.language)

    @property
    def direction(self) -> str:
        """Where its lines begin: "ltr" or "rtl"."""
        return direction_of(self.language)
