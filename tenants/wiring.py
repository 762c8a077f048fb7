"""Reads config.wiring by name, at run time: the single upward glance of the house."""

from dataclasses import dataclass, field

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Panel:
    """What one app shows on another's page: ``template`` is rendered with ``context`` as ``panel``.

    Where the page has a row of tabs, ``label`` stands there with the ``number`` of what is in the panel. ``head`` is a
    template for the head of the page: what one should know before anything else.
    """

    name: str
    template: str
    context: dict = field(default_factory=dict)
    label: str = ""
    number: str = ""
    head: str = ""


@dataclass(frozen=True)
class Step:
    """One way in which work on a row can go on: ``url`` opens in the sheet, or as a page where ``is_page``."""

    icon: str
    label: str
    description: str
    url: str
    is_page: bool = False


@dataclass(frozen=True)
class Hit:
    """One thing that was found. ``label`` and ``snippet`` are pieces of text, each with whether it was looked for."""

    icon: str
    url: str
    label: list
    more: list = field(default_factory=list)
    snippet: list = field(default_factory=list)
    is_exact: bool = False


@dataclass(frozen=True)
class Group:
    """What of one kind was found, best first. ``instead`` is what was looked for when the text was nowhere."""

    name: str
    title: str
    hits: list
    instead: str = ""
    links: list = field(default_factory=list)


def found(request, text) -> list[Group]:
    """Return what upper apps find for ``text``, in the order of the wiring: only what this member may open."""
    searches = import_string("config.wiring.SEARCHES")
    return [group for path in searches for group in import_string(path)(request.access, text) if group.hits]


def pages(request) -> list[tuple]:
    """Return (symbol, label, address) of what upper apps let the command palette lead to."""
    return [one for path in import_string("config.wiring.PALETTE") for one in import_string(path)(request)]


class Elsewhere(Exception):
    """The row takes nothing any more, because work goes on with another one. ``row`` has the page that says where."""

    def __init__(self, row, said):
        self.row = row
        super().__init__(said)


def panels(page, request, row) -> list[Panel]:
    """Return the panels that upper apps hang on ``page``, in the order of the wiring."""
    hung = import_string("config.wiring.PANELS").get(page, [])
    return [panel for path in hung if (panel := import_string(path)(request, row))]


def refusals(verb, row) -> list[str]:
    """Return the reasons why upper apps say no to ``verb``, ready to show."""
    asked = import_string("config.wiring.REFUSALS").get(verb, [])
    return [reason for path in asked for reason in import_string(path)(row)]


def follow(verb, row):
    """Let upper apps bring along what of theirs depends on what ``verb`` has just changed of ``row``."""
    for path in import_string("config.wiring.FOLLOWS").get(verb, []):
        import_string(path)(row)


def subjects(access) -> dict:
    """Return what people can be told about: kind -> the rows of it that this member may open now."""
    known = import_string("config.wiring.SUBJECTS")
    return {kind: import_string(path)(access) for kind, path in known.items()}


def settings_pages() -> dict:
    """Return the pages that upper apps have among the settings: the name of the address -> what its tab says."""
    return {name: str(label) for name, label in import_string("config.wiring.SETTINGS").items()}


def choices(name) -> list[tuple[str, str]]:
    """Return the (value, label) pairs of words that an upper app knows, for example its reason codes."""
    words = import_string(import_string("config.wiring.CHOICES")[name])
    return [(value, str(label)) for value, label in words.choices]


def next_steps(request, row) -> list[Step]:
    """Return the ways in which the member may take ``row`` further, in the order of the wiring."""
    ways = import_string("config.wiring.NEXT_STEPS")
    return [step for path in ways if (step := import_string(path)(request, row))]
