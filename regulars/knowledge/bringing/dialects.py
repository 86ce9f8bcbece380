"""What generators of sites and other help desks write into Markdown beside Markdown, said in Markdown and HTML.

Docusaurus and VitePress, MkDocs, Hugo, Jekyll and kramdown, GitBook, ReadMe. What they alone understand goes; code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from textwrap import dedent

from regulars.knowledge.bringing.boxes import KINDS

CODE = re.compile(
    r"(?P<lead>^[ \t>]*)(?P<fence>`{3,}|~{3,}).*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)|(?<!`)(?P<tick>`+)(?!`)[^\n]*?(?<!`)(?P=tick)(?!`)",
    re.S | re.M,
)
HELD = re.compile("(^[ \t>]*)?\ue000(\\d+)\ue001", re.M)
EMOJI = {"📘": "NOTE", "ℹ": "NOTE", "📝": "NOTE", "👍": "TIP", "✅": "TIP", "💡": "TIP", "🚧": "WARNING", "⚠": "WARNING", "❗": "WARNING", "🚨": "WARNING"}  # fmt: skip

FENCED = re.compile(
    r"^(?P<in>[ \t]*)(?P<fence>:{3,})[ \t]*\{?(?P<kind>[\w-]+)\}?(?P<title>[^\n]*)\n(?P<words>.*?)^[ \t]*(?P=fence)[ \t]*$",
    re.S | re.M,
)
INDENTED = re.compile(
    r"^(?P<in>[ \t]*)(?:!!!|\?\?\?\+?|===\+?!?)[ \t]+(?P<said>[^\n]+)\n(?P<words>(?:[ \t]*\n|(?P=in)(?: {4}|\t)[^\n]*(?:\n|\Z))+)",
    re.M,
)
TAGGED = re.compile(r"\{%[ \t]*hint\b(?P<said>[^%]*)%\}(?P<words>.*?)\{%[ \t]*endhint[ \t]*%\}", re.S)
SHORTCODE = re.compile(
    r"\{\{(?P<sign>[<%])[ \t]*(?P<kind>notice|callout|alert|hint|admonition|note|tip|warning|info|caution)\b(?P<said>[^}]*?)[>%]\}\}(?P<words>.*?)\{\{(?P=sign)[ \t]*/(?P=kind)[ \t]*[>%]\}\}",
    re.S,
)
MARKED = re.compile(r"^\{:[ \t]*\.(?P<kind>[\w-]+)[^}\n]*\}[ \t]*\n(?P<words>(?:[^\n]+(?:\n|\Z))+)", re.M)
READ_ME = re.compile(rf"^>[ \t]*({'|'.join(EMOJI)})\ufe0f?[ \t]*([^\n]*)$", re.M)
PLAIN: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"^(?:import\s+(?:[\w*{][^\n]*?\s+from\s+)?[\"'][^\"'\n]+[\"'];?|export\s+(?:const|default|function)\b[^\n]*)[ \t]*$", re.M), ""),
    (re.compile(r"\{\{[<%][ \t]*youtube[ \t]+(?:id=)?[\"']?([\w-]{11})[\"']?[^}]*[>%]\}\}"), r'\n\n<iframe src="https://www.youtube.com/embed/\1"></iframe>\n\n'),
    (re.compile(r"\{\{[<%][ \t]*vimeo[ \t]+(?:id=)?[\"']?(\d+)[\"']?[^}]*[>%]\}\}"), r'\n\n<iframe src="https://player.vimeo.com/video/\1"></iframe>\n\n'),
    (re.compile(r"\{\{<[ \t]*(?:figure|img|image)[ \t]+[^}]*?src=[\"']([^\"']+)[\"'](?:[^}]*?\b(?:alt|caption|title)=[\"']([^\"']*)[\"'])?[^}]*>\}\}"), r"![\2](\1)"),
    (re.compile(r"\{\{[<%][ \t]*(?:rel)?ref[ \t]+[\"']?([^\"'\s}]+)[\"']?[^}]*[>%]\}\}"), r"\1"),
    (re.compile(r"\{%[ \t]*embed[ \t]+url=[\"']([^\"']+)[\"'][ \t]*%\}"), r'\n\n<iframe src="\1"></iframe>\n\n'),
    (re.compile(r"\{%[ \t]*(?:link|post_url)[ \t]+([^\s%]+)[ \t]*%\}"), r"/\1"),
    (re.compile(r"\{%[ \t]*tab[ \t]+title=[\"']([^\"']+)[\"'][ \t]*%\}"), r"\n**\1**\n"),
    (re.compile(r"\{%.*?%\}|\{\{[<%].*?[>%]\}\}|\{\{[ \t]*(?:site|page)\..*?\}\}", re.S), ""),
    (re.compile(r"^(#{1,6}[ \t][^\n]*?)[ \t]*\{:?[ \t]*#([\w.-]+)[^}\n]*\}[ \t#]*$", re.M), r'\1 <a id="\2"></a>'),
    (re.compile(r"^[*+-][ \t]+[^\n]*\n\{:[ \t]*toc[^}\n]*\}[ \t]*$|^(?:\{:[^}\n]*\}|\[\[?_?toc_?\]\]?)[ \t]*$", re.M | re.I), ""),
    (re.compile(r"(?<=[)\]*_])\{(?::|[ \t]*[.#\w-]+[ \t]*[=}])[^}\n]*\}?"), ""),
    (re.compile(r"(!\[[^\]\n]*\]\([^)\s]+)[ \t]+=\d*x?\d*(?=\))"), r"\1"),
    (re.compile(r"^([ \t]*[*+-][ \t]+)\[ \][ \t]", re.M), r"\1☐ "),
    (re.compile(r"^([ \t]*[*+-][ \t]+)\[[xX]\][ \t]", re.M), r"\1☑ "),
]  # fmt: skip


def plain_markdown(text: str) -> str:
    """The text as Markdown that has no dialect. Doing it twice changes nothing more, as a rule."""
    codes: list[tuple[str, str]] = []  # how far in it stands, and what

    def hold(found: re.Match[str]) -> str:
        lead = found["lead"] or ""
        codes.append((lead, found[0][len(lead) :]))
        return f"{lead}\ue000{len(codes) - 1}\ue001"

    def put_back(found: re.Match[str]) -> str:
        lead, code = codes[int(found[2])]
        return (found[1] or "") + code.replace(f"\n{lead}", f"\n{found[1] or ''}")

    text = CODE.sub(hold, text.replace("\ue000", "").replace("\ue001", ""))
    text = READ_ME.sub(
        lambda found: f"> [!{EMOJI[found[1]]}]" + (f"\n> **{found[2].strip()}**\n>" if found[2].strip() else ""), text
    )
    for pattern, told in (
        (FENCED, _fenced),
        (INDENTED, _indented),
        (TAGGED, _tagged),
        (SHORTCODE, _tagged),
        (MARKED, _marked),
    ):
        text = _until_done(pattern, told, text)
    for pattern, instead in PLAIN:
        text = pattern.sub(instead, text)
    return HELD.sub(put_back, text)


def _until_done(pattern: re.Pattern[str], told: Callable[[re.Match[str]], str], text: str) -> str:
    """Boxes may stand in one another, four deep."""
    for _depth in range(4):
        before, text = text, pattern.sub(told, text)
        if text == before:
            break
    return text


def _fenced(found: re.Match[str]) -> str:
    """`:::tip[Title]` … `:::`"""
    title = re.sub(r"\{[^}]*\}\s*$", "", found["title"].strip()).strip().removeprefix("[").removesuffix("]")
    return _box(found["kind"], title, dedent(found["words"]), found[0])


def _indented(found: re.Match[str]) -> str:
    """`!!! tip "Title"`, `??? tip` and `=== "Tab"` with what is further in below."""
    said = re.fullmatch(r"(?P<kind>[\w-]*)[^\"\n]*?(?:\"(?P<title>[^\"]*)\")?[ \t]*", found["said"])
    title, words = (said["title"] or "" if said else ""), dedent(found["words"])
    if found[0].lstrip().startswith("="):
        return f"\n**{title}**\n\n{words}\n" if title else found[0]
    return _box(said["kind"] if said else "", title, words, f"\n{f'**{title}**' if title else ''}\n\n{words}\n")


def _tagged(found: re.Match[str]) -> str:
    """`{% hint style="tip" %}` … and `{{% notice tip %}}` …"""
    kinds = [each for each in re.findall(r"\w+", found["said"].lower()) if each in KINDS]
    title = re.search(r"\btitle=[\"']([^\"']+)[\"']", found["said"])
    own = found.groupdict().get("kind") or "note"
    return _box(kinds[0] if kinds else own if own in KINDS else "note", title[1] if title else "", found["words"], "")


def _marked(found: re.Match[str]) -> str:
    """kramdown's `{: .tip }` above a paragraph or a quotation."""
    words = re.sub(r"^>[ \t]?", "", found["words"], flags=re.M)
    return _box(found["kind"], "", words, found["words"]) if found["kind"].lower() in KINDS else found["words"]


def _box(kind: str, title: str, words: str, otherwise: str) -> str:
    if kind.lower() == "details":
        return f"\n<details><summary>{escape(title) or '…'}</summary>\n\n{words}\n\n</details>\n\n"
    if kind.lower() not in KINDS:
        return otherwise
    named = f"**{title}**\n\n" if title and title.casefold() != kind.casefold() else ""
    return f'\n<aside data-callout="{KINDS[kind.lower()]}">\n\n{named}{words.strip()}\n\n</aside>\n\n'
