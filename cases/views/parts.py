"""The small forms that stand in the page: helpers, tags and the composer."""

from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import forms
from cases.models import CannotAssign, CannotMention
from tenants.http import announce, permission_required
from tenants.models.roles import READ, WRITE

from .acting import changed, header
from .detail import answered, composer_part, follow_part, people_part, tags_part
from .finding import find, find_to_comment, look, look_inside

MOST_NAMED = 8

read_or_posted = require_http_methods(["GET", "HEAD", "POST"])


@read_or_posted
@permission_required(READ)
def helpers(request, number):
    if request.method != "POST":
        return answered(request, people_part(request, look_inside(request, number)))
    case = find(request, number, WRITE)
    form = forms.HelperForm(request.POST)
    return _posted(request, case, form, _help, people_part)


def _help(case, form, by):
    if form.cleaned_data["remove"]:
        case.remove_helper(form.cleaned_data["remove"], by=by)
    else:
        case.add_helper(form.cleaned_data["member"], by=by)


@read_or_posted
@permission_required(READ)
def tags(request, number):
    if request.method != "POST":
        return answered(request, tags_part(request, look_inside(request, number)))
    case = find(request, number, WRITE)
    form = forms.TagForm(request.POST)
    return _posted(request, case, form, _label, tags_part)


def _label(case, form, by):
    if form.cleaned_data["remove"]:
        case.untag(form.cleaned_data["remove"], by=by)
    else:
        case.tag(form.cleaned_data["tag"], by=by)


def _posted(request, case, form, verb, part_of):
    """Answer with the part of the page anew, and beside its form what was wrong."""
    wrong = [message for messages in form.errors.values() for message in messages]
    try:
        if not wrong:
            verb(case, form, request.member)
    except CannotAssign as refusal:
        wrong = refusal.args
    if not request.htmx:
        return header(request, case, status=422, reasons=wrong) if wrong else changed(request, case)
    case = type(case).objects.for_page().get(pk=case.pk)
    answer = answered(request, part_of(request, case, reasons=wrong), status=422 if wrong else 200)
    return announce(answer, event=None if wrong else "case-changed")


@require_POST
@permission_required(WRITE)
def guests(request, number):
    """Close the case to a guest."""
    case = find(request, number, WRITE)
    return _posted(request, case, forms.GuestForm(request.POST), _close_to, people_part)


def _close_to(case, form, by):
    case.unshare(form.cleaned_data["remove"], by=by)


@require_POST
@permission_required(READ)
def following(request, number):
    """Follow the case, or no longer."""
    case = find(request, number)
    if "stop" in request.POST:
        case.unfollow(by=request.member)
    else:
        case.follow(by=request.member)
    if not request.htmx:
        return changed(request, case)
    return announce(answered(request, follow_part(request, look(request, number))), event="people-changed")


@require_GET
@permission_required(WRITE)
def mentions(request, number):
    """Whom a comment could name: those first who see the case."""
    case = find_to_comment(request, number)
    text = request.GET.get("name", "").replace("\0", "")[:60]
    people = case.who_may_be_named(text, MOST_NAMED)
    return render(request, "cases/_mentions.html", {"people": people})


@require_POST
@permission_required(WRITE)
def comments(request, number):
    """Say something; the answer is an empty composer, and the timeline reads itself anew."""
    case = find_to_comment(request, number)
    form = forms.CommentForm(request.POST, may_invite=request.access.can(WRITE, case.branch_id))
    if not form.is_valid() or not _said(case, form, by=request.member):
        return _unsaid(request, case, form)
    if not request.htmx:
        return changed(request, case)
    return announce(answered(request, composer_part(case)), event="case-changed")


def _said(case, form, by):
    try:
        return case.comment(by=by, **form.cleaned_data)
    except CannotMention as refusal:
        form.refused(refusal)


def _unsaid(request, case, form):
    if not request.htmx:
        return header(request, case, status=422, form=form)
    return answered(request, composer_part(case, form), status=422)
