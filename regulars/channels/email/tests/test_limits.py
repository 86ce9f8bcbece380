"""How much of a letter is read; and that it is read the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from regulars.channels.email.mime.parts import tree
from regulars.channels.email.parse import parse

HEAD = b"From: ada@mail.example\nTo: hello@coffee.example\n"
CORPUS = Path(__file__).with_name("letters")


def test_fifty_levels_are_opened_and_what_lies_deeper_stays_one_part() -> None:
    level = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
    root = tree(HEAD + b"".join(level % (number, number) for number in range(200)) + b"\n\nhi")
    depth, part = 0, root
    while part.parts:
        depth, part = depth + 1, part.parts[0]
    assert depth == 50


def test_of_headers_256_kilobytes_are_read() -> None:
    filling = b"X-Filling: " + b"x" * 1013 + b"\n"
    letter = parse(HEAD + b"Subject: early\n" + filling * 300 + b"Message-ID: <late@mail.example>\n\nhi")
    assert (letter.subject, letter.message_id, letter.text.strip()) == ("early", "", "hi")
    letter = parse(HEAD + filling * 200 + b"Message-ID: <soon@mail.example>\n\nhi")
    assert letter.message_id == "<soon@mail.example>"


def test_five_thousand_links_lead_somewhere_and_later_ones_keep_their_text() -> None:
    links = b"".join(b"<a href='https://shop.example/%d'>link %d</a> " % (number, number) for number in range(6000))
    html = parse(HEAD + b"Content-Type: text/html\n\n" + links).html
    assert html.count("href=") == 5000 and "link 5999" in html


def test_a_letter_is_read_the_same_whatever_python_hashes_its_words_to() -> None:
    letters = [str(path) for path in sorted(CORPUS.glob("*.eml"))]
    command = [sys.executable, "-m", "regulars.config.command_line", "read-letter", "--json", *letters]
    readings = [
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2", "3")
    ]
    assert len(readings[0].splitlines()) == len(letters)
    assert readings[0] == readings[1] == readings[2]
