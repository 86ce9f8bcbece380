"""What we ask, what was answered, and what we do about it. One noun a file."""

from regulars.surveys.models.opinion import Case, Invitation, Opinion
from regulars.surveys.models.survey import Pacing, Survey
from regulars.surveys.models.theme import Comment, Theme

__all__ = ["Case", "Comment", "Invitation", "Opinion", "Pacing", "Survey", "Theme"]
