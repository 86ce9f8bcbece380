"""Who comes in, and by what proof. One noun a file."""

from regulars.portal.models.code import Code
from regulars.portal.models.proof import Proof, Session
from regulars.portal.models.writing import Writing

__all__ = ["Code", "Proof", "Session", "Writing"]
