"""What was searched for in vain, and words that mean the same to search."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.knowledge.actions.note_opened import note_opened
from regulars.knowledge.actions.note_search import note_search
from regulars.knowledge.actions.remove_synonyms import remove_synonyms
from regulars.knowledge.actions.save_synonyms import save_synonyms
from regulars.knowledge.models import Article, HelpCentre, Synonyms
from regulars.team.models import Agent, AuditEntry


def test_words_mean_the_same_once_and_until_somebody_removes_them(centre: HelpCentre, grace: Agent) -> None:
    made = save_synonyms(centre, language="en", words=["Parcel", " package ", "Parcel", "  "], by=grace)
    assert save_synonyms(centre, language="en", words=["Parcel", "package"], by=grace) == made and made.words == [
        "Parcel",
        "package",
    ]
    for words, language in ((["one"], "en"), (["one", "?!"], "en"), (["a", "b"], "not a language")):
        with pytest.raises(ValidationError):
            save_synonyms(centre, language=language, words=words, by=grace)
    remove_synonyms(made, by=grace)
    remove_synonyms(made, by=grace)
    assert not Synonyms.objects.exists()
    assert list(AuditEntry.objects.filter(action__startswith="synonyms").values_list("action", flat=True).order_by("pk")) == [
        "synonyms.saved", "synonyms.removed",
    ]  # fmt: skip


def test_the_report_shows_what_led_nowhere_and_takes_synonyms(
    centre: HelpCentre, descaling: Article, grace: Agent, client: Client
) -> None:
    for words in ("Milk <foam>", "milk <foam>"):
        note_search(centre, words=words, language="en", found=0, by=None)
    note_search(centre, words="of an agent", language="en", found=0, by=grace)
    note_opened(note_search(centre, words="descale", language="en", found=1, by=None), article=descaling)
    client.force_login(grace)
    page = client.get("/knowledge/searches").content.decode()
    assert page.count("milk &lt;foam&gt;") == 1 and '<td class="number">2</td>' in page
    assert "of an agent" not in page and "descale <" not in page
    assert client.post("/knowledge/searches", {"language": "en", "words": "alone"}).status_code == 422
    assert client.post("/knowledge/searches", {"language": "en", "words": "foam, froth"}).status_code == 302
    assert "foam, froth" in client.get("/knowledge/searches").content.decode()
    client.post(f"/knowledge/synonyms/{Synonyms.objects.get().pk}/remove")
    assert not Synonyms.objects.exists()
