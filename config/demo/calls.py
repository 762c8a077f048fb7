"""What a demo company has promised to call about: kept, late, waiting, at risk and forgotten, on every rung."""

import random
from dataclasses import dataclass
from datetime import timedelta

from callbacks.models import Callback, Kind, Topic

from .wording import Wording

PAST, LATE_EVERY, WITHDRAWN_EVERY = 48, 7, 11
OWNERS = ("support", "support_lead", "service", "support", "manager", "support", "owner", "admin", "support_lead")
A_DAY = timedelta(days=1)
ANSWERS, ASKED_AGAIN = ("undecided", "accepted", "declined"), "They talked it over and want it done before the summer."


@dataclass(frozen=True)
class Call:
    """One callback that is still open: how long ago it was promised, and when it is due where that was agreed."""

    kind: str
    ago: timedelta
    due_in: timedelta | None = None
    heard: tuple = ()
    act: str = ""


def minutes(n):
    return timedelta(minutes=n)


OPEN = [
    Call("emergency", minutes(20)),
    Call("emergency", minutes(45)),  # at risk
    Call("emergency", minutes(65)),  # its owner knows
    Call("emergency", minutes(80)),  # its manager knows
    Call("status_update", 6 * A_DAY, -5 * A_DAY),  # the whole branch knows
    Call("warranty", 8 * A_DAY, -4 * A_DAY, heard=("no_answer", "voicemail")),
    Call("warranty", minutes(200)),
    Call("warranty", A_DAY, minutes(25), heard=("no_answer",)),
    Call("status_update", minutes(300), minutes(90)),
    Call("status_update", minutes(100), minutes(240), heard=("voicemail",)),
    Call("status_update", 2 * A_DAY, act="move"),
    Call("after_hours", minutes(500)),
    Call("after_hours", minutes(400), heard=("wrong_number",)),
    Call("proactive", minutes(600)),
    Call("proactive", A_DAY, heard=("no_answer",)),
    Call("quote_follow_up", A_DAY),
    Call("quote_follow_up", minutes(900), heard=("voicemail",)),
    Call("warranty", 2 * A_DAY, minutes(600), heard=("no_answer", "no_answer"), act="escalate"),
    Call("status_update", minutes(700), minutes(1500)),
    Call("warranty", minutes(30)),
]


class Calls:
    """Lays the promises of ninety days on the clock. Its luck is its own, so that the cases stay what they are."""

    def __init__(self, stage):
        self.stage, self.clock, self.cast = stage, stage.clock, stage.cast
        self.luck = random.Random(f"kept/{stage.script.slug}/calls")  # noqa: S311 - nothing secret
        self.turn = 0

    def promise_all(self):
        for n in range(PAST):
            begins = self.clock.begins_at + 2 * A_DAY
            moment = self.clock.between(begins, self.clock.ends_at - 4 * A_DAY)
            kind = Kind.values[n % len(Kind.values)]
            self.clock.at(moment, lambda at, kind=kind, n=n: self._past(kind, n, at))
        for call in OPEN:
            self.clock.at(self.clock.ends_at - call.ago, lambda at, call=call: self._open(call, at))

    def _promise(self, kind, at, due_at=None):
        """Promise a call to somebody whom the next of the office sees; return it with the words for it."""
        home, member = self._next()
        contact, job = self.luck.choice(home.contacts), self.luck.choice(home.jobs)
        text = self.luck.choice([one for one in self.stage.script.shared["callbacks"] if one["kind"] == kind])
        words = Wording(home, contact, job, self.clock)
        about = {"contact": contact, "branch": home.branch}
        if kind in ("warranty", "proactive"):
            about["job"] = job
        if kind == "status_update":
            about["case"] = home.account.cases.open().filter(opened_at__lt=at, branch=home.branch).first()
        said = {name: words.fill(text[name], at, member) for name in ("reason", "summary")}
        told = {"by": member, "owner": member, "at": at, "due_at": due_at, **said, **about}
        if kind == Kind.QUOTE_FOLLOW_UP:
            told |= {"topic": text.get("topic", Topic.QUOTE), "reference": f"Q-{2000 + self.turn}"}
            callback = Callback.objects.follow_up(home.account, **told)
        else:
            callback = Callback.objects.promise(home.account, kind=kind, **told)
        self.listen(callback)
        return callback, words.fill(text["outcome"], at, member)

    def _next(self):
        """The next of the office, and a customer of theirs."""
        self.turn += 1
        member = self.cast.first(OWNERS[self.turn % len(OWNERS)])
        homes = [one for one in self.stage.books.homes if member.branch.is_root or one.branch == member.branch]
        return self.luck.choice(homes), member

    def _past(self, kind, n, at):
        """Most are kept, some after another try; a few are late or no longer needed."""
        callback, outcome = self._promise(kind, at)
        start = callback.due_from_at or at
        tried_at = start + (callback.due_at - start) * self.luck.uniform(0.1, 0.4)
        if n % 3 == 0:
            heard = ("no_answer", "voicemail")[n % 2]
            self.clock.at(tried_at, lambda moment: self._try(callback, heard, moment))
        if n % WITHDRAWN_EVERY == 5:
            self.clock.at(tried_at, lambda moment: self._withdraw(callback, moment))
            return
        late = minutes(self.luck.randint(20, 400)) if n % LATE_EVERY == 3 else None
        ends_at = callback.due_at + late if late else start + (callback.due_at - start) * self.luck.uniform(0.5, 0.95)
        self.clock.at(ends_at, lambda moment: self._reach(callback, outcome, moment))

    def _open(self, call, at):
        due_at = None if call.due_in is None else self.clock.ends_at + call.due_in
        callback, _outcome = self._promise(call.kind, at, due_at)
        for place, heard in enumerate(call.heard, 1):
            share = (min(self.clock.ends_at, callback.due_at) - at) * place / (len(call.heard) + 2)
            self.clock.at(at + share, lambda moment, heard=heard: self._try(callback, heard, moment))
        last_at = at + (self.clock.ends_at - at) * 0.9
        if call.act == "move":
            self.clock.at(last_at, lambda moment: self._move(callback, moment))
        if call.act == "escalate":
            self.clock.at(last_at, lambda moment: self._escalate(callback, moment))

    def listen(self, callback):
        """Let it say what comes due, at the moment when it does, as the sweep would."""
        if callback.alarm_at:
            moment = max(callback.alarm_at, callback.promised_at) + timedelta(seconds=1)
            self.clock.at(moment, lambda at: self._ring(callback, at))

    def _ring(self, callback, at):
        Callback.objects.ring([callback.pk], at)
        callback.refresh_from_db()
        if callback.alarm_at and callback.alarm_at > at:
            self.listen(callback)

    def _try(self, callback, heard, at):
        callback.refresh_from_db()
        if callback.is_open:
            notes = {"voicemail": "Left a message and our number.", "wrong_number": "Somebody else has this number."}
            callback.log_attempt(heard, by=callback.owner, note=notes.get(heard, ""), at=at)

    def _reach(self, callback, outcome, at):
        callback.refresh_from_db()
        if callback.is_open:
            callback.log_attempt("reached", by=callback.owner, note=outcome, at=at, **self._heard(callback))
            for following in callback.links[callback.link or 0 :]:
                self.listen(following)
                self.clock.at(
                    following.due_at - A_DAY / 8, lambda moment, one=following: self._reach(one, ASKED_AGAIN, moment)
                )

    def _heard(self, callback):
        """What they say besides: after a job that they are happy, to every third quote that they want to think."""
        if callback.chain_id:
            return {"answer": ANSWERS[callback.number % 3] if callback.link == 1 else "accepted"}
        return {"happy": True} if callback.is_proactive else {}

    def _withdraw(self, callback, at):
        callback.refresh_from_db()
        if callback.is_open:
            callback.withdraw("They called us before we could.", by=callback.owner, at=at)

    def _move(self, callback, at):
        due_at = self.clock.hours.add(self.clock.ends_at, timedelta(hours=5))
        callback.move(due_at, "They are at work until the afternoon.", by=callback.owner, at=at)
        self.listen(callback)

    def _escalate(self, callback, at):
        case = callback.escalate("Third time that nobody comes when it was promised.", by=callback.owner, at=at)
        case.triage(at=at)


def settle_calls(case, *, at):
    """Nobody is left waiting for a call about a case that is closed."""
    for callback in Callback.objects.of_family(case).open():
        happy = True if callback.is_proactive else None
        callback.log_attempt("reached", by=callback.owner, note="Told them that it is done.", happy=happy, at=at)
