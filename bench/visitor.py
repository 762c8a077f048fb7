"""A signed-in browser, as cheap as possible: one connection a request, as gunicorn's sync workers serve them."""

import gzip
import html
import http.client
import re
import time
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

CSRF = "k" * 32


class Failed(Exception):
    """A page did not answer as it should. The text says which, and how."""


class Visitor:
    def __init__(self, member, company, port):
        session = SessionStore()
        session[SESSION_KEY] = str(member.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
        session.save()
        cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: CSRF}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        self.company, self.port = company, port

    def get(self, path, **headers):
        return ask(self.port, "GET", f"/{self.company.slug}{path}", {**self.headers, **headers})

    def post(self, path, data, expected=302):
        form = {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
        answer = ask(self.port, "POST", f"/{self.company.slug}{path}", {**self.headers, **form}, urlencode(data))
        if answer.status != expected:
            raise Failed(f"{path} answers {answer.status}: {answer.body[:2000]!r}")
        return answer


class Answer:
    def __init__(self, status, body, seconds):
        self.status, self.body, self.seconds = status, body, seconds

    def zipped(self):
        return len(gzip.compress(self.body, 6))

    def find(self, pattern):
        """Return what the group of ``pattern`` holds in the page."""
        found = re.search(pattern, self.body.decode())
        if not found:
            raise Failed(f"{pattern} is not on the page")
        return html.unescape(found.group(1))


def ask(port, method, path, headers=None, body=None):
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    answer = Answer(response.status, response.read(), 0.0)
    connection.close()
    answer.seconds = time.perf_counter() - begun
    if response.status >= 400:
        raise Failed(f"{path} answers {response.status}: {answer.body[:400]!r}")
    return answer
