"""The scheduler: keeps no file of its own (a missed beat is swept by the next) and shows that it is alive."""

from celery.beat import Scheduler

from config import embedded

SIGN_OF_LIFE = "beat-is-alive"


class LivingScheduler(Scheduler):
    def tick(self, *args, **kwargs):
        (embedded.make_home() / SIGN_OF_LIFE).touch()
        return super().tick(*args, **kwargs)
