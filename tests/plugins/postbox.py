"""A mail server for tests: takes every mail, slowly if it is to, and remembers what came to whom."""

import email
import socketserver
import threading
from email import policy

import pytest

ANSWERS = {"EHLO": 250, "HELO": 250, "MAIL": 250, "RCPT": 250, "RSET": 250, "NOOP": 250, "QUIT": 221}


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(220)
        while line := self.rfile.readline():
            word = line[:4].decode().upper()
            if word == "DATA":
                self.take()
            else:
                self.say(ANSWERS.get(word, 502))
            if word == "QUIT":
                return

    def take(self):
        self.say(354)
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if line:
            self.server.mails.append(email.message_from_bytes(b"".join(lines), policy=policy.default))
            self.server.is_closing.wait(self.server.pause)  # taken, but the sender does not know it yet
            self.say(250)

    def say(self, code):
        self.wfile.write(f"{code} so be it\r\n".encode())


class Postbox(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, pause=0.0):
        self.mails, self.pause, self.is_closing = [], pause, threading.Event()
        super().__init__(("127.0.0.1", 0), Session)
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """A sender that dies in the middle of a sentence is what these tests are about."""

    def ids(self):
        return [mail["Message-ID"] for mail in list(self.mails)]


@pytest.fixture
def postbox():
    with Postbox() as postbox:
        yield postbox
        postbox.is_closing.set()
        postbox.shutdown()
