"""People as somebody types or pastes them beside To, Cc and Bcc."""

from __future__ import annotations

import re

from regulars.conversations.incoming import Recipient

_TYPED = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.){0,300})"|<(?P<within>[^<>]*)>|\((?P<remark>[^()]*)\)|(?P<apart>[,;\n])|(?P<plain>[^,;\n"<>()]+)'
)
_QUOTED = re.compile(r'[][\\()<>@,:;"]')  # a name with one of these is written in quotes


def people_written(text: str) -> list[Recipient]:
    """The people in what somebody typed or pasted, with commas, semicolons or line breaks between them.

    As other mail programs copy them, too: `Smith, John <john@x>; Doe, Jane <jane@x>`. What is no address stands there as it was
    written, so that `recipients.checked` can name it.
    """
    people: list[Recipient] = []
    words: list[str] = []
    name = ""
    for part in _TYPED.finditer(text):
        said, after_an_address = part[part.lastgroup or 0], any("@" in word for word in words[-1:])
        match part.lastgroup:
            case "within":
                called = name or " ".join(words)  # “ada@post.example via The list”, too
                people.append(_alone(said) | {"name": called.strip(" ,")})
                words, name = [], ""
            case "remark" if after_an_address:
                people.append(_alone(words.pop()) | {"name": said.strip()})
            case "remark":
                words.append(part[0])
            case "quoted":
                name = re.sub(r"\\(.)", r"\1", said)
            case "plain":
                words += said.split()
            case "apart" if said != "," or after_an_address:
                people += map(_alone, words)
                words = []
            case "apart" if words:
                words[-1] += ","  # perhaps within a name
    return people + [_alone(word) for word in [name, *words] if word]


def written(person: Recipient) -> str:
    """One of them as `people_written` reads it, and people do: `Jürgen Müller <juergen@mueller.example>`."""
    name = " ".join(person.get("name", "").split())
    if _QUOTED.search(name):
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{name} <{person['address']}>" if name else person["address"]


def _alone(word: str) -> Recipient:
    return {"name": "", "address": word.strip(" ,\t").removeprefix("mailto:")}
