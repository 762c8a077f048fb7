"""Who hears of a referral: the department that is asked, and whoever asked."""

from django.db import models

from inbox.models import About

from .case import Case


class Told(models.Model):
    """Everybody is told once of each event, and only who may open the case."""

    class Meta:
        abstract = True

    def tell_department(self, what, *, by, at, about):
        """Tell whoever accepted it and is still here, else everybody who works there and whom of Sales it names."""
        readers = Case.objects.readers_of(self.case)
        named = readers.filter(pk__in={self.account_manager_id, self.sales_manager_id} - {None})
        theirs = readers.filter(departments__department=self.department_id)
        keeper = list(readers.filter(pk=self.accepted_by_id)) if self.accepted_by_id else []
        self._tell(keeper or (theirs | named).distinct(), what, by=by, at=at, about=about)

    def tell_asker(self, what, *, by, at, about=About.MINE):
        """Tell who asked."""
        self._tell(Case.objects.readers_of(self.case).filter(pk=self.opened_by_id), what, by=by, at=at, about=about)

    def tell_everybody_waiting(self, what, *, by, at):
        """Tell who asked, and the owner, helpers and followers of the case."""
        self.tell_asker(what, by=by, at=at)
        self.case.tell_followers(what, by=by, at=at, key=self._key(what), department=self.department.name)

    def _tell(self, members, what, **how):
        self.case.tell(members, what, key=self._key(what), department=self.department.name, **how)

    def _key(self, what):
        return f"{what}/{self.pk}"
