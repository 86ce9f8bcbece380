"""What a person wrote, apart from what they quote and how they sign."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a letter's text: `visible`, `quote`, `signature` or `footer`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in fragments that join back to exactly the same text."""

    parts: tuple[Fragment, ...]

    @property
    def visible_text(self) -> str:
        """What is shown at first; all of it when nothing else would be left."""
        visible = "".join(part.text for part in self.parts if part.kind == "visible").strip()
        return visible or "".join(part.text for part in self.parts).strip()


def fold(text: str) -> Folded:
    """Where quotes, signatures and footers are. Nothing is cut: the parts join back to the text."""
    return Folded((Fragment("visible", text),))
