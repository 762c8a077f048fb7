"""How many statements a page sends and how many bytes it is, counted without the server in between."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

QUEUE_QUERIES, CASE_QUERIES = 9, 16
QUEUE_BYTES, QUEUE_ZIPPED = 60 * 1024, 10 * 1024
COUNTED = (
    "queue open",
    "queue mine",
    "queue resolved",
    "case page",
    "pulse",
    "bell",
    "search frequent",
    "customer page",
)
TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def queries(member, company, path, **headers):
    """Return how many statements the page sends once its caches are warm."""
    client = Client(headers={"Host": "127.0.0.1", **headers})
    client.force_login(member.user, backend="tenants.backends.PasswordBackend")
    client.get(f"/{company.slug}{path}")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/{company.slug}{path}")
    return sum(not query["sql"].startswith(TRANSACTIONS) for query in captured)


def say(report, visitor, member, pages):
    report.heading("Statements and size")
    for page in pages:
        if page.name.startswith(COUNTED):
            budget = CASE_QUERIES if page.name.endswith(("page, 20 events", "customer page")) else QUEUE_QUERIES
            report.figure(page.name, queries(member, visitor.company, page.address), budget, unit="statements")
    answer = visitor.get("/cases/?queue=open")
    report.figure("queue open", len(answer.body) / 1024, QUEUE_BYTES / 1024, unit="KB")
    report.figure("queue open, compressed", answer.zipped() / 1024, QUEUE_ZIPPED / 1024, unit="KB")
