"""A case of an installer about a job, linked in the job's milestone feed."""

from uuid import NAMESPACE_OID, uuid5

from .complaining import Complaining


class Linked(Complaining):
    class Meta:
        abstract = True

    @property
    def is_of_installer(self):
        return self.installer_id is not None or self.account.is_installer

    def link_job(self, *, by, at):
        """Leave a private note with the case's number in the feed of its job, once a job."""
        if self.job_id and self.is_of_installer:
            key = uuid5(NAMESPACE_OID, f"{self.pk}/{self.job_id}")
            self.job.note(self.summary, by=by, at=at, client_key=key, case=self.number)
