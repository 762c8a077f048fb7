"""Returns to finished jobs: what was settled in ninety days, and what is still being looked into."""

import random
from dataclasses import dataclass
from datetime import timedelta

from callbacks.models import Callback, CannotCallBack, CoachingFlag, ReturnTerms, WarrantyReturn

SETTLED = 9
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Plot:
    """What a customer reports, what somebody found who was asked, and whether it was us."""

    reported: str
    found: str
    asked: str
    cause: str
    why: str


PLOTS = [
    Plot(
        "The cleanout plug in the yard drips since the job.",
        "The plug was not thread-taped. Photo of the dry thread.",
        "the technician who led the job",
        "yes",
        "The plug was put in without tape. It is on the checklist.",
    ),
    Plot(
        "Water below the sink, one week after we were there.",
        "The hose of the dishwasher has a hole. Our joint is dry.",
        "the customer and the technician",
        "no",
        "The hose is theirs and five years old. We never touched it.",
    ),
    Plot(
        "The pressure is lower than before.",
        "The regulator is set to 60 psi, as written on the job.",
        "the technician who led the job",
        "no",
        "Pressure is as agreed. A filter of theirs is clogged.",
    ),
    Plot(
        "The new valve hums at night.",
        "Hums above 70 psi only. Asked the maker for a drawing.",
        "the maker's hotline",
        "unknown",
        "The maker answers next week. Nobody admits anything before.",
    ),
]
OPEN = [(PLOTS[0], 6, ""), (PLOTS[1], 3, "no"), (PLOTS[3], 4, "unknown"), (PLOTS[2], 1, "")]


def live_returns(stage):
    """Lay the returns on the clock. Their luck is their own, so that the cases stay what they are."""
    returns = Returns(stage)
    jobs = returns.jobs()
    for n, job in enumerate(jobs[:SETTLED]):
        at = returns.soon(max(job.completed_at + 3 * A_DAY, stage.clock.begins_at + 2 * A_DAY), 60, 600)
        if at < stage.clock.ends_at - 4 * A_DAY:
            stage.clock.at(at, lambda moment, n=n, job=job: returns.settled(PLOTS[n % 3], job, moment))
    stage.clock.at(stage.clock.ends_at - timedelta(minutes=19), returns.measure)
    for (plot, ago, cause), job in zip(OPEN, jobs[SETTLED:], strict=False):
        at = returns.soon(stage.clock.ends_at - ago * A_DAY, 10, 90)
        stage.clock.at(at, lambda moment, told=(plot, job, cause): returns.open(*told, moment))


class Returns:
    def __init__(self, stage):
        self.stage, self.clock, self.cast = stage, stage.clock, stage.cast
        self.luck = random.Random(f"kept/{stage.script.slug}/returns")  # noqa: S311 - nothing secret
        self.desk = stage.cast.first("support")

    def soon(self, moment, *minutes):
        return moment + timedelta(minutes=self.luck.uniform(*minutes))

    def jobs(self):
        """Finished jobs that somebody led, mixed."""
        jobs = [job for home in self.stage.books.homes for job in home.jobs]
        done = [job for job in jobs if job.status == "completed" and job.technician]
        done = [job for job in done if job.completed_at < self.clock.ends_at - 8 * A_DAY]
        return self.luck.sample(done, min(len(done), SETTLED + len(OPEN)))

    def measure(self, at):
        """Let few jobs be enough, dispute one, and let the managers hear of whose rate is too high."""
        by = self.cast.first("owner")
        ReturnTerms.objects.write(by=by, was=0, minimum_jobs=4, threshold_percent=8, window_days=180, at=at)
        for found in WarrantyReturn.objects.counted().exclude(technician=None).filter(finished_at=None)[:1]:
            found.object_to("The customer has worked on it since.", by=found.technician, at=at)
        CoachingFlag.objects.watch(at)
        for flag in CoachingFlag.objects.raised()[1:2]:
            flag.acknowledge("We go through the checklist together on Monday.", by=by, at=at)

    def settled(self, plot, job, at):
        found = self._begin(plot, job, at)
        if found is None:
            return
        boss = self._boss(job)
        decided_at = self.soon(at + A_DAY, 30, 300)
        self.clock.at(decided_at, lambda moment: found.decide(plot.cause, plot.why, by=boss, at=moment))
        self.clock.at(decided_at + timedelta(minutes=9), lambda moment: found.settle(by=boss, at=moment))

    def open(self, plot, job, cause, at):
        found = self._begin(plot, job, at)
        if found is None or not cause:
            return
        boss, next_at = self._boss(job), self.clock.ends_at + 5 * A_DAY
        told = {"by": boss, "next_at": next_at if cause == "unknown" else None}
        self.clock.at(at + A_DAY, lambda moment: found.decide(cause, plot.why, at=moment, **told))

    def _begin(self, plot, job, at):
        """Open the return from a call about it where there was one, and write down what was found."""
        callback = Callback.objects.of_job(job).of_kind("warranty").filter(promised_at__lt=at).first()
        told = {"by": self.desk, "reported": plot.reported, "callback": callback, "at": at}
        try:
            found = WarrantyReturn.objects.open_for(job, **told)
        except CannotCallBack:  # one is open already
            return None
        by = job.technician if plot.cause == "yes" else self.desk
        found.note_finding(plot.found, asked=plot.asked, by=by, at=at + timedelta(hours=3))
        late_at = found.due_at + timedelta(seconds=1)
        self.clock.at(late_at, lambda moment: WarrantyReturn.objects.sound([found.pk], moment))
        return found

    def _boss(self, job):
        bosses = self.cast.with_role("manager", "owner")
        return next((one for one in bosses if one.branch.is_root or one.branch_id == job.branch_id), bosses[0])
