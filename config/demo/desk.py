"""What happens between calls and between people: two that were one, a case that goes round, and how each looks at it.

The acts are mixed into the story of a case, as those of ``acts`` are.
"""

from datetime import timedelta

from cases.models import Case, SavedView

WAITED = timedelta(minutes=15)
CALM = timedelta(hours=3)


class Desk:
    def merge(self, at):
        """The lead sees that this is the case that is there already."""
        self.case.merge_into(self.twin.case, by=self.cast.first("support_lead"), at=at)

    def take_apart(self, at):
        self.case.take_apart(by=self.cast.first("support_lead"), at=at)

    def pass_on(self, at):
        """The owner gives it to somebody who has not had it yet, until it has had too many."""
        if self.case.is_owner_fixed:
            return
        had = set(self.case.history().filter(kind="cases-assigned").values_list("facts__after", flat=True))
        desk = self.cast.with_role("support", "support_lead", "service", branch_id=self.home.branch.pk)
        fresh = (one for one in desk if one.name not in had and one != self.case.owner)
        self.case.assign(next(fresh), by=self.speaker, at=at)

    def release(self, at):
        """A manager lets it have another owner again."""
        manager = self.luck.choice(self.cast.with_role("manager", branch_id=self.home.branch.pk))
        self.case.release_owner(by=manager, reason=self.script.say("releases"), at=at)


def let_some_wait(stage):
    """Of the cases that have time left, some wait for a part and one for its customer."""
    stage.clock.at(stage.clock.ends_at - WAITED, lambda at: _wait(stage, at))


def _wait(stage, at):
    calm = Case.objects.open().exclude(owner=None).filter(at_risk_at__gt=stage.clock.ends_at + CALM)
    for case, waiting in zip(calm.due_first(), stage.script.company["waiting"], strict=False):
        until = at + timedelta(days=waiting["days"]) if waiting.get("days") else None
        case.wait(waiting["kind"], reason=waiting["reason"], until=until, by=case.owner, at=at)


def keep_views(stage):
    """Let some look at the queues in their own way, and some share how."""
    for view in stage.script.shared["views"]:
        by, at = stage.cast.first(view["of"]), stage.clock.ends_at
        kept = SavedView.objects.keep(view["name"], view["asks"], by=by, is_shared=view["shared"], at=at)
        for role in view.get("home_of", ()):
            kept.begin_with(by=stage.cast.first(role))
