"""Letters, and a mail server's way of handing them over."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random
from threading import Thread

from django.utils import timezone

from seeds.bulk.words import bodies

TO = "hello@coffee.example"
DOMAIN = "letters.example"


def letters(count: int, *, seed: int = 7) -> list[bytes]:
    """Letters as they come: most plain, a third with HTML, some with a file, a third from people who wrote before."""
    random, texts = Random(seed), [body.text for body in bodies() if body.kind == "in"]
    return [_letter(number, random, texts, seed) for number in range(count)]


def message_id(number: int, seed: int = 7) -> str:
    return f"<{seed}.{number}@{DOMAIN}>"


def _letter(number: int, random: Random, texts: Sequence[str], seed: int) -> bytes:
    letter, who = EmailMessage(), random.randrange(max(1, number)) if number % 3 == 0 else number
    letter["From"] = f"Writer {who} of {seed} <{who}.writer{seed}@{DOMAIN}>"  # like nobody else
    letter["To"], letter["Subject"] = TO, f"A question about order {random.randint(1000, 9999)}"
    letter["Date"], letter["Message-ID"] = format_datetime(timezone.now()), message_id(number, seed)
    text = random.choice(texts)
    letter.set_content(f"Hello,\n\n{text}\n\nWriter {who}\n")
    if number % 3 == 1:
        letter.add_alternative(f"<p>Hello,</p><p>{text}</p><p><b>Writer {who}</b></p>", subtype="html")
    if number % 10 == 9:
        letter.add_attachment(random.randbytes(20_000), "image", "jpeg", filename="photo.jpg")
    return letter.as_bytes()


def hand_over(letters: Sequence[bytes], *, port: int) -> list[float]:
    """Hand letters over on one connection; how many seconds each took until its 250."""
    times = []
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
        for letter in letters:
            began = time.perf_counter()
            server.sendmail(f"someone@{DOMAIN}", [TO], letter)
            times.append(time.perf_counter() - began)
    return times


def hand_over_at_once(letters: Sequence[bytes], *, port: int, connections: int) -> list[float]:
    """The same on several connections side by side."""
    times: list[float] = []
    parts = [letters[each::connections] for each in range(connections)]
    threads = [Thread(target=lambda part=part: times.extend(hand_over(part, port=port))) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times
