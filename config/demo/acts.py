"""What people do with a case, each by one verb. Mixed into the story of the case, which says when."""

from uuid import UUID

from cases.models import ResolutionPath
from routing.clock import DEFAULT_POLICY, due_at
from timeline.models import Audience

from .calls import settle_calls

HIGHER = {"low": "normal", "normal": "high", "high": "urgent"}
LOWER = {"urgent": "high", "high": "normal", "normal": "low"}
RESOLVERS = ("support_lead", "support_lead", "manager", "manager", "owner", "admin")


ASKED = ("support", "support_lead", "service", "technician", "manager", "owner", "admin", "executive")


class Acts:
    """Every act finds the case as others have left it, and does nothing where there is nothing left to do."""

    @property
    def speaker(self):
        """Who speaks for the case now: its owner, or somebody of support."""
        return self.case.owner or self.cast.with_role("support", branch_id=self.home.branch.pk)[0]

    def pick_up(self, at):
        """Somebody becomes the owner: the one this case is for, or one of the department, by hand or by assignment."""
        lead = self.cast.first("support_lead")
        if self.fate.hero:
            self.case.assign(self._hero(), by=lead, at=at)
            return
        team = self.cast.team_of(self.case) or self.cast.with_role("support", branch_id=self.home.branch.pk)
        if self.case.owner is not None and self.luck.random() < 0.7:
            return
        if self.case.owner is None and self.luck.random() < 0.6:
            self.case.take(by=self.luck.choice(team), at=at)
        else:
            field = self.cast.with_role("technician", "service", branch_id=self.home.branch.pk)
            self.case.assign(self.luck.choice([*team, *field]), by=lead, at=at)

    def _hero(self):
        hero = self.cast.first(self.fate.hero)
        if hero.branch.is_root or hero.branch_id == self.case.branch_id:
            return hero
        return self.luck.choice(self.cast.with_role(self.fate.hero, branch_id=self.case.branch_id))

    def reply(self, at):
        self.say(self.plot.one_of(self.plot.issue.replies), at, by=self.speaker, audience=Audience.CUSTOMER)

    def note(self, at):
        self.say(self.plot.one_of(self.plot.issue.notes), at, by=self.speaker)

    def chase(self, at):
        chaser = self.script.say("chasers_in_spanish" if self.is_in_spanish else "chasers")
        self.say(chaser, at, by=self.speaker, audience=Audience.CUSTOMER)

    def remark(self, at):
        anybody = self.cast.with_role("support", "service", "technician", "manager", branch_id=self.home.branch.pk)
        self.say(self.script.say("remarks"), at, by=self.luck.choice(anybody))

    def ask(self, at):
        """Somebody is asked by name: one of those who sign in as a role, and who see the case."""
        known = [self.cast.first(role) for role in ASKED if role != self.speaker.role]
        known = [member for member in known if self.case.is_seen_by(member)]
        text = self.words.fill(self.script.say("asks"), at, self.case.owner)
        self.case.comment(f"@{self.luck.choice(known).name} {text}", by=self.speaker, at=at)

    def hear_again(self, at):
        """The customer calls once more, and whoever takes the call finds the case that is there."""
        listener = self.luck.choice(self.cast.with_role("support", "service", branch_id=self.home.branch.pk))
        words = self.words.fill(self.script.say("calls_again"), at, self.case.owner)
        key = UUID(int=self.luck.getrandbits(128))
        caller = self.contact.name
        self.case.hear_again(words, by=listener, source="phone", caller=caller, client_key=key, at=at)

    def label(self, at):
        self.case.tag(self.luck.choice(self.plot.issue.tags), by=self.speaker, at=at)

    def plan(self, at):
        action = self.words.fill(self.script.say("next_actions"), at)
        due_at = self.clock.hours.next_opening(self.clock.soon(at, 600, 3000))
        wanted = {"next_action": action, "next_action_due_at": due_at}
        self.case.edit(wanted, was={}, by=self.speaker, at=at)

    def add_helper(self, at):
        helpers = self.cast.with_role("technician", "service", branch_id=self.home.branch.pk)
        helper = self.luck.choice([member for member in helpers if member != self.case.owner])
        self.case.add_helper(helper, by=self.speaker, at=at)

    def turn(self, at):
        """It gets worse, or is less bad than it sounded."""
        worse = HIGHER.get(self.case.priority)
        gets_worse = worse and self.luck.random() < 0.65 and not self._would_be_late(worse, at)
        reason = self.script.say("raises" if gets_worse else "lowers")
        if priority := worse if gets_worse else LOWER.get(self.case.priority):
            self.case.prioritise(priority, by=self.speaker, reason=reason, at=at)
            self.listen()

    def _would_be_late(self, priority, at):
        """People seldom raise a priority to one that has run out already."""
        return at > due_at(self.case.opened_at, priority, DEFAULT_POLICY) and self.luck.random() < 0.9

    def correct(self, at):
        """Somebody saw what it really is; the case goes to another department."""
        self.case.give_reason(self.plot.issue.reason_code, by=self.speaker, at=at)

    def photograph(self, at):
        if self.plot.issue.photo:
            self.stage.album.take(self, at)

    def escalate(self, at):
        if self.case.resolved_at is None:
            by = self.luck.choice(self.cast.with_role("support", "manager", branch_id=self.home.branch.pk))
            reason = self.words.fill(self.script.say("escalations"), at)
            self.case.escalate(by=by, reason=reason, at=at)
            self.listen()

    def resolve(self, at):
        path, notes = self.plot.one_of(self.plot.issue.solved)
        if self.case.reopen_count:
            notes = f"Second visit: {notes}"
        self.settle_referrals(at)
        by, notes = self._resolver(), self.words.fill(notes, at)
        self.case.resolve(by=by, path=ResolutionPath(path), notes=notes, at=at)
        for complaint in self.case.account.complaints.open().noted_from(self.case.pk):
            complaint.settle(notes, by=by, at=at)

    def close(self, at):
        if self.case.resolved_at:
            settle_calls(self.case, at=at)
            self.case.close(by=self._resolver(), csat=self.fate.csat, at=at)

    def reopen(self, at):
        self.case.reopen(by=self._resolver(), reason=self.script.say("reopenings"), at=at)
        self.listen()
        if not self.fate.resolved_again_at:
            self.work(at, self.clock.ends_at)

    def _resolver(self):
        return self.luck.choice(self.cast.with_role(*RESOLVERS, branch_id=self.home.branch.pk))
