"""Stories, told by the product's own verbs at the stories' own times.

story(
    "Where is my order?",
    ada.writes("1d 17:41", "Hi, order 8841 was due on Tuesday …"),
    noor.takes("+2m"),
    noor.answers("+15m", "Hi Ada, I’m sorry …"),
)
"""

from seeds.telling.colleague import Colleague
from seeds.telling.person import Person
from seeds.telling.story import Step, Story, story, tell

__all__ = ["Colleague", "Person", "Step", "Story", "story", "tell"]
