"""Many cases at once, written as rows: what a queue looks like after years, without years of verbs."""

from datetime import timedelta

from cases.models import Case
from tenants import news
from tenants.models import Branch
from tests.cast import as_company


def crowd(account, many, *, at, resolved=False, apart=timedelta(0)):
    """Write ``many`` open or resolved cases about ``account`` that are due or resolved at ``at``, or ``apart``."""
    with as_company(account.tenant_id):
        branch = Branch.objects.get(is_root=True)
        taken = Case.objects.count()
        moments = [at + apart * place for place in range(many)]
        Case.objects.bulk_create(
            Case(
                account=account,
                branch=branch,
                number=taken + place,
                summary=f"Case {taken + place}",
                case_type="repair",
                reason_code="defect",
                source="phone",
                opened_at=moment,
                queue_at=moment,
                due_at=moment,
                resolved_at=moment if resolved else None,
            )
            for place, moment in enumerate(moments, start=1)
        )
        news.tell()
