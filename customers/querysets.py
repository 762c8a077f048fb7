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

    def called(self, text):
        """Accounts that ``text`` itself names: part of the name or phone, the number, the e-mail address."""
        text, digits = _as_compared(text)
        own = Q(name__icontains=text) | Q(email_normalised=text.lower())
        if digits:
            own |= Q(number=int(digits[:12]))
        if len(digits) >= 4:
            own |= Q(phone_e164__contains=digits)
        return self.filter(own)

    def matching(self, text):
        """Accounts called so, or with such a contact, street or contract; all of them without a text.

        One look at each table: joining them would multiply their rows before anything is compared.
        """
        text, digits = _as_compared(text)
        if not text:
            return self
        person = Q(name__icontains=text)
        if len(digits) >= 4:
            person |= Q(phone_e164__contains=digits)
        parts = {"contacts": person, "properties": Q(street__icontains=text), "contracts": Q(number__iexact=text)}
        found = Q(pk__in=self.model.objects.called(text).values("pk"))
        for part, like in parts.items():
            rows = getattr(self.model, part).rel.related_model.objects.filter(like)
            found |= Q(pk__in=rows.values("account"))
        return self.filter(found)

    def named(self, text):
        """The account that an address names, by its number or its id; none when it names nothing."""
        if str(text).isdecimal():
            return self.filter(number=int(str(text)[:20]))
        try:
            return self.filter(pk=UUID(str(text)))
        except ValueError:
            return self.none()

    def following(self, text, among=None):
        """The rest of a list by name, after the account ``among`` these that ``text`` names; all when it names none."""
        last = (self.model.objects.all() if among is None else among).named(text).first()
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


def _as_compared(text):
    text = text.replace("\0", "").strip()
    return text, "".join(letter for letter in text if letter.isdecimal())
