"""Views of the queues that somebody keeps: what is asked for, under a name."""

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.current import require_tenant_id
from tenants.fields import TenantForeignKey
from tenants.models import Membership, Tenant, TenantLeaf, TenantModel
from tenants.querysets import TenantManager, TenantQuerySet

MOST_OWN, MOST_SHARED = 50, 100  # views of a person, and of all that share; a menu shows them


class CannotSave(Exception):
    """The view cannot be kept so. ``args`` are the reasons, ready to show, at the form's ``field``."""

    field = "name"


class TooManyShared(CannotSave):
    field = "is_shared"


class SavedViewQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """One's own, and what is shared among the company's people. A view shows each only the cases they may see."""
        own = Q(owner=access.member)
        return self.filter(own | ~Q(shared_at=None)) if access.is_inside else self.filter(own)

    def by_name(self):
        return self.select_related("owner__user").order_by("name", "pk")

    def with_home(self, member):
        """Annotate ``is_home``: whether ``member`` begins with it."""
        return self.annotate(is_home=Exists(HomeView.objects.filter(view=OuterRef("pk"), member=member)))

    @transaction.atomic
    def keep(self, name, query, *, by, is_shared=False, at=None):
        """Keep ``query``, in its normal form, under ``name``.

        Errors: CannotSave when ``by`` has one called so, or there are as many as there may be.
        """
        self.refuse_too_many(by, is_shared)
        view = self.model(name=name, query=query, owner=by, shared_at=(at or timezone.now()) if is_shared else None)
        with name_is_free(name), transaction.atomic():
            view.save(force_insert=True)
        return view

    def own_of(self, member):
        return self.filter(owner=member, shared_at=None)

    def shared(self):
        return self.exclude(shared_at=None)

    def refuse_too_many(self, owner, is_shared):
        """Raise CannotSave when there is no room for one more. What is counted here stays so until the end."""
        Tenant.objects.select_for_update(no_key=True).get(pk=require_tenant_id())
        if is_shared and self.shared().count() >= MOST_SHARED:
            words = _("At most %(most)s views are shared. Delete one, or keep this one for yourself.")
            raise TooManyShared(words % {"most": MOST_SHARED})
        if not is_shared and self.own_of(owner).count() >= MOST_OWN:
            words = _("One person keeps at most %(most)s views of their own. Delete one first.")
            raise CannotSave(words % {"most": MOST_OWN})

    def home_of(self, member):
        """The view with which ``member`` begins, if they chose one that they still see."""
        return self.filter(Q(owner=member) | ~Q(shared_at=None), homes__member=member).first()


class name_is_free:  # noqa: N801 - reads as a word of the sentence
    """Turn the database's refusal of a second view of one name into a sentence."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _trace):
        if isinstance(error, IntegrityError):
            raise CannotSave(_("You have a view called “%(name)s” already.") % {"name": self.name}) from error


class SavedView(TenantModel):
    """``query`` is the address of the queue after the question mark, without a place in the list."""

    name = models.CharField(gettext_lazy("name"), max_length=60)
    query = models.CharField(max_length=600, blank=True)
    owner = TenantForeignKey(Membership, models.CASCADE, related_name="views")
    shared_at = models.DateTimeField(null=True, editable=False)

    objects = TenantManager.of(SavedViewQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "owner", "name"], name="cases_view_name"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('case-list')}?{self.query}&view={self.pk}"

    @transaction.atomic
    def change(self, *, by, name, is_shared, query="", at=None):
        """Rename, share or keep for oneself, and with ``query`` ask for something else. Errors: CannotSave."""
        if is_shared != bool(self.shared_at):
            type(self).objects.refuse_too_many(self.owner, is_shared)
        self.name, self.query = name, query or self.query
        self.shared_at = (self.shared_at or at or timezone.now()) if is_shared else None
        with name_is_free(name), transaction.atomic():
            self.save(update_fields=["name", "query", "shared_at"])

    def remove(self, *, by):
        self.delete()

    @transaction.atomic
    def begin_with(self, *, by):
        """Let ``by`` begin with this view, or with the plain queue when it was this one already."""
        if not self.homes.filter(member=by).delete()[0]:
            HomeView.objects.update_or_create(member=by, defaults={"view": self})


class HomeView(TenantLeaf):
    """With which view a member begins."""

    member = TenantForeignKey(Membership, models.CASCADE, related_name="+")
    view = TenantForeignKey(SavedView, models.CASCADE, related_name="homes")

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "member"], name="cases_home_once"),
        ]
