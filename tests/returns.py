"""Finished jobs and returns to them, for tests; see factories.py."""

from datetime import timedelta

import factory
from django.utils import timezone

from callbacks.models import WarrantyReturn
from tests.factories import JobFactory, TenantModelFactory


class DoneJobFactory(JobFactory):
    """A job that was completed, ten days ago unless ``completed_at`` says when."""

    status = "completed"
    completed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))


class ReturnFactory(TenantModelFactory):
    """A return that was opened with the verb, by ``by`` or the house."""

    class Meta:
        model = WarrantyReturn

    job = factory.SubFactory(DoneJobFactory)
    by = None
    reported = factory.Sequence(lambda n: f"It leaks since you were here {n}")

    @classmethod
    def _create(cls, model, *, job, **fields):
        return WarrantyReturn.objects.open_for(job, **fields)
