"""The morning-dispatch board: what waits, and what is decided about it row by row."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbacks.boards.after_hours import NightBoard, board_context, count_waiting, offered_to
from callbacks.forms import GivingForm, MergingForm, NewCustomerForm, RejectionForm
from callbacks.models import AfterHoursRequest, AlreadyDecided, CannotCallBack, CannotDecide, board_of, called_by
from cases.models import CannotMention
from customers.models import Account
from customers.views import looked_up
from tenants import news
from tenants.http import announce, answer, page, permission_required, require_grant
from tenants.models.roles import READ, WRITE

CHANGED = "after-hours-changed"

shown_or_done = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@permission_required(READ)
def board(request):
    template = "callbacks/_night.html" if request.htmx.target == "night" else "callbacks/after_hours.html"
    return page(request, template, board_context(_board(request)))


@require_GET
@permission_required(READ)
def changes(request):
    """Say whether the board on the page is still true: 204, with the event that makes it read itself anew if not."""
    is_news = _board(request).stamp != request.GET.get("stamp")
    return announce(HttpResponse(status=204), event=CHANGED if is_news else None)


@require_GET
@permission_required(READ)
def pulse(request):
    """The number in the bar of every page anew when it has changed; 204 while it has not."""
    _inside(request)
    whose = board_of(request.company.pk)
    mark = news.latest(whose)  # read before the count: what changes meanwhile is news next time
    waiting = count_waiting(request.access)
    if waiting != request.GET.get("seen"):
        return render(request, "callbacks/_night_count.html", {"waiting": waiting})
    response = HttpResponse(status=204)
    response.quiet_at = (whose, mark)
    return response


def _inside(request):
    if not request.access.is_inside:
        raise Http404


def _board(request):
    _inside(request)
    return NightBoard(request)


def _find(request, pk):
    found = get_object_or_404(AfterHoursRequest.objects.visible_to(request.access).for_board(), pk=pk)
    require_grant(request, WRITE, found.branch_id)
    return found


@require_POST
@permission_required(WRITE)
def acceptance(request, pk):
    """Take it oneself."""
    found = _find(request, pk)
    return _done(request, found, lambda: found.accept(by=request.member), _("It is yours to call."))


@require_POST
@permission_required(WRITE)
def separation(request, pk):
    found = _find(request, pk)
    return _done(request, found, lambda: found.part(by=request.member), _("It stands alone again."))


@shown_or_done
@permission_required(WRITE)
def giving(request, pk):
    found = _find(request, pk)
    form = GivingForm(request.POST or None, request=found, member=request.member)

    def give(form):
        found.accept(by=request.member, owner=form.cleaned_data["owner"])

    return _sheet(request, found, form, "giving", give, _("Given."))


@shown_or_done
@permission_required(WRITE)
def rejection(request, pk):
    found = _find(request, pk)
    form = RejectionForm(request.POST if request.method == "POST" else None)
    return _sheet(
        request, found, form, "rejection", lambda form: found.reject(form.said, by=request.member), _("Rejected.")
    )


@shown_or_done
@permission_required(WRITE)
def merger(request, pk):
    found = _find(request, pk)
    form = MergingForm(request.POST if request.method == "POST" else None, offered=offered_to(found, request.access))

    def merge(form):
        kind, row = form.chosen
        verbs = {"case": found.merge_into_case, "callback": found.merge_into_callback, "request": found.join}
        verbs[kind](row, by=request.member)

    return _sheet(request, found, form, "merger", merge, _("Merged."))


@shown_or_done
@permission_required(WRITE)
def caller(request, pk):
    """Say who called: a customer that is found here, or somebody new."""
    found = _find(request, pk)
    if request.method != "POST":
        return _ask_who(request, found, NewCustomerForm(initial={"name": found.name}))
    number, form = request.POST.get("account", ""), NewCustomerForm(request.POST)
    if number:
        account = get_object_or_404(Account.objects.visible_to(request.access).named(number))
        return _done(request, found, lambda: found.match(account, by=request.member), _("Matched."))
    if not form.is_valid():
        return _ask_who(request, found, form, status=422)
    made = lambda: found.match_new(form.cleaned_data["name"], by=request.member)  # noqa: E731
    return _done(request, found, made, _("Written down as a customer."))


def _ask_who(request, found, form, status=200):
    """The sheet with the search; to the search itself, only what it found."""
    context = {"row": found, "form": form, **looked_up(request)}
    if request.htmx.target == "caller-results":
        return page(request, "callbacks/_caller_results.html", context)
    context["likely"] = called_by(found.phone_e164)
    return _shown(request, found, "caller", context, status)


def _sheet(request, found, form, name, verb, said):
    """A small form in the sheet: shown, or its verb done. 422 when it is not clean or refused, 409 when too late."""
    context = {"row": found, "form": form}
    if request.method != "POST":
        return _shown(request, found, name, context)
    if not form.is_valid():
        return _shown(request, found, name, context, 422)
    try:
        return _done(request, found, lambda: verb(form), said, is_sheet=True)
    except (CannotDecide, CannotCallBack, CannotMention) as refusal:
        return _shown(request, found, name, {**context, "reasons": refusal.args}, 422)


def _shown(request, found, name, context, status=200):
    template = f"callbacks/_form_{name}.html" if request.htmx else "callbacks/after_hours_question.html"
    context |= {"case": found, "part": f"callbacks/_form_{name}.html", "post_url": request.path, "in_queue": True}
    return page(request, template, context, status)


def _done(request, found, verb, said, *, is_sheet=False):
    try:
        verb()
    except AlreadyDecided as late:
        template = "callbacks/_taken.html" if request.htmx else "callbacks/after_hours_question.html"
        context = {"row": found, "reasons": late.args, "part": "callbacks/_taken.html"}
        return announce(render(request, template, context, status=409), event=CHANGED)
    except (CannotDecide, CannotCallBack) as refusal:
        if is_sheet:
            raise
        return _refused(request, found, refusal)
    return answer(request, to="after-hours", event=CHANGED, said=said)


def _refused(request, found, refusal):
    """What a button of the board was refused: said in a toast, or on a page of its own."""
    if request.htmx:
        return announce(HttpResponse(status=204), said=" ".join(refusal.args), kind="problem")
    context = {"row": found, "reasons": refusal.args, "part": "callbacks/_taken.html"}
    return page(request, "callbacks/after_hours_question.html", context, 422)
