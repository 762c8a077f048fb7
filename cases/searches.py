"""What of cases is found by the search over everything: by their number, words and comments."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tenants.wiring import Group, Hit
from tenants.words import excerpt, marked, says_all, words_of
from timeline.models import Entry

from .models import Case, Hearing, Search

FEW, COMMENTS = 6, 200


def cases(access, text):
    """What is open first; of what is resolved only as many as there is room for."""
    words, visible = words_of(text), Case.objects.visible_to(access)
    if not words:
        return []
    rows, instead = _first(visible, Search(words, inside=access.is_inside)), ""
    if not rows and (near := Search(words, inside=access.is_inside).corrected(visible)):
        rows, words = _first(visible, Search(near, inside=access.is_inside)), near
        instead = " ".join(near) if rows else ""
    snippets = _snippets(rows[:FEW], words, access)
    hits = [_hit(case, words, text, snippets.get(case.pk, [])) for case in rows[:FEW]]
    url = f"{reverse('case-list')}?{urlencode({'q': text})}&queue="
    links = [(_("All open ones"), f"{url}open"), (_("All resolved ones"), f"{url}resolved")]
    return [Group("cases", _("Cases"), hits, instead, links)]


def _first(visible, search):
    rows = search.best(visible, FEW + 1, is_open=True)
    return rows if len(rows) > FEW else rows + search.best(visible, FEW + 1 - len(rows), is_open=False)


def _snippets(rows, words, access):
    """Where the words of a search are said, of those cases whose first line does not say them all."""
    asked = {case.pk: case for case in rows if not says_all(f"{case.number} {case.summary} {case.account.name}", words)}
    said = {pk: found for pk, case in asked.items() if (found := excerpt(case.description, words))}
    if silent := asked.keys() - said.keys():
        lines = Entry.objects.about_any("case", Case.objects.among(silent)).readable_by(access).comments()
        lines = Hearing(access, Case.objects.among(silent).handed_on()).of(lines)
        for pk, body in lines.newest_first().values_list("subject_id", "body")[:COMMENTS]:
            if pk not in said and (found := excerpt(body, words)):
                said[pk] = found
    return said


def _hit(case, words, text, snippet):
    state = _("resolved") if case.resolved_at else str(case.get_priority_display())
    return Hit(
        "resolve" if case.resolved_at else "cases",
        case.get_absolute_url(),
        [(f"#{case.number} ", False), *marked(case.summary, words)],
        [one for one in (case.account.name, state, case.owner.name if case.owner else "") if one],
        snippet,
        is_exact=text.removeprefix("#") == str(case.number),
    )
