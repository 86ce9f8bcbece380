"""The same folding for HTML: its lines are read as text with their places, and the quotes found there are cut out whole.

Works on what `sanitise` returned, which is well formed, and leaves both halves well formed: elements that are open where
a cut falls are closed before it and opened again after it.
"""

import re
from collections.abc import Iterator
from html import unescape

from regulars.lib.html.text_writer import BLOCKS, PARAGRAPHS
from regulars.lib.quotes import marks
from regulars.lib.quotes.folding import folded_lines
from regulars.lib.quotes.signatures import LINK

TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>|[^<]+')
TAG = re.compile(r"<[^>]*>")
BREAKS = PARAGRAPHS | BLOCKS | {"br", "hr", "td", "th"}
WITHOUT_END = {"br", "img", "hr", "col", "wbr"}
QUOTED = re.compile(
    r'class="[^"]*\b(?:yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|moz-cite-prefix|gmail_attr|cm_quote)\b|type="cite"'
    r'|name="messageReplySection"|data-marker="__(?:HEADERS|QUOTED_TEXT)__"'
    r'|id="(?:isReplyContent|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container|MAC_OUTLOOK_ATTRIBUTION_BLOCK)"'
)
SIGNED = re.compile(
    r'class="[^"]*\b(?:gmail_signature|moz-signature|protonmail_signature_block|front-signature|cm_signature|cm_footer|zmail_signature)\b'
    r'|id="(?:x_)?(?:Signature|AppleMailSignature|ms-outlook-mobile-signature)"|name="messageSignatureSection"|data-marker="__SIG_'
)
ORIGINAL_BELOW = re.compile(r'id="(?:x_)?divRplyFwdMsg"|class="[^"]*\bOutlookMessageHeader\b')
ONLY_INDENTED = re.compile(r"border:\s*none|border-left:\s*none|margin:\s*0(?:px)? 0(?:px)? 0(?:px)? 40px")
RULE_AS_TEXT = "_" * 10
ORIGINAL_AS_TEXT = "-----Original Message-----"


def fold_html(html: str) -> tuple[str, str]:
    """The part of sanitised HTML to show at first, and its quotes; (everything, "") where there is nothing to fold."""
    lines = _lines(html)
    folded = folded_lines([text for _, text in lines])
    if not folded:
        return html, ""
    places = [place for place, _ in lines] + [len(html)]
    spans = [(places[start] if start else 0, places[end]) for start, end in folded]
    pieces = _cut(html, [edge for span in spans for edge in span])
    return "".join(pieces[0::2]), "".join(pieces[1::2])


def unsigned(text: str, html: str) -> str:
    """The words of a letter without the signature that its HTML marks as one, when they end with it; never nothing at all."""
    lines = text.split("\n")
    for signature in _signatures(html) if SIGNED.search(html) else ():
        begins, below = len(lines), ""
        while begins and len(below) < len(signature):
            begins -= 1
            below = _letters(LINK.sub(r"\1", lines[begins])) + below
        if signature and below == signature and (rest := "\n".join(lines[:begins]).rstrip()):
            return rest
    return text


def _signatures(html: str) -> Iterator[str]:
    """Letters and digits of each signature that is marked as one."""
    depth = signed_at = begins = 0
    for token in TOKEN.finditer(html):
        closing, tag, attributes = token[1], token[2], token[3]
        if not tag or tag in WITHOUT_END:
            continue
        if closing and depth == signed_at:
            yield _letters(unescape(TAG.sub(" ", html[begins : token.start()])))
            signed_at = 0
        depth += -1 if closing else 1
        if not closing and not signed_at and SIGNED.search(attributes):
            begins, signed_at = token.end(), depth


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _lines(html: str) -> list[tuple[int, str]]:
    """Where each line of the letter begins in its source, and its text; quoted lines begin with `>`."""
    lines: list[tuple[int, str]] = []
    words: list[str] = []
    begins, depth, begins_depth = None, 0, 0
    quotes: list[int] = []  # the depths at which quotes were opened
    for token in TOKEN.finditer(html):
        closing, tag, attributes = token[1], token[2], token[3]
        if tag in BREAKS and "".join(words).strip():
            lines.append((begins or 0, _line(words, quotes)))
            words, begins = [], None
        if closing:
            depth -= 1
            if quotes and quotes[-1] > depth:
                quotes.pop()
            if begins is not None and depth < begins_depth:
                begins = None
            continue
        if begins is None:
            begins, begins_depth = token.start(), depth
        if not tag:
            words.append(token[0])
        elif tag == "hr":
            lines.append((begins, RULE_AS_TEXT))
            begins = None
        elif tag not in WITHOUT_END:
            depth += 1
            if ORIGINAL_BELOW.search(attributes):
                lines.append((begins, ORIGINAL_AS_TEXT))
            elif _is_quote(tag, attributes, html, token.end()):
                quotes.append(depth)
    if "".join(words).strip():
        lines.append((begins or 0, _line(words, quotes)))
    return lines


def _line(words: list[str], quotes: list[int]) -> str:
    text = " ".join(unescape("".join(words)).split())
    return f"> {text}" if quotes else text


def _is_quote(tag: str, attributes: str, html: str, position: int) -> bool:
    if tag == "blockquote":
        return not ONLY_INDENTED.search(attributes) or "type=" in attributes or "gmail_quote" in attributes
    if SIGNED.search(attributes):
        return True  # folded like a quote, and where somebody answers below it, shown like one
    return bool(QUOTED.search(attributes)) and not _is_forward(html[position : position + 2000])


def _is_forward(html: str) -> bool:
    text = unescape(TAG.sub("\n", html))
    return any(marks.begins_forward(line) for line in text.split("\n")[:20] if line.strip())


def _cut(html: str, edges: list[int]) -> list[str]:
    """The source in pieces, each well formed by itself."""
    pieces, opened = [], []
    begins, before = 0, ""
    waiting = iter([*edges, len(html)])
    edge = next(waiting)
    for token in TOKEN.finditer(html):
        while token.start() >= edge:
            pieces.append(before + html[begins:edge] + "".join(f"</{tag}>" for tag, _ in reversed(opened)))
            begins, before = edge, "".join(source for _, source in opened)
            edge = next(waiting, len(html) + 1)
        tag = token[2]
        if token[1] and opened:
            opened.pop()
        elif tag and not token[1] and tag not in WITHOUT_END:
            opened.append((tag, token[0]))
    return [*pieces, before + html[begins:]]
