"""A real Postfix on this machine, in a folder of its own: what a state's mail relay does with the hub's letters."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config import ROOT

sys.path.insert(0, str(ROOT / "tools"))
from find_postfix import postfix_command

HUB_DOMAIN = "in.example.org"
START_SECONDS = 20
# Postfix insists on a user and a group of its own; where it is only unpacked, these own nothing that matters.
OWNERS = (("postfix", "postdrop"), ("uucp", "games"))
QUEUES = ["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"]

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
mail_owner = {owner}
setgid_group = {group}
default_privs = nobody
myhostname = relay.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.1/32
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
disable_dns_lookups = yes
smtputf8_enable = no
alias_maps =
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
import_environment = MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH
virtual_mailbox_domains = example.org, {hub_domain}
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = inline:{{ ben@example.org=ben/, rosa@example.org=rosa/, @{hub_domain}=hub/ }}
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
recipient_delimiter =
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup  unix n - n - 0 cleanup
qmgr     unix n - n 300 1 qmgr
rewrite  unix - - n - - trivial-rewrite
bounce   unix - - n - 0 bounce
defer    unix - - n - 0 bounce
trace    unix - - n - 0 bounce
flush    unix n - n 1000 0 flush
proxymap unix - - n - - proxymap
error    unix - - n - - error
retry    unix - - n - - error
smtp     unix - - n - - smtp
virtual  unix - n n - - virtual
anvil    unix - - n - 1 anvil
postlog  unix-dgram n - n - 1 postlogd
"""


class Relay:
    """A running Postfix: ben and rosa at example.org exist, nobody else does, and the hub's domain has one box."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.port = port
        self.log = folder / "log" / "mail.log"

    def box(self, name: str) -> list[bytes]:
        """Return the letters in a box, oldest first."""
        files = (self._folder / "boxes" / name / "new").glob("*")
        return [file.read_bytes() for file in sorted(files, key=lambda one: one.stat().st_mtime)]

    def forget(self) -> None:
        """Empty the boxes."""
        for file in (self._folder / "boxes").glob("*/new/*"):
            file.unlink()


def why_not() -> str:
    """Say why Postfix cannot run here; empty when it can."""
    if postfix_command("master") is None:
        return "there is no Postfix: run python tools/find_postfix.py --install"
    return "" if os.geteuid() == 0 else "only root can start Postfix"


@contextmanager
def running_relay() -> Iterator[Relay]:
    """Start a Postfix, and end it and all that it started."""
    folder = Path(tempfile.mkdtemp(prefix="coordhub-postfix-"))
    try:
        port = _free_port()
        _set_up(folder, port)
        with (folder / "errors.txt").open("wb") as errors:
            master = subprocess.Popen(
                [str(postfix_command("master")), "-d", "-c", str(folder / "etc")],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
            )
        try:
            relay = Relay(folder, port)
            _wait(relay, master, folder / "errors.txt")
            yield relay
        finally:
            master.terminate()
            master.wait(START_SECONDS)
            with suppress(ProcessLookupError):
                os.killpg(master.pid, signal.SIGKILL)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _set_up(folder: Path, port: int) -> None:
    owner, group = next((one for one in OWNERS if _exists(one[0])), OWNERS[-1])
    folder.chmod(0o755)
    for name in ("etc", "log", "data", "boxes", "queue", "queue/pid", "queue/public", "queue/maildrop"):
        (folder / name).mkdir()
    for name in QUEUES:
        (folder / "queue" / name).mkdir(mode=0o700)
        shutil.chown(folder / "queue" / name, owner)
    shutil.chown(folder / "queue" / "public", owner)
    shutil.chown(folder / "queue" / "maildrop", owner, group)
    shutil.chown(folder / "data", owner)
    shutil.chown(folder / "boxes", "nobody")
    words = {
        "folder": folder,
        "port": port,
        "owner": owner,
        "group": group,
        "daemons": _daemons(),
        "hub_domain": HUB_DOMAIN,
        "nobody": pwd.getpwnam("nobody").pw_uid,
    }
    (folder / "etc" / "main.cf").write_text(MAIN.format(**words), encoding="ascii")
    (folder / "etc" / "master.cf").write_text(MASTER.format(**words), encoding="ascii")


def _daemons() -> Path:
    """Return the folder of smtpd and its like; the unpacked ones have starters elsewhere."""
    master = postfix_command("master")
    assert master is not None
    unpacked = master.parent.parent / "usr" / "lib" / "postfix" / "sbin"
    return unpacked if unpacked.is_dir() else master.parent


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(relay: Relay, master: "subprocess.Popen[bytes]", errors: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and master.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", relay.port), timeout=0.5) as line:
            if line.recv(3) == b"220":
                return
        time.sleep(0.05)
    log = relay.log.read_text(encoding="utf-8") if relay.log.exists() else ""
    raise RuntimeError(f"Postfix did not start: {errors.read_text(encoding='utf-8')} {log}")
