"""Articles that are known, and questions that are put to them."""

from __future__ import annotations

from regulars.assistant.actions.answer_questions import answer_questions
from regulars.assistant.actions.begin_run import begin_run
from regulars.assistant.models import QuestionSet, Run
from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Article, HelpCentre
from regulars.team.models import Agent

ASKED = b"""question,articles
how do I descale the machine with citric acid,Descale
where do I send grinders back,Sending back
which train goes to Lyon,nobody
does the machine descale,?
"""


def known(
    centre: HelpCentre, title: str, text: str = "Slowly.", id: str | None = None, *, is_draft: bool = False
) -> Article:
    article = save_article(None, centre=centre, facts={"external_id": id}, by=None)
    draft = write(article, language="en", title=title, html=f"<p>{text}</p>", by=None)
    if not is_draft:
        publish(draft, by=None)
    return article


def run_of(questions: QuestionSet, grace: Agent, **how: object) -> Run:
    """Words alone: what a passage means is measured elsewhere."""
    run = begin_run(questions, by=grace, by_meaning=False, **how)
    while answer_questions():
        pass
    run.refresh_from_db()
    return run
