"""What workers do when the setup has changed, step by step in this process."""

from cases.models import Case
from cases.tasks import follow_clock, follow_rules
from routing.models import Rollout
from tests.cast import outside

STEPS = {"rules": follow_rules, "clock": follow_clock}


def carry_out(kind, most=50):
    """Do what the workers do, step by step; return the ids of the cases that were handed out."""
    rollout, handed_out = Rollout.objects.get(kind=kind), []
    for _ in range(most):
        found = Case.objects.carry(rollout)
        for pk in found:
            with outside():
                args, headers = [str(pk), str(rollout.pk)], {"tenant": str(rollout.tenant_id)}
                STEPS[kind].apply(args=args, headers=headers, throw=True)
        handed_out += found
        rollout = Rollout.objects.get(kind=kind)
        if rollout.carried_at:
            return handed_out
    raise AssertionError("it never comes to rest")
