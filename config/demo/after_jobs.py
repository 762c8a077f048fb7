"""Large jobs of the last weeks, completed with the verb, and what followed: happy, not happy, still to be called."""

import random
from dataclasses import dataclass
from datetime import timedelta

from callbacks.models import Callback

MENDED = "Cut out the joint and soldered it anew. Dry since."
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Done:
    """One job: how long ago it was done, what the customer said, whether there was a second one, or it was reopened."""

    ago: timedelta
    happy: bool | None = None
    words: str = ""
    tried: str = ""
    second: bool = False
    reopened: str = ""


DONE = [
    Done(19 * A_DAY, happy=True),
    Done(16 * A_DAY, happy=True, words="Praises the crew, wants them again in spring.", tried="voicemail"),
    Done(12 * A_DAY, happy=True, second=True),
    Done(9 * A_DAY, happy=False, words="It drips where the new pipe meets the old one."),
    Done(8 * A_DAY, happy=True, tried="no_answer"),
    Done(5 * A_DAY, reopened="The inspector wants another support under the pipe."),
    Done(50 * AN_HOUR, second=True),
    Done(30 * AN_HOUR),
    Done(4 * AN_HOUR),
]


class AfterJobs:
    """Its luck is its own, so that the cases stay what they are."""

    def __init__(self, stage, calls):
        self.stage, self.clock, self.calls = stage, stage.clock, calls
        self.luck = random.Random(f"kept/{stage.script.slug}/after-jobs")  # noqa: S311 - nothing secret

    def finish_all(self):
        for home, done in zip(self.luck.sample(self.stage.books.homes, len(DONE)), DONE, strict=True):
            self.clock.at(self.clock.ends_at - done.ago, lambda at, home=home, done=done: self._finish(home, done, at))

    def _finish(self, home, done, at):
        job = self._do(home, at)
        call = Callback.objects.follow_job(job.pk, at)
        self.calls.listen(call)
        if done.second:
            self.clock.at(at + 2 * AN_HOUR, lambda moment: self._follow(self._do(home, moment), moment))
        if done.reopened:
            self.clock.at(at + 3 * AN_HOUR, lambda moment: job.reopen(done.reopened, by=job.technician, at=moment))
        starts_at = call.due_from_at or at
        wait = (call.due_at - starts_at) / 4
        if done.tried:
            self.clock.at(starts_at + wait, lambda moment: self._speak(call, moment, done.tried))
        if done.happy is not None:
            self.clock.at(starts_at + 2 * wait, lambda moment: self._hear(call, done, moment))

    def _do(self, home, at):
        """A large job of this home that is done now."""
        books = self.stage.books
        books.serial += 1
        lead = self.luck.choice(self.stage.cast.with_role("technician", branch_id=home.branch.pk))
        kind = self.luck.choice(self.stage.script.company["jobs"]["large"])
        about = {"site": home.site, "contract": home.contract, "branch": home.branch, "technician": lead}
        job = home.account.add_job(f"J-{books.serial}", kind=kind, is_large=True, **about)
        job.complete(by=lead, at=at)
        return job

    def _follow(self, job, at):
        Callback.objects.follow_job(job.pk, at)

    def _speak(self, call, at, outcome, **heard):
        call.refresh_from_db()
        if call.is_open:
            call.log_attempt(outcome, by=call.owner, at=at, **heard)

    def _hear(self, call, done, at):
        self._speak(call, at, "reached", happy=done.happy, note=done.words)
        if case := call.complaint:
            case.triage(at=at)
            lead = self.stage.cast.first("support_lead")
            self.clock.at(at + A_DAY, lambda moment: self._mend(case, lead, moment))

    @staticmethod
    def _mend(case, lead, at):
        case.refresh_from_db()
        if case.state == "open":
            case.resolve(by=lead, path="repaired", notes=MENDED, at=at)
            for complaint in case.account.complaints.noted_from(case.pk).open():
                complaint.settle(MENDED, by=lead, at=at)
