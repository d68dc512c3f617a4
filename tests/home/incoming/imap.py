"""A mailbox on this machine that speaks as much IMAP as a client needs that takes unseen messages.

The suite cannot count on a real server; the client was tried against Dovecot 2.3 by hand.
"""

import re
import socketserver
import threading

PASSWORD = "try-me-out"


class ImapServer(socketserver.ThreadingTCPServer):
    """Holds `messages` by their numbers, `seen` ones, and does as told: `breaks_at` names a command it dies at."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages, self.seen, self.breaks_at = {}, set(), ""
        threading.Thread(target=self.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()

    @property
    def port(self):
        return self.server_address[1]


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, rest = line.decode().strip().partition(" ")
            if self.server.breaks_at and self.server.breaks_at in rest:
                return
            if not self.answer(rest.upper(), rest):
                self.say(f"{tag} NO refused")
                continue
            self.say(f"{tag} OK done")
            if rest.upper() == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, upper, rest):
        server = self.server
        if upper == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif upper.startswith("LOGIN"):
            return PASSWORD in rest
        elif upper.startswith("SELECT"):
            self.say(f"* {len(server.messages)} EXISTS")
            return "INBOX" in upper
        elif upper == "UID SEARCH UNSEEN":
            self.say(" ".join(["* SEARCH", *(str(one) for one in sorted(set(server.messages) - server.seen))]))
        elif upper.startswith("UID FETCH"):
            self.fetch(int(rest.split()[2]), upper)
        elif upper.startswith("UID STORE"):
            server.seen.add(int(rest.split()[2]))
        return True

    def fetch(self, uid, upper):
        raw = self.server.messages[uid]
        if "RFC822.SIZE" in upper:
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})")
            return
        if part := re.search(r"<0\.(\d+)>", upper):
            raw = raw[: int(part[1])]
        self.wfile.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (uid, uid, len(raw)) + raw + b")\r\n")
