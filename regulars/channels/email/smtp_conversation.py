"""One SMTP connection: what aiosmtpd does, but for TLS and for the parts that cost most of its time."""

from __future__ import annotations

import re
import time
from typing import Any

from aiosmtpd.smtp import SMTP, syntax

PLAIN_PATH = re.compile(r"<([^<>@\s\"\\]{1,320}@[^<>@\s\"\\]{1,320})>[ ]*(.*)")
LONGEST_COMMAND_LINE = 100_000  # characters
HANDSHAKE = 30.0  # seconds
EVERYTHING = 1 << 30  # bytes: more than ever waits in the reader
MOST_IN_HAND = 256 * 1024 * 1024  # bytes of letters that come in at the same time
SMALL = 1024 * 1024  # bytes: such a letter is taken however large the others are
LONGEST_LETTER = 1800.0  # seconds in which a letter has to come, also one that comes byte by byte
END = b"\r\n.\r\n"


class Conversation(SMTP):
    """Takes letters in one piece: aiosmtpd goes line by line, which costs 100 ms a megabyte and refuses long lines."""

    line_length_limit = LONGEST_COMMAND_LINE
    in_hand = 0  # bytes of the letter that is coming in

    def connection_made(self, transport: Any) -> None:
        if not self.event_handler.comes_in():
            transport.write(b"421 4.7.0 Too many connections, try again later\r\n")
            transport.close()
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.session is not None:
            self.event_handler.goes_out()
            super().connection_lost(error)

    @syntax("STARTTLS", when="tls_context")
    async def smtp_STARTTLS(self, arg: str) -> None:
        """Encrypt from here on, by the loop's own means, which end a failed handshake quietly.

        Nothing said before counts afterwards, and what was sent along with the command is thrown away: somebody in the
        middle may have put it there.
        """
        if arg:
            return await self.push("501 5.5.4 Syntax: STARTTLS")
        if not self.tls_context:
            return await self.push("502 5.5.1 TLS is not offered")
        if self._tls_protocol:
            return await self.push("503 5.5.1 The connection is encrypted already")
        self.transport.pause_reading()  # the next bytes are not ours to read
        self._reader._buffer.clear()
        await self.push("220 2.0.0 Ready to start TLS")
        try:
            await self._writer.start_tls(self.tls_context, ssl_handshake_timeout=HANDSHAKE)
        except OSError:  # ssl.SSLError is one
            return self._writer.close()
        self.transport = self._writer.transport
        self._tls_protocol = self.transport  # aiosmtpd asks it for yes or no: may it offer STARTTLS, has it come?
        peer = self.session.peer
        self.session = self._create_session()
        self.session.peer, self.session.ssl = peer, {"cipher": self.transport.get_extra_info("cipher")}
        return self._set_rset_state()

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return None
        if not self.envelope.rcpt_tos:
            return await self.push("503 Error: need RCPT command")
        if arg:
            return await self.push("501 Syntax: DATA")
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            found = await self._letter()
            if isinstance(found, bytes):
                self.envelope.content = self.envelope.original_content = found
                found = await self._call_handler_hook("DATA")
        finally:
            self._hold(0)
        self._set_post_data_state()
        return await self.push(found)

    async def _letter(self) -> bytes | str:
        """The letter up to the line with a single dot, its own leading dots restored; or why it is not taken.

        Only the exact end counts: a server that also took a bare line feed could be told a second letter inside the first.
        """
        data, looked_until, refusal = bytearray(b"\r\n"), 0, ""
        until = time.monotonic() + LONGEST_LETTER
        while (end := data.find(END, looked_until)) < 0:
            looked_until = max(0, len(data) - len(END) + 1)
            if refusal := refusal or self._refusal(len(data)):
                looked_until = 0
                del data[: -len(END)]
            self._hold(len(data))
            chunk = await self._reader.read(EVERYTHING)
            if not chunk:
                raise ConnectionResetError("the letter broke off")
            data += chunk
            if (left := until - time.monotonic()) <= 0:
                raise ConnectionResetError("the letter takes too long")
            self._reset_timeout(min(self._timeout_duration, left))
        self._reset_timeout()
        if len(data) > end + len(END):  # the next command came along
            self._reader.feed_data(bytes(data[end + len(END) :]))
        if refusal := refusal or self._refusal(end):
            return refusal
        return bytes(data[: end + 2]).replace(b"\r\n.", b"\r\n")[2:]

    def _refusal(self, size: int) -> str:
        if size > self.data_size_limit:
            return "552 5.3.4 The letter is too large"
        full = size > SMALL and self.event_handler.in_hand - self.in_hand + size > MOST_IN_HAND
        return "452 4.3.1 Too much comes in at once, try again later" if full else ""

    def _hold(self, size: int) -> None:
        self.event_handler.in_hand += size - self.in_hand
        self.in_hand = size

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """`<address>` without any quoting, which is nearly all there is; the rest goes the long way."""
        found = PLAIN_PATH.fullmatch(arg)
        return (found[1], found[2]) if found else super()._getaddr(arg)
