"""A help centre, and questions that are put to it."""

from __future__ import annotations

import pytest

from regulars.assistant.actions.bring_in_questions import bring_in_questions
from regulars.assistant.actions.save_question_set import save_question_set
from regulars.assistant.models import QuestionSet
from regulars.assistant.tests.known import ASKED, known
from regulars.conversations.models import Inbox
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.models import HelpCentre
from regulars.team.models import Agent


@pytest.fixture
def centre(inbox: Inbox, grace: Agent) -> HelpCentre:
    return save_centre(HelpCentre(brand=inbox.brand), title="Help", languages=["en", "de"], is_open=True, by=grace)


@pytest.fixture
def questions(centre: HelpCentre, grace: Agent) -> QuestionSet:
    return save_question_set(None, centre=centre, name="Asked in May", by=grace)


@pytest.fixture
def asked(questions: QuestionSet, grace: Agent) -> QuestionSet:
    known(questions.centre, "Descale", "Descale the machine with citric acid, how to do it.")
    known(questions.centre, "Sending back", "Return it in its box.", is_draft=True)
    known(questions.centre, "Grinders", "Where do I send grinders? Never back.")
    bring_in_questions(questions, content=ASKED, by=grace)
    return questions
