"""The ground floor: companies, people, roles, who is asking, and isolation. The only shared room.

current.py       the company this code runs for, and the one way in
constraints.py   row-level security, composite keys and append-only tables as model constraints
forms.py         form fields that every app needs: moments as people type them
fields.py        a foreign key that cannot point into another company
definer.py       migration steps for the few functions that may look across companies
words.py         how text becomes words that are compared plainly, and which of them are nearly the same
folding.py       rows and what they point at as one JSON text, and back
isolation.py     refuses to run with a database role that could see through the walls
prepared.py      statements that the server plans once a connection
backends.py      who is signed in
sessions.py      sessions in the database
querysets.py     questions that every company-owned row answers, and the claim
middleware.py    turns ``/acme/cases/`` into ``/cases/`` for one member of Acme
access.py        what one member may do, computed once a request
limits.py        how often a company may ask something, counted in the cache
http.py          the one place that knows how a view answers HTMX and plain browsers
news.py          when something of a company changed last, as a hint in the cache
outbox.py        asks for quick work after the commit; a dead broker costs nothing
tasks.py         the task class that carries the company into the worker
fragments.py     finished HTML, kept under a name that says everything it was made of
moments.py       how a moment is written for a person, in their zone
wiring.py        reads config.wiring by name: the single upward glance
"""
