"""HTML from outside made safe, made readable, and made from plain text."""

from regulars.lib.html.from_text import html_from_text
from regulars.lib.html.sanitise import sanitise
from regulars.lib.html.to_text import is_plain, text_from_clean_html, text_from_html

__all__ = ["html_from_text", "is_plain", "sanitise", "text_from_clean_html", "text_from_html"]
