"""Real workers: a photo is ready soon after it came, whatever became of the broker."""

import pytest

from evidence import tasks
from evidence.models import Item
from tenants.current import tenant_scope
from tests.plugins.processes import until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def is_ready(company, photo):
    def ready():
        with tenant_scope(company):
            return Item.objects.shown().filter(pk=photo.pk).exists()

    return ready


def test_a_worker_makes_a_photo_ready_though_it_came_while_the_broker_was_away(acme, worker, broker, receive, heic):
    with tenant_scope(acme):
        photo = receive(heic, "IMG_0042.HEIC")
    until(is_ready(acme, photo), "the photo is ready")
    broker.stop()
    with tenant_scope(acme):
        late = receive(heic, "IMG_0043.HEIC")
    broker.start()
    until(lambda: tasks.sweep() or is_ready(acme, late)(), "the late photo is ready")
