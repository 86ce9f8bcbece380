"""A real IMAP server for tests, in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from imapclient import IMAPClient

from tests.waiting import PATIENCE

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
PASSWORD = "two-sugars"

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_location = maildir:~/Maildir
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%n
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  {chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


class Dovecot:
    """Started in the foreground as our child, so that it ends with the tests. Every `user` has a mailbox."""

    def __init__(self, port: int) -> None:
        self.port, self.user = port, "hello"
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder.chmod(0o755)
        for name in ("run", "home"):
            (self.folder / name).mkdir()
        is_root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid())
        account = pwd.getpwnam("nobody") if is_root else me
        os.chown(self.folder / "home", account.pw_uid, account.pw_gid)
        facts = {
            "user": account.pw_uid,
            "group": account.pw_gid,
            "internal": "dovecot" if is_root else me.pw_name,
            "internal_group": "dovecot" if is_root else me.pw_gid,
            "login": "dovenull" if is_root else me.pw_name,
            "chroot": "" if is_root else "chroot =",
        }
        text = CONFIG.format(folder=self.folder, port=port, password=PASSWORD, **facts)
        (self.folder / "dovecot.conf").write_text(text)

    def start(self) -> None:
        log = (self.folder / "out.log").open("ab")
        self.process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=log,
            stderr=log,
            stdin=-3,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.client().shutdown()
            except OSError as error:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise RuntimeError((self.folder / "dovecot.log").read_text()) from error
                time.sleep(0.05)

    def stop(self) -> None:
        """All of it at once: by itself a session may take ten seconds to notice, and hold the port meanwhile."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def remove(self) -> None:
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def client(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=PATIENCE)
        client.login(self.user, PASSWORD)
        return client

    @property
    def maildir(self) -> Path:
        return self.folder / "home" / self.user / "Maildir"

    def put(self, *letters: bytes, folder: str = "INBOX", **facts: object) -> None:
        client = self.client()
        for letter in letters:
            client.append(folder, letter, **facts)
        client.logout()

    def hang_up(self) -> None:
        """Break all connections, as a router does."""
        subprocess.run(["doveadm", "-c", str(self.folder / "dovecot.conf"), "kick", self.user], check=False, stdout=-3)
