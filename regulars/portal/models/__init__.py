"""Who comes in, by what proof, and what they may fill in. One noun a file."""

from regulars.portal.models.code import Code
from regulars.portal.models.export import Export
from regulars.portal.models.proof import Proof, Session
from regulars.portal.models.request_form import Question, RequestForm
from regulars.portal.models.writing import Writing

__all__ = ["Code", "Export", "Proof", "Question", "RequestForm", "Session", "Writing"]
