"""Articles that were written elsewhere, read into one shape: `read(path)` says what is there, `bring_in` keeps it.

A folder of Markdown or HTML (`folders.py`), what Zendesk Guide (`zendesk.py`) and Intercom (`intercom.py`) export as JSON, and
our own export (`ours.py`).
"""

from regulars.knowledge.bringing.reading import read
from regulars.knowledge.bringing.shape import Brought, BroughtArticle, BroughtCategory, BroughtWords, NotReadable

__all__ = ["Brought", "BroughtArticle", "BroughtCategory", "BroughtWords", "NotReadable", "read"]
