"""A help centre that speaks English and German."""

from __future__ import annotations

import pytest

from regulars.knowledge.actions.publish import publish
from regulars.knowledge.actions.save_article import save_article
from regulars.knowledge.actions.save_centre import save_centre
from regulars.knowledge.actions.write import write
from regulars.knowledge.models import Article, HelpCentre
from regulars.team.models import Agent, Brand


@pytest.fixture
def centre(db: None, grace: Agent) -> HelpCentre:
    brand = Brand.objects.create(name="Kettle & Crumb")
    return save_centre(HelpCentre(brand=brand), title="Help", languages=["en", "de"], is_open=True, by=grace)


@pytest.fixture
def descaling(centre: HelpCentre, grace: Agent) -> Article:
    """An article that is published in English."""
    article = save_article(None, centre=centre, facts={}, by=grace)
    publish(write(article, language="en", title="Descale", html="<h2>How</h2><p>Slowly.</p>", by=grace), by=grace)
    return article
