"""What we ask on the telephone before we let anybody send a grinder back, written down as a guide."""

from typing import Any

from regulars.knowledge.actions.begin_guide import begin_guide
from regulars.knowledge.actions.note_guide_step import note_guide_step
from regulars.knowledge.actions.publish_guide import publish_guide
from regulars.knowledge.actions.save_guide import save_guide
from regulars.knowledge.actions.save_guide_step import Leading, save_guide_step
from regulars.knowledge.guiding import read
from regulars.knowledge.models import Article, Guide, HelpCentre
from regulars.team.models import Agent

SOLVED, ARTICLE, ASK = ({"kind": "outcome", "outcome": each} for each in ("solved", "article", "ask"))
DO = {"kind": "instruction"}
TITLE, INTRO = (
    "My grinder does not start",
    "Six times out of ten it is back at work in two minutes, without a screwdriver.",
)

# What it says, its facts, and its answers with where they lead.
STEPS: tuple[tuple[str, dict[str, Any], dict[str, str]], ...] = (
    ("Does the ring around the switch light up?", {"html": "<p>Switch it on and look from above: the ring is white when there is power.</p>"},
     {"No, it stays dark": "Try another socket", "Yes, but nothing turns": "Listen when you press start", "It blinks red": "Let it cool down"}),
    ("Try another socket", DO | {"html": "<ol><li>Pull the plug, and look whether the cable is damaged. If it is, stop here and do not plug it in again.</li><li>Plug the grinder straight into the wall, without an extension.</li><li>Press the small button under the base until it clicks.</li></ol>"},
     {"It starts": "It grinds again", "The light is on now, but nothing turns": "Listen when you press start", "Still dark": "We send you a new power base", "The cable is damaged": "We send you a new power base"}),
    ("Listen when you press start", {}, {"It hums": "Free the burrs", "It is silent": "Is the hopper locked?"}),
    ("Is the hopper locked?", {"html": "<p>Turn the hopper clockwise until the arrow meets the dot. The grinder does not start without it: that is on purpose.</p>"},
     {"It was open, and now it runs": "It grinds again", "It is locked": "Our workshop looks at it"}),
    ("Free the burrs", DO | {"html": '<aside data-callout="warning"><p>Pull the plug first.</p></aside><ol><li>Empty the hopper and take it off.</li><li>Turn the setting to the coarsest.</li><li>Lift the upper burr out, and brush away what sits between the two.</li><li>Put it back, lock the hopper, and start it empty.</li></ol>'},
     {"It turns": "It grinds again", "It turns, but slowly": "How to clean it thoroughly", "It still hums": "Our workshop looks at it"}),
    ("Let it cool down", DO | {"html": "<p>It protects its motor after three minutes of grinding. Switch it off and wait for half an hour.</p>"},
     {"It starts now": "It grinds again", "I have waited, and it still blinks": "Does the ring around the switch light up?", "It blinks each day": "Our workshop looks at it"}),
    ("It grinds again", SOLVED | {"html": "<p>Enjoy your coffee. A minute with the brush each month keeps it so.</p>"}, {}),
    ("How to clean it thoroughly", ARTICLE, {}),
    ("We send you a new power base", ASK | {"subject": "Grinder: no power", "topic": "Machines", "html": "<p>Within two years of buying it, that costs you nothing. Tell us the number below the base and where to send it.</p>"}, {}),
    ("Our workshop looks at it", ASK | {"subject": "Grinder does not start", "topic": "Machines", "html": "<p>You get a label from us. Most grinders are back within a week.</p>"}, {}),
)  # fmt: skip
TAKEN = ((0, 0), (0, 0), (1, 0, 0), (1, 1, 0), (2, 0), (0, 2), (1, 0, 1), (1, 0), (1, 1, 1), (0, 0), (1, 0, 0))


def write_guides(centre: HelpCentre, *, by: Agent) -> Guide:
    """One that is published, with a few who have followed it already."""
    shelf = centre.categories.get(slug="brewing")
    guide = save_guide(None, centre=centre, facts={"title": TITLE, "intro": INTRO, "category": shelf}, by=by)
    article = Article.objects.visible_to(None).filter(centre=centre, category=shelf).first()
    steps = {}
    for title, facts, _answers in STEPS:
        more = {"article": article} if facts.get("outcome") == "article" else {}
        steps[title] = save_guide_step(None, guide=guide, facts={"title": title, **facts, **more}, by=by)
    for title, _facts, answers in STEPS:
        options = [Leading(words, steps[to]) for words, to in answers.items()]
        save_guide_step(steps[title], guide=guide, facts={}, options=options, by=by)
    guide = publish_guide(guide, by=by)
    for choices in TAKEN:
        note_guide_step(guide, run=begin_guide(guide, by=None).key, way=read(guide.plan).walk(choices))
    return guide
