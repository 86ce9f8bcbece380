"""What the assistant is made of. One noun a file."""

from regulars.assistant.models.answer import Answer
from regulars.assistant.models.call import Call
from regulars.assistant.models.duty import Duty, Task
from regulars.assistant.models.provider import Provider

__all__ = ["Answer", "Call", "Duty", "Provider", "Task"]
