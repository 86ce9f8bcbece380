"""Reads a folder of an IMAP server, from where we left off, and never alters it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from imapclient import IMAPClient

from regulars.channels.email.keeping import LARGEST, Arrival, keep
from regulars.channels.email.mime.header_block import read_header_block
from regulars.channels.email.mime.message_ids import message_ids_in
from regulars.channels.email.models import FolderCursor, InboundLetter, Mailbox
from regulars.channels.email.stumbling import ALONE, HEADERS, Stumbles, gives_out, withheld

MOST_AT_ONCE = 50  # letters
BYTES_AT_ONCE = 8 * 1024 * 1024
SIZES_AT_ONCE = 500


class Moved(Exception):
    """Somebody else has read this folder meanwhile: look again where it stands."""


def fetch_new(
    client: IMAPClient,
    mailbox: Mailbox,
    folder: str,
    *,
    source: str = InboundLetter.Source.IMAP,
    stumbles: Stumbles | None = None,
) -> int:
    """Keep the letters that came into the folder since the last time. Returns how many.

    The cursor moves in the transaction that keeps the letters. When the server has numbered the folder anew (another
    UIDVALIDITY), everything in it is compared with what we have, so that nothing is missed and nothing kept twice. Who tries
    again after a failure gives the same `stumbles`: a letter that the server does not give out stops nothing then.
    """
    facts = client.select_folder(folder, readonly=True)
    cursor = _cursor(mailbox, folder, int(facts[b"UIDVALIDITY"]), _newest(client, facts))
    kept, stumbles = 0, stumbles or Stumbles()
    while uids := _unread(client, mailbox, cursor):
        with stumbles.at(cursor) as failures:
            if failures >= HEADERS:
                _advance(cursor, [withheld(client, cursor, uids[0], source=source, failures=failures)], to=uids[0])
                kept += 1
                continue
            if failures == HEADERS - 1 and gives_out(client, uids[1:2]):
                stumbles.others_come(cursor)
            for group in _groups(client, uids[: 1 if failures >= ALONE else SIZES_AT_ONCE]):
                arrivals = _arrivals(client, _wanted(client, mailbox, cursor, group), cursor, source)
                _advance(cursor, arrivals, to=max(uid for uid, _ in group))
                kept += len(arrivals)
    if cursor.last_uid < cursor.old_until:
        _advance(cursor, [], to=cursor.old_until)
    return kept


def _newest(client: IMAPClient, facts: dict[bytes, Any]) -> int:
    """The highest number in the folder."""
    if b"UIDNEXT" in facts:
        return int(facts[b"UIDNEXT"]) - 1
    return max(client.search("ALL"), default=0)


def _cursor(mailbox: Mailbox, folder: str, uidvalidity: int, newest: int) -> FolderCursor:
    cursor = FolderCursor.objects.filter(mailbox=mailbox, folder=folder).first()
    if cursor is None:
        start = {"uidvalidity": uidvalidity, "old_until": newest}
        return FolderCursor.objects.get_or_create(mailbox=mailbox, folder=folder, defaults=start)[0]
    if cursor.uidvalidity != uidvalidity:
        cursor.uidvalidity, cursor.last_uid, cursor.old_until = uidvalidity, 0, newest
        cursor.save()
    return cursor


def _unread(client: IMAPClient, mailbox: Mailbox, cursor: FolderCursor) -> list[int]:
    """The next numbers to look at, ascending. `n:*` names the last letter even when its number is below n."""
    start = cursor.last_uid + 1
    if start <= cursor.old_until:
        since = ["SINCE", (mailbox.reads_since - timedelta(days=1)).date()] if mailbox.reads_since else []
        old = client.search(["UID", f"{start}:{cursor.old_until}", *since])
        if old := [uid for uid in old if uid >= start]:
            return sorted(old)
        start = cursor.old_until + 1
    return sorted(uid for uid in client.search(["UID", f"{start}:*"]) if uid >= start)


def _groups(client: IMAPClient, uids: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """(number, size) of letters, as many together as are fetched at once. What vanished meanwhile has no size."""
    sizes = client.fetch(uids, ["RFC822.SIZE"])
    group: list[tuple[int, int]] = []
    total = 0
    for uid in uids:
        size = int(sizes.get(uid, {}).get(b"RFC822.SIZE", 0))
        weight = size if size <= LARGEST else 0
        if group and (len(group) == MOST_AT_ONCE or total + weight > BYTES_AT_ONCE):
            yield group
            group, total = [], 0
        group.append((uid, size))
        total += weight
    if group:
        yield group


def _wanted(
    client: IMAPClient, mailbox: Mailbox, cursor: FolderCursor, group: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Without letters that were there from the start and that are too old, or that we know from their former number."""
    old = [uid for uid, _ in group if uid <= cursor.old_until]
    if not old:
        return group
    probes = client.fetch(old, ["INTERNALDATE", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
    ids = {uid: _message_id(probes.get(uid, {})) for uid in old}
    ledger = InboundLetter.objects.filter(mailbox=mailbox, external_id__in=filter(None, ids.values()))
    known = set(ledger.values_list("external_id", "raw__size"))
    return [
        (uid, size)
        for uid, size in group
        if uid not in ids
        or ((ids[uid], size) not in known and not _is_too_old(probes.get(uid, {}).get(b"INTERNALDATE"), mailbox))
    ]


def _message_id(probe: dict[bytes, Any]) -> str:
    header = next((value for name, value in probe.items() if name.startswith(b"BODY[HEADER")), b"") or b""
    block, _ = read_header_block(header, 0, len(header))
    return next(iter(message_ids_in(block.text("message-id"))), "")[:998]


def _is_too_old(arrived: datetime | None, mailbox: Mailbox) -> bool:
    return bool(arrived and mailbox.reads_since and timezone.localtime(arrived) < mailbox.reads_since)


def _arrivals(client: IMAPClient, wanted: list[tuple[int, int]], cursor: FolderCursor, source: str) -> list[Arrival]:
    whole = [uid for uid, size in wanted if size <= LARGEST]
    headers_only = [uid for uid, size in wanted if size > LARGEST]
    found = client.fetch(whole, ["BODY.PEEK[]"]) if whole else {}
    found |= client.fetch(headers_only, ["BODY.PEEK[HEADER]"]) if headers_only else {}
    contents = {uid: said.get(b"BODY[]") or said.get(b"BODY[HEADER]") for uid, said in found.items()}
    missing = [uid for uid, _ in wanted if not contents.get(uid)]
    # Exchange says that all went well, and leaves out what it cannot read; what was deleted meanwhile is missing, too.
    there = client.search(["UID", ",".join(map(str, missing))]) if missing else ()
    arrivals = [
        Arrival(
            content=content,
            source=source,
            mailbox_id=cursor.mailbox_id,
            folder=cursor.folder,
            uidvalidity=cursor.uidvalidity,
            uid=uid,
            original_size=size if size > LARGEST else None,
        )
        for uid, size in wanted
        if (content := contents.get(uid))
    ]
    return arrivals + [withheld(client, cursor, uid, source=source) for uid in there]


@transaction.atomic
def _advance(cursor: FolderCursor, arrivals: Sequence[Arrival], *, to: int) -> None:
    stored = FolderCursor.objects.select_for_update().get(pk=cursor.pk)
    if (stored.uidvalidity, stored.last_uid) != (cursor.uidvalidity, cursor.last_uid):
        raise Moved(f"{cursor.folder} was read by somebody else")
    if arrivals:
        keep(arrivals)
    cursor.last_uid = to
    cursor.save(update_fields=["last_uid"])
