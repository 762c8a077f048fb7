"""Questions about customers."""

from uuid import UUID

from django.db.models import Q

from tenants.models import Role
from tenants.querysets import TenantQuerySet


class AccountQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """An installer sees the accounts of their own organisation; everyone else who reads cases sees all."""
        if not access.can("service_read"):
            return self.none()
        if access.role == Role.INSTALLER:
            return self.filter(seats__member=access.member)
        return self

    def matching(self, text):
        """Accounts whose number, name, phone or e-mail begins like ``text``, or whose name contains it."""
        text = text.replace("\0", "").strip()
        if not text:
            return self
        digits = "".join(letter for letter in text if letter.isdecimal())
        found = Q(name__icontains=text) | Q(email_normalised=text.lower()) | Q(contacts__name__icontains=text)
        found |= Q(properties__street__icontains=text) | Q(contracts__number__iexact=text)
        if digits:
            found |= Q(number=int(digits[:12]))
        if len(digits) >= 4:
            found |= Q(phone_e164__contains=digits) | Q(contacts__phone_e164__contains=digits)
        return self.filter(pk__in=self.model.objects.filter(found).values("pk"))

    def named(self, text):
        """The account that an address names, by its number or its id; none when it names nothing."""
        if str(text).isdecimal():
            return self.filter(number=int(str(text)[:20]))
        try:
            return self.filter(pk=UUID(str(text)))
        except ValueError:
            return self.none()

    def following(self, text):
        """The rest of a list by name, after the account that ``text`` names; the whole list when it names none."""
        last = self.model.objects.named(text).first()
        return self.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk)) if last else self

    def by_name(self):
        return self.order_by("name", "pk")

    def for_list(self):
        return self.select_related("parent").prefetch_related("properties").by_name()

    def for_page(self):
        return self.select_related("parent", "account_manager__user", "sales_manager__user").prefetch_related(
            "contacts",
            "properties",
            "contracts__site",
            "contracts__installer",
            "jobs__branch",
            "jobs__technician__user",
            "jobs__site",
            "orders__lines__product",
        )
