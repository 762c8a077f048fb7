"""What is asked for, and how many floors it may cost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import quote

from .visitor import ask

QUEUE, CASE, SEARCH, PULSE, LOOKUP = 1.0, 1.3, 1.2, 0.2, 1.0
FIRST_LOOK = 1.6  # our own: the first of a day draws every line anew
KNOWN = 10


@dataclass
class Measured:
    """One line of the report. ``once`` does it and returns the seconds; ``budget`` is in floors, None for no budget."""

    name: str
    once: Callable[[], float]
    budget: float | None = None
    address: str = ""
    seconds: list[float] = field(default_factory=list)


def floor(port):
    return Measured("F: fifty ORM rows, Django template", lambda: ask(port, "GET", "/").seconds)


def empty(port):
    return Measured("empty view", lambda: ask(port, "GET", "/empty").seconds)


def page(visitor, name, path, budget, **headers):
    return Measured(name, lambda: visitor.get(path, **headers).seconds, budget, path)


def queues(visitor, deep, owner, department, branch):
    """Return the queues of the big company, each as a whole page, and what can be done to them."""

    def queue(name, query, budget=QUEUE):
        return page(visitor, name, f"/cases/?{query}", budget)

    second, resolved = (
        visitor.get(f"/cases/?queue={name}").find(r'href="[^"]*(after=[^"]*)"') for name in ("open", "resolved")
    )
    fragment = {"HX-Request": "true", "HX-Target": "queue"}
    return [
        *(queue(f"queue {name}", f"queue={name}") for name in ("open", "unassigned", "mine", "resolved")),
        page(visitor, "queue open, HTMX fragment", "/cases/?queue=open", QUEUE, **fragment),
        queue("queue open, second page", f"queue=open&{second}"),
        queue("queue open, deep page", f"queue=open&after={deep}"),
        queue("queue resolved, second page", f"queue=resolved&{resolved}"),
        queue("filter owner", f"queue=open&owner={owner}"),
        queue("filter department", f"queue=open&department={department}"),
        queue("filter priority", "queue=open&priority=urgent"),
        queue("filter department and priority", f"queue=open&department={department}&priority=low"),
        queue("filter branch", f"queue=open&branch={branch}"),
        queue("filter type", "queue=open&type=damage"),
        queue("filter type and reason that never meet", "queue=open&type=damage&reason=site_not_ready"),
        queue("filter type, resolved", "queue=resolved&type=question"),
        queue("filter overdue", "queue=open&due=overdue"),
        queue("filter at risk", "queue=open&due=at_risk"),
        queue("filter missing a description", "queue=open&lacks=context"),
        queue("filter rare tag", "queue=open&tag=rare"),
        queue("filter frequent tag", "queue=open&tag=storm"),
        queue("filter frequent tag, resolved", "queue=resolved&tag=storm"),
        queue("filter customer", "queue=open&customer=100"),
        queue("filter customer, tag and priority", "queue=open&customer=100&tag=storm&priority=normal"),
        queue("filter owner, resolved", f"queue=resolved&owner={owner}"),
    ]


def searches(visitor):
    """Return searches for words of every frequency, in the open and in the resolved queue."""
    words = {
        "rare word": "quasar",
        "frequent word": "pump",
        "word of what is due late": "boiler",
        "beginning of a word": "pu",
        "two words": "pump leaks",
        "rare and frequent": "quasar pump",
        "a case number": "123450",
        "mistyped": "quazar",
        "no hit": "zzz",
    }
    return [
        page(visitor, f"search {name}, {queue}", f"/cases/?queue={queue}&q={text.replace(' ', '+')}", SEARCH)
        for name, text in words.items()
        for queue in ("open", "resolved")
    ]


def everywhere(visitor):
    """Return the search over everything, as a page and as it answers while somebody types."""
    words = {
        "name": "castillo",
        "number": "123450",
        "frequent word": "pump",
        "rare word": "quasar",
        "two words": "pump leaks",
        "mistyped": "quazar",
        "no hit": "zzzz",
    }
    typing = {"HX-Request": "true", "HX-Target": "search-results"}
    return [
        *(
            page(visitor, f"search everything: {name}", f"/search/?q={quote(text)}", SEARCH)
            for name, text in words.items()
        ),
        page(visitor, "search everything: typing a name", "/search/?q=casti", SEARCH, **typing),
    ]


def pulses(visitor):
    """Return what an open page asks again and again: of its queue, and of its bell."""
    inbox = visitor.get("/inbox/pulse/")
    looks = {
        "pulse, nothing new": (visitor.get("/cases/?queue=open"), r'hx-get="([^"]*/cases/pulse/[^"]*)"'),
        "bell, nothing new": (inbox, r'hx-get="([^"]*/inbox/pulse/[^"]*)"'),
    }
    for name, (answer, pattern) in looks.items():
        path = answer.find(pattern).removeprefix(f"/{visitor.company.slug}")
        yield page(visitor, name, path, PULSE, **{"HX-Request": "true"})


def cases(visitor, numbers):
    """Return the page of a case looked at today already, and the first look at one, of which nothing is kept."""
    known, never_seen = numbers[:KNOWN], iter(numbers[KNOWN:])
    for number in known:
        visitor.get(f"/cases/{number}/")
    turn = cycle(known)

    def look(those):
        return lambda: visitor.get(f"/cases/{next(those)}/").seconds

    return [
        Measured("case page, 20 events", look(turn), CASE, f"/cases/{known[0]}/"),
        Measured("first look at a case", look(never_seen), FIRST_LOOK),
    ]


def others(visitor):
    """Return looking for a customer while typing, and the intake form."""
    htmx = {"HX-Request": "true", "HX-Target": "lookup-results"}
    words = {
        "name": "castillo",
        "two letters": "ca",
        "phone": "7160000",
        "street": "lakeside",
        "two words": "maria+castillo",
        "typo": "castilo",
        "no hit": "zzzz",
    }
    return [
        *(
            page(visitor, f"customer lookup, {name}", f"/customers/lookup/?q={text}", LOOKUP, **htmx)
            for name, text in words.items()
        ),
        *likely(visitor),
        page(visitor, "referrals", "/referrals/", CASE),
        page(visitor, "referrals answered", "/referrals/?tab=finished", CASE),
        page(visitor, "customers", "/customers/", QUEUE),
        page(visitor, "customers, search", "/customers/?q=castillo", QUEUE),
        page(visitor, "customer page", "/customers/100/", CASE),
        page(visitor, "inbox", "/inbox/", CASE),
        page(visitor, "new case, form", "/cases/new/?account=100", CASE),
    ]


def likely(visitor):
    """Return what the intake asks while somebody types: which open cases it may be about, of few and of sixty."""
    said = {"summary": "Pump leaks at night", "description": "The heater is cold, too", "new_phone": "716 000 0142"}

    def asked(number):
        data = {**said, "account": number}
        return lambda: visitor.post("/cases/new/likely/", data, expected=200).seconds

    customers = {"few compared": 100, "sixty compared": 4321}
    return [Measured(f"likely cases, {name}", asked(number), LOOKUP) for name, number in customers.items()]


def small(visitor):
    return [
        page(visitor, f"small company, queue {name}", f"/cases/?queue={name}", QUEUE)
        for name in ("open", "unassigned", "mine", "resolved")
    ]
