"""Forms about a return: to which job, what was found, whether it was us, and what follows."""

import uuid
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callbacks.likeness import PastJob, likeliest, matches
from callbacks.models import Callback, Cause, Dispute, people_of, terms_in_force
from customers.models import Job
from tenants.forms import MomentField
from tenants.models.roles import WRITE

from .calling import VersionedForm
from .promising import SubjectForm

MOST_JOBS = 30


class OriginForm(SubjectForm):
    """Where a return begins: at a callback, a case, a job or a customer; only what this member may see."""

    callback = forms.ModelChoiceField(queryset=None, to_field_name="number", required=False)

    def __init__(self, data, *, access):
        super().__init__(data, access=access)
        about = ("account", "case__account", "case__branch", "job", "branch")
        self.fields["callback"].queryset = Callback.objects.visible_to(access).select_related(*about)

    def subject(self) -> dict:
        """Return what was named and is there; the case of a callback and the customer follow."""
        found = super().subject()
        if (callback := found.get("callback")) and callback.case:
            found.setdefault("case", callback.case)
        return found


class ReturnForm(forms.Form):
    """``offers`` are the customer's finished jobs with what speaks for each, the likeliest first and chosen."""

    job = forms.ModelChoiceField(
        label=_("Original job"),
        queryset=None,
        to_field_name="number",
        error_messages={"required": _("Choose the job that they mean.")},
    )
    reported = forms.CharField(
        label=_("What does the customer report?"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(label=_("Who looks into it?"), queryset=None, required=False)
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, subject, access, now):
        self.subject = subject
        self.words = said_in(subject)
        super().__init__(data, initial={"reported": self.words, "client_key": uuid.uuid4()})
        done = Job.objects.visible_to(access).about(subject["account"]).done().at_branches(access.branches(WRITE))
        self.fields["job"].queryset = done
        self.jobs = list(done.newest_done_first().for_offers()[:MOST_JOBS])
        self.offers = self._offered(now)
        branch = getattr(subject.get("case") or subject.get("job"), "branch", None) or access.member.branch
        self.fields["owner"].queryset = people_of(branch).by_name()
        self.fields["owner"].empty_label = _("Whoever it falls to: me, if I sit there")

    def _offered(self, now):
        named = [getattr(self.subject.get(name), "job_id", None) for name in ("callback", "case")]
        named += [self.subject["job"].pk] if "job" in self.subject else []
        place = self.subject.get("case") or self.subject.get("job")
        known = {"site": place and place.site_id, "words": self.words, "named": named}
        past = [PastJob(job.pk, job.kind, job.site_id, timezone.localdate(job.completed_at)) for job in self.jobs]
        terms, jobs = terms_in_force(), {job.pk: job for job in self.jobs}
        found = matches(past, today=timezone.localdate(now), warranty_days=terms.warranty_days, **known)
        best = likeliest(found)
        chosen = self["job"].value() or (best and jobs[best.key].number)
        return [{"match": one, "job": jobs[one.key], "is_chosen": jobs[one.key].number == chosen} for one in found]

    def told(self) -> dict:
        """What was said and where it began, as WarrantyReturn.objects.open_for takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: self.subject[name] for name in ("case", "callback") if name in self.subject} | said


def said_in(subject) -> str:
    """Return what the customer has already said, as the case or the callback has it."""
    if callback := subject.get("callback"):
        return callback.reason
    if case := subject.get("case"):
        return case.summary
    return ""


class FindingForm(forms.Form):
    words = forms.CharField(label=_("What was found?"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}))
    asked = forms.CharField(label=_("Who was asked?"), max_length=200, required=False)
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, warranty_return):
        super().__init__(data, initial={"client_key": uuid.uuid4()})


class OfReturn(VersionedForm):
    def __init__(self, data=None, *, warranty_return):
        super().__init__(data, callback=warranty_return)


class CauseForm(OfReturn):
    cause = forms.ChoiceField(label=_("Was it caused by us?"), choices=Cause.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    next_at = MomentField(label=_("Look at it again"), required=False)

    def __init__(self, data=None, *, warranty_return):
        super().__init__(data, warranty_return=warranty_return)
        self.initial |= {"cause": warranty_return.cause, "reason": warranty_return.cause_reason}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("cause") != Cause.UNKNOWN:
            cleaned["next_at"] = None
        elif not cleaned.get("next_at") and "next_at" not in self.errors:
            self.add_error("next_at", _("Say when it is looked at again."))
        return cleaned


class SettleForm(OfReturn):
    fee = forms.DecimalField(
        label=_("Dispatch fee"), min_value=Decimal(0), max_digits=8, decimal_places=2, required=False
    )

    def __init__(self, data=None, *, warranty_return):
        super().__init__(data, warranty_return=warranty_return)
        self.terms = terms_in_force()
        self.initial["fee"] = self.terms.dispatch_fee
        self.told = self.terms.hearers(warranty_return.branch)
        if warranty_return.cause != Cause.NO:
            del self.fields["fee"]


class PlanForm(OfReturn):
    next_at = MomentField(label=_("Look at it again"))
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, data=None, *, warranty_return):
        super().__init__(data, warranty_return=warranty_return)
        self.initial["next_at"] = warranty_return.due_at


class HandForm(OfReturn):
    member = forms.ModelChoiceField(label=_("Who looks into it instead?"), queryset=None, empty_label=_("Choose …"))

    def __init__(self, data=None, *, warranty_return):
        super().__init__(data, warranty_return=warranty_return)
        people = people_of(warranty_return.branch).exclude(pk=warranty_return.owner_id)
        self.fields["member"].queryset = people.by_name()


class NoReturnForm(OfReturn):
    reason = forms.CharField(
        label=_("Why is it no return to this job?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ObjectionForm(OfReturn):
    reason = forms.CharField(
        label=_("Why should it not count?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(OfReturn):
    outcome = forms.ChoiceField(label=_("Does it count?"), widget=forms.RadioSelect)
    answer = forms.CharField(label=_("Why?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data=None, *, warranty_return):
        super().__init__(data, warranty_return=warranty_return)
        self.fields["outcome"].choices = [one for one in Dispute.choices if one[0] != Dispute.OPEN]


class AcknowledgementForm(forms.Form):
    note = forms.CharField(
        label=_("What do you do about it?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
