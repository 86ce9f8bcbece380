"""Why an article was found, and how likely it answers.

The numbers were fitted to `bench/knowledge` (half of its questions; the other half tells the precision): docs/decisions/0008.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from regulars.knowledge.embedding import embedder
from regulars.knowledge.embedding.local import Local


@dataclass
class Evidence:
    """Why an article was found."""

    by_words: int = 0  # the passage that says most of the words, and the one that means most the same; 0: none
    by_meaning: int = 0
    share: float = 0.0  # how much of what was said the passage has, by the rarity of the words: 0 to 1
    density: float = 0.0  # … and how well it stands there
    likeness: float = 0.0  # a cosine
    height: float = 0.0  # how far that is above the other articles, in standard deviations
    lead: float = 0.0  # how far it is before the next article, in the same
    score: float = 0.0

    @property
    def passage(self) -> int:
        """The one that says it: by its words where it has most of them."""
        return self.by_words if self.by_words and (self.share > 0.6 or not self.by_meaning) else self.by_meaning


def confidence(evidence: Evidence) -> float:
    """How likely an article answers, from 0 to 1: by how alike it and the question are, and how much of what was said it has."""
    said = evidence.density * evidence.share
    if not evidence.by_meaning:
        return _likely(-3.6 + 18.0 * said)
    if isinstance(embedder(), Local):
        return _likely(-14.3 + 31.3 * evidence.likeness + 3.3 * said)
    return _likely(-3.5 + 0.7 * evidence.height + 3.3 * said)  # cosines of other models lie elsewhere


def _likely(logit: float) -> float:
    return 1 / (1 + exp(-logit))
