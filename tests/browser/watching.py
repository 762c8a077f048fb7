"""What a browser complains of while somebody uses it, and the key of a session that is signed in already."""

from django.test import Client

# Chromium notes every answer that is not 2xx or 3xx; these are what the house answers on purpose. HTMX notes what it
# gave up because something newer was asked; what really fails is noted by others too.
MEANT = ("status of 409", "status of 422", "htmx:afterRequest", "htmx:sendAbort")

LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile}`))
"""


class Watch:
    """Listens to every page of the contexts it is put over."""

    def __init__(self):
        self.complaints, self.meant, self.done_with = [], MEANT, []

    def over(self, context):
        context.add_init_script(LISTEN)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"{error.page.url}: {error.error}"))

    def expect(self, *words):
        """Let pass what contains one of ``words``, because the test brings it about."""
        self.meant += words

    def turn_away_from(self, page):
        """Hear no more of that page."""
        self.done_with.append(page)

    def _said(self, message):
        if message.page in self.done_with:
            return
        if message.type in ("error", "warning") and not any(words in message.text for words in self.meant):
            where = message.page.url if message.page else message.location.get("url")
            self.complaints.append(f"{where}: {message.text}")


def session_of(member):
    """Sign the member in without the form and return the session's key."""
    client = Client()
    client.force_login(member.user, backend="tenants.backends.PasswordBackend")
    return client.cookies["sessionid"].value
