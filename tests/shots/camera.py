"""Walks the pages as the people of a demo company, and photographs what they see."""

from playwright.sync_api import Error

from tenants.current import tenant_scope
from tenants.models import Membership, Tenant
from tests.browser.pages import Found, sights
from tests.browser.watching import session_of

PATIENCE_MS = 15_000
# What lies on top of a page is seen in the window.
IN_WINDOW = (
    "sheet",
    "conflict",
    "keys",
    "user-menu",
    "lightbox",
    "toast",
    "queue-chosen",
    "bulk",
    "new-case-lookup",
    "palette",
    "filters-menu",
    "views-menu",
    "mention",
)

ALL_LOADED = """() => Promise.all([...document.images]
  .filter((one) => !one.complete && one.getBoundingClientRect().top < innerHeight)
  .map((one) => new Promise((done) => { one.onload = one.onerror = done })))"""


class Camera:
    def __init__(self, browser, address, folder):
        self.browser, self.address, self.folder = browser, address, folder
        self.taken, self.missed = 0, []
        company = Tenant.objects.order_by("pk").first()
        with tenant_scope(company, readonly=True):
            self.found = find(company)
            members = {member.role: member for member in Membership.objects.active().with_person().order_by("-pk")}
        self.sessions = {role: session_of(member) for role, member in members.items()}

    def walk(self, width, size, theme, prefixes):
        """Take the pictures of one width in one theme."""
        contexts = {}
        for sight in sights(self.found):
            if prefixes and not sight.name.startswith(tuple(prefixes)):
                continue
            if sight.role not in contexts:
                contexts[sight.role] = self.arrive(sight.role, size, theme)
            self.picture(contexts[sight.role], sight, f"{sight.name}-{width}-{theme}")
        for context in contexts.values():
            context.close()

    def arrive(self, role, size, theme):
        width, height, is_touched = size
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            has_touch=is_touched,
            is_mobile=is_touched,
            color_scheme=theme,
            reduced_motion="reduce",
            locale="en-US",
        )
        context.set_default_timeout(PATIENCE_MS)
        if role:
            context.add_cookies([{"name": "sessionid", "value": self.sessions[role], "url": self.address}])
        return context

    def picture(self, context, sight, name):
        page = context.new_page()
        path = self.folder / f"{name}.png"
        try:
            if sight.before:
                sight.before(page)
            page.goto(sight.path)
            if sight.then:
                sight.then(page)
            page.evaluate(ALL_LOADED)
            if not sight.name.startswith(IN_WINDOW):
                show_whole(page)
            page.screenshot(path=path, animations="disabled")
        except Error as error:
            self.missed.append(f"{name} ({error.message.splitlines()[0]})")
        else:
            self.taken += 1
            print(path.relative_to(self.folder.parent))
        page.close()


def show_whole(page):
    """Make the window as high as the page. Playwright's own full pages forget that the screen is touched."""
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})


def find(company) -> Found:
    """Find one case of each kind, and the customer of whom the most is known."""
    from django.db.models import Count
    from django.utils import timezone

    from cases.models import Case, Referral
    from customers.models import Account, Complaint, Contract, Job
    from evidence.models import Item

    now = timezone.now()
    cases = Case.objects.order_by("-number")
    told = cases.exclude(description="").exclude(next_action="")
    with_photos = Item.objects.filter(kind="image", state="clean").values("subject_id").annotate(many=Count("pk"))
    pictured = with_photos.order_by("-many")[0]["subject_id"]
    known = Account.objects.annotate(
        orders_many=Count("orders", distinct=True), cases_many=Count("cases", distinct=True)
    )
    away = cases.exclude(merged_into=None).select_related("merged_into").first()
    ending = Contract.objects.filter(status="cancelled").values("account")
    return Found(
        slug=company.slug,
        open=told.filter(resolved_at=None, due_at__gt=now, owner__isnull=False).first().number,
        overdue=cases.filter(resolved_at=None, due_at__lt=now).first().number,
        resolved=cases.resolved().filter(closed_at=None).first().number,
        closed=cases.exclude(closed_at=None).first().number,
        pictured=Case.objects.get(pk=pictured).number,
        busy=known.filter(kind="homeowner", cases__resolved_at=None).order_by("-cases_many").first().number,
        ending=known.filter(pk__in=ending).order_by("-cases_many").first().number,
        account=known.order_by("-orders_many", "-cases_many").first().number,
        complained=cases.filter(account__in=Complaint.objects.open().values("account"), resolved_at=None)[0].number,
        referred=Referral.objects.open().order_by("-case__referrals_made", "due_at").first().case.number,
        survivor=away.merged_into.number,
        merged=away.number,
        passed=cases.filter(resolved_at=None).exclude(owner_fixed_at=None).first().number,
        job=Job.objects.annotate(many=Count("cases")).exclude(contract__installer=None).order_by("-many")[0].number,
    )
