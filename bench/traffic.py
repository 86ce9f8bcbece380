"""Letters that come in and answers that go out, each tried until it has been taken over."""

from __future__ import annotations

import http.client
import json
import smtplib
import threading
import time
from email.message import EmailMessage
from email.utils import format_datetime

from django.utils import timezone

AGAIN_AFTER = 0.15  # seconds
HANDS = 3  # letters and answers on their way at the same time


def letter_mark(number: int) -> str:
    return f"This is letter {number}."


def answer_mark(number: int) -> str:
    return f"This is answer {number}."


class Traffic:
    """`count` errands, done by several hands; `let_go` says how many of them may have left by now."""

    def __init__(self, count: int) -> None:
        self.count, self.done = count, 0
        self._next, self._allowed = 0, 0
        self._turn = threading.Condition()
        self._hands = [threading.Thread(target=self._work, daemon=True) for _ in range(HANDS)]
        for hand in self._hands:
            hand.start()

    def let_go(self, count: int) -> None:
        with self._turn:
            self._allowed = count
            self._turn.notify_all()

    def join(self) -> None:
        """Until the last one has been taken over."""
        self.let_go(self.count)
        for hand in self._hands:
            hand.join()

    def hand_over(self, number: int) -> bool:
        """Whether it was taken over for certain; if not, the same is tried again."""
        raise NotImplementedError

    def _work(self) -> None:
        while (number := self._take()) is not None:
            while not self.hand_over(number):
                time.sleep(AGAIN_AFTER)
            with self._turn:
                self.done += 1

    def _take(self) -> int | None:
        with self._turn:
            while self._next >= self._allowed and self._next < self.count:
                self._turn.wait()
            if self._next >= self.count:
                return None
            self._next += 1
            return self._next - 1


class Letters(Traffic):
    """As mail servers do: only a 250 counts, and whatever else happens the same letter is sent again."""

    def __init__(self, count: int, *, port: int) -> None:
        self.port = port
        self.written: dict[int, bytes] = {}
        super().__init__(count)

    def hand_over(self, number: int) -> bool:
        letter = self.written.setdefault(number, _letter(number))
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=15) as server:
                server.sendmail("somebody@far.example", ["hello@coffee.example"], letter)
        except (smtplib.SMTPException, OSError):
            return False
        return True


class Answers(Traffic):
    """As programs do: the same request with the same Idempotency-Key, until it was answered."""

    def __init__(self, count: int, *, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.chosen: dict[int, int] = {}  # by answer, the conversation it belongs to
        super().__init__(count)

    def hand_over(self, number: int) -> bool:
        if number not in self.chosen:
            known = self._ask("GET", "/api/conversations?limit=100")
            if known is None or not known["items"]:
                return False
            self.chosen[number] = known["items"][number * 7 % len(known["items"])]["id"]
        conversation = self.chosen[number]
        facts = {"text": answer_mark(number)}
        return self._ask("POST", f"/api/conversations/{conversation}/reply", facts, key=f"answer-{number}") is not None

    def _ask(self, method: str, path: str, facts: dict | None = None, *, key: str = "") -> dict | None:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Host": "localhost"}
        if key:
            headers["Idempotency-Key"] = key
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            door.request(method, path, json.dumps(facts) if facts else None, headers)
            answer = door.getresponse()
            text = answer.read()
        except (http.client.HTTPException, OSError):
            return None
        finally:
            door.close()
        return json.loads(text) if answer.status < 300 else None


def _letter(number: int) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"] = f"Writer {number} <writer{number}@far.example>", "hello@coffee.example"
    letter["Subject"], letter["Date"] = f"Question {number}", format_datetime(timezone.now())
    letter["Message-ID"] = f"<chaos.{number}@far.example>"
    letter.set_content(f"{letter_mark(number)}\n\nWhere is my order?\n")
    return letter.as_bytes()
