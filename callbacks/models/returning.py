"""Opening a return: a customer reports something after our work, and somebody finds out whether it was us."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callbacks.querysets import ReturnQuerySet
from customers.models import Job
from inbox.models import About
from routing.models import Calendar
from tenants.models import Counter

from .changing import CannotCallBack
from .owning import fitting_owner, refuse_owner
from .standards import standards_in_force
from .vocabulary import Kind


class ReturningQuerySet(ReturnQuerySet):
    @transaction.atomic
    def open_for(self, job, *, by, reported, case=None, callback=None, owner=None, client_key=None, at=None):
        """Open a return to ``job`` and return it, with the technician who led that job at this moment.

        It is looked into by ``owner``, or whom the house finds, by when the company answers warranty concerns. The
        same ``client_key`` is one return. Errors: CannotCallBack without words, for a job that is not done or of
        another customer, for a closed case, or while another return to that job is open.
        """
        at = at or timezone.now()
        number = Counter.next("return")
        # The counter's row lock makes a second sender wait until here.
        if client_key and (sent := self.filter(client_key=client_key).first()):
            Counter.give_back("return")
            return sent
        if case is not None:
            case.lock()
            case = case.merged_into or case
        self._refuse(job, reported, case, callback)
        row = self.model(account=job.account, job=job, technician=job.technician, branch=job.branch)
        row.case, row.callback, row.number, row.client_key = case, callback, number, client_key
        row.reported, row.opened_at, row.opened_by = reported.strip(), at, by
        row.owner = owner or fitting_owner(row.branch, at, promised_by=by, case=case)
        refuse_owner(row.owner, row.branch)
        hours = Calendar.objects.office_hours(row.branch)
        row.due_at = row.alarm_at = standards_in_force().target(Kind.WARRANTY, at, hours).due_at
        row.save(force_insert=True)
        row.index_words()
        row.record("return-opened", by=by, at=at, body=row.reported, job=job.number, technician=row.lead)
        row.tell([row.owner], "callbacks-return-given", by=by, at=at, key="given/1", about=About.ASSIGNED)
        if row.technician and row.technician_id != row.owner_id:
            row.tell([row.technician], "callbacks-return-opened", by=by, at=at, key="opened", job=job.number)
        return row

    def _refuse(self, job, reported, case, callback):
        reasons = []
        if not reported.strip():
            reasons.append(_("Write what the customer reports."))
        if job.status != Job.Status.COMPLETED:
            reasons.append(_("%(job)s is not done yet: nobody returns to it.") % {"job": job})
        for thing in filter(None, (case, callback)):
            if thing.account_id != job.account_id:
                reasons.append(_("%(thing)s belongs to another customer.") % {"thing": thing})
        if case is not None and case.closed_at:
            reasons.append(_("The case is closed. Reopen it first."))
        if other := self.open().of_job(job).first():
            reasons.append(_("Return #%(number)s to this job is still open.") % {"number": other.number})
        if reasons:
            raise CannotCallBack(*reasons)
