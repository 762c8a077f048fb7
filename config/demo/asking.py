"""What is asked of other departments, and what they say. Mixed into the story of a case."""

from datetime import timedelta

from cases.models import Referral

# What becomes of one after the other.
FATES = ("answered", "returned", "waiting", "answered", "accepted", "withdrawn", "waiting", "answered", "accepted")


class Asks:
    def refer(self, at):
        """Ask a department that this case is not in; what comes of it follows on the clock."""
        if self.case.resolved_at:
            return
        asked = self.script.say("referrals")
        department = self.cast.departments[asked["department"]]
        if department.pk == self.case.department_id or self.case.referrals.open().to(department).exists():
            return
        told = {"reason": asked["reason"], "comments": self.words.fill(asked["comments"], at)}
        referral = self.case.refer(department, by=self.speaker, at=at, **told, **self.case.sales_people())
        for alarm_at in (referral.at_risk_at, referral.due_at + timedelta(seconds=1)):
            self.clock.at(alarm_at, lambda moment: Referral.objects.chase([referral.pk], moment))
        self._let_them(referral, asked, at)

    def _let_them(self, referral, asked, at):
        """Most are accepted soon and answered within the day; some wait, some go back."""
        fate = FATES[(Referral.objects.count() - 1) % len(FATES)]
        accepted_at = self.clock.soon(at, 10, 120)
        ends_at = self.clock.soon(accepted_at, 30, 400)
        if fate != "waiting":
            self.clock.at(accepted_at, lambda moment: self._accept(referral, moment))
        ends = {"answered": self._answer, "returned": self._give_back, "withdrawn": self._withdraw}
        if fate in ends:
            self.clock.at(ends_at, lambda moment: ends[fate](referral, asked, moment))

    def _seen(self, referral):
        """The referral as others have left it."""
        return Referral.objects.select_related("case", "department").get(pk=referral.pk)

    def _who(self, referral):
        team = [one for one in self.cast.teams.get(referral.department_id, ()) if one.role != "technician"]
        return referral.accepted_by or self.luck.choice(team)

    def _accept(self, referral, at):
        referral = self._seen(referral)
        if referral.state == "waiting":
            referral.accept(by=self._who(referral), at=at)

    def _answer(self, referral, asked, at):
        referral = self._seen(referral)
        if referral.is_open:
            referral.reply(self.words.fill(asked["answer"], at), by=self._who(referral), at=at)

    def _give_back(self, referral, asked, at):
        referral = self._seen(referral)
        if referral.is_open:
            referral.give_back(self.words.fill(asked["goes_back"], at), by=self._who(referral), at=at)

    def _withdraw(self, referral, _asked, at):
        referral = self._seen(referral)
        if referral.is_open:
            referral.withdraw(by=referral.opened_by, at=at)

    def settle_referrals(self, at):
        """Nobody waits for an answer about what is put right: it is answered, goes back or is withdrawn."""
        for referral in self.case.referrals.open():
            asked = {**self.script.say("referrals"), "answer": self.script.say("last_words")}
            ends = (self._give_back, self._answer, self._withdraw, self._answer)
            ends[Referral.objects.exclude(pk__in=Referral.objects.open()).count() % len(ends)](referral, asked, at)
