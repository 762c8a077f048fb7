"""What customers of a demo company complain about beside any case, some of it settled by now."""

from datetime import timedelta

EVERY = 7  # every so manieth household has something to say


def complain(stage):
    """Let the ``complaints`` of the script be noted, the first one of the customer with whom there is most to do."""
    busy = stage.books.busy
    homes = [busy, *(home for home in stage.books.homes[::EVERY] if home is not busy)]
    for nth, written in enumerate(stage.script.shared["complaints"]):
        _Grievance(stage, written, homes[nth % len(homes)].account, nth).begin()


class _Grievance:
    def __init__(self, stage, written, account, nth):
        self.stage, self.written, self.account, self.nth = stage, written, account, nth
        self.noted_at = stage.clock.ends_at - timedelta(days=written["days_ago"], hours=2 * nth)

    def begin(self):
        self.stage.clock.at(self.noted_at, self.note)

    def note(self, at):
        agents = self.stage.cast.with_role("support")
        by = agents[self.nth % len(agents)]
        complaint = self.account.note_complaint(self.written["words"], by=by, at=at)
        if outcome := self.written.get("outcome"):
            lead, settled_at = self.stage.cast.first("support_lead"), at + timedelta(hours=27)
            self.stage.clock.at(settled_at, lambda moment: complaint.settle(outcome, by=lead, at=moment))
