"""The page of a customer, section by section, and the tabs that lead to them."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from tenants.wiring import Panel

from .models import FIRST, INSIDE, Shelf

PAGE = 50


@dataclass(frozen=True)
class Section:
    """What of one kind belongs to a customer: ``template`` draws one of the ``shelf``."""

    kind: str
    label: str
    template: str
    shelf: Shelf | None = None


MAIN = [
    Section("complaints", _("Complaints"), "customers/_complaint.html"),
    Section("contracts", _("Contracts"), "customers/_contract.html"),
    Section("installed_contracts", _("Contracts they installed"), "customers/_contract.html"),
    Section("jobs", _("Jobs"), "customers/_job.html"),
    Section("orders", _("Orders"), "customers/_order.html"),
]
BESIDE = [
    Section("contacts", _("Contacts"), "customers/_contact.html"),
    Section("properties", _("Properties"), "customers/_property.html"),
    Section("assets", _("Equipment"), "customers/_asset.html"),
    Section("children", _("Accounts below"), "customers/_account.html"),
]
SECTIONS = {section.kind: section for section in (*MAIN, *BESIDE)}


def sections_of(account, sections) -> list[Section]:
    """Return those of ``sections`` in which there is something."""
    filled = (replace(section, shelf=account.shelves[section.kind]) for section in sections)
    return [section for section in filled if section.shelf.number]


def section_for(kind, access) -> Section | None:
    """Return the section of that name, when there is one and this member may read it."""
    return SECTIONS.get(kind) if access.is_inside or kind not in INSIDE else None


def complaints_at_intake(request, account) -> Panel | None:
    """What this customer complained about, for somebody who has them on the phone: unsettled ones before all else."""
    found = list(account.complaints.open_first().for_list()[: FIRST + 1])
    shown = found[:FIRST]
    open_, past = ([one for one in shown if one.is_open is is_open] for is_open in (True, False))
    context = {"account": account, "open": open_, "past": past, "more": len(found) > FIRST}
    head = "customers/_complaints_at_intake.html" if open_ else ""
    return Panel("complaints", "customers/_complaints_past.html" if past else "", context, head=head) if found else None


def tabs_of(panels, main, beside, history) -> list[dict]:
    """Return the tabs of the page in its order: the panels of other apps, what belongs to the customer, the history."""
    hung = [[(f"panel-{one.name}", one.label, one.number) for one in some if one.label] for some in (panels, history)]
    own = [(section.kind, section.label, section.shelf.number) for section in (*main, *beside)]
    return [{"id": pk, "label": label, "number": number} for pk, label, number in (*hung[0], *own, *hung[1])]


def page_of(rows) -> dict:
    """Return one page of ``rows``, and where the next one begins."""
    some = list(rows[: PAGE + 1])
    last = some[PAGE - 1] if len(some) > PAGE else None
    return {"rows": some[:PAGE], "next_url": last and f"?after={last.pk}"}
