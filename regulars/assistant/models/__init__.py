"""What the assistant is made of. One noun a file."""

from regulars.assistant.models.answer import Answer
from regulars.assistant.models.call import Call
from regulars.assistant.models.duty import Duty, Task
from regulars.assistant.models.hint import Hint
from regulars.assistant.models.proposal import Origin, Proposal, Search
from regulars.assistant.models.provider import Provider
from regulars.assistant.models.question_set import Question, QuestionSet
from regulars.assistant.models.run import Result, Run, Verdict
from regulars.assistant.models.showing import Showing

__all__ = [
    "Answer",
    "Call",
    "Duty",
    "Hint",
    "Origin",
    "Proposal",
    "Provider",
    "Question",
    "QuestionSet",
    "Result",
    "Run",
    "Search",
    "Showing",
    "Task",
    "Verdict",
]
