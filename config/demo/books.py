"""The customers of a demo company: who lives where, what they signed, what was built, ordered and sold."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from customers.models import (
    Account,
    Asset,
    Contact,
    Contract,
    InstallerSeat,
    Job,
    Order,
    OrderLine,
    Product,
    Property,
    index_accounts,
)

from .cast import plain

HOMES = 130
BUSY, MORE_ORDERS = 4, 9  # the home of which there is more of everything than its page shows at once
NEEDS_ORDER = ("missing_part", "wrong_item")
STATUSES = ["active"] * 5 + ["completed"] * 4 + ["pending_cancellation", "cancelled"]
DAYS_AHEAD = {"scheduled": (5, 40), "active": (-20, -1)}


@dataclass
class Home:
    """One property with everything a case about it may point at."""

    account: Account
    site: Property
    branch: object
    contacts: list = field(default_factory=list)
    contract: Contract | None = None
    installer: Account | None = None
    jobs: list = field(default_factory=list)
    assets: dict = field(default_factory=dict)
    more: list = field(default_factory=list)  # further properties and contracts, in this order
    orders: list = field(default_factory=list)
    lines: list = field(default_factory=list)

    def may_have(self, issue):
        """Say whether that can go wrong here: with what was ordered, or with what stands here."""
        if issue.reason_code in NEEDS_ORDER:
            return any(line.product.sku == issue.product for line in self.lines)
        return issue.asset in self.assets


class Books:
    """Writes the customers into the company of the scope."""

    def __init__(self, script, cast, now):
        self.script, self.cast, self.luck, self.now = script, cast, script.luck, now
        self.written = script.company
        self.phones = iter(self._phone_numbers())
        self.names = iter(self._household_names())
        self.installers = self._installers()
        self.products = [Product(sku=sku, name=name) for sku, name in self.written["products"].items()]
        self.serial = 2100
        self.homes = [self._home(number) for number in range(HOMES)]
        self.busy = self._add_business(self.homes[BUSY])
        self._save()

    def _phone_numbers(self):
        numbers = [f"({area}) 555-{last:04}" for area in self.written["area_codes"] for last in range(100, 200)]
        self.luck.shuffle(numbers)
        return [*numbers, *[""] * 400]

    def _household_names(self):
        pairs = [(given, family) for given in self.script.shared["given"] for family in self.script.shared["family"]]
        self.luck.shuffle(pairs)
        return pairs

    def _installers(self):
        found = {}
        for row in self.written["installers"]:
            found[row["name"]] = Account.objects.register(
                row["name"],
                kind="installer",
                parent=found.get(row.get("parent")),
                account_manager=self.luck.choice(self.cast.with_role("service", "support_lead")),
                sales_manager=self.luck.choice(self.cast.with_role("manager", "owner")),
                phone=next(self.phones),
                email=f"office@{plain(row['name']).replace(' ', '')[:24]}.example",
            )
        for member, name in self.cast.seats.items():
            InstallerSeat.objects.create(member=member, account=found[name])
        return list(found.values())

    def _home(self, number):
        given, family = next(self.names)
        place = self.luck.choice(self.written["branches"])
        city, _space, postcode = self.luck.choice(place["cities"]).rpartition(" ")
        street = f"{self.luck.randint(12, 9980)} {self.luck.choice(self.written['streets']['names'])}"
        words = {"family": family, "family2": next(self.names)[1], "city": city, "street": street.split(" ", 1)[1]}
        is_household = number % 9 != 4
        pattern = "{given} {family}" if is_household else self.luck.choice(self.script.shared["organisations"])
        account = Account.objects.register(
            pattern.format(given=given, **words)[:120],
            phone=next(self.phones),
            email=f"{plain(given)}.{plain(family)}@example.{self.luck.choice(['com', 'net', 'org'])}".replace(" ", "-"),
        )
        site = Property(account=account, street=street, city=city, region=self.written["state"], postcode=postcode)
        home = Home(account, site, self.cast.branches[place["name"]])
        home.contacts = [self._contact(account, f"{given} {family}", "")]
        for title in self.luck.sample(self.script.shared["titles"], self.luck.choice([0, 0, 1, 1, 2])):
            home.contacts.append(self._contact(account, f"{next(self.names)[0]} {family}", title))
        self._history(home, number)
        return home

    def _contact(self, account, name, title):
        contact = Contact(account=account, name=name, title=title)
        phone = account.phone_e164 if not title else next(self.phones)
        return contact.reach_by(phone=phone, email=account.email_normalised if not title else "")

    def _history(self, home, number):
        signed_at = self.now - timedelta(days=self.luck.randint(60, 1500))
        home.installer = self.luck.choice(self.installers) if self.luck.random() < 0.45 else None
        if home.installer:
            Account.objects.filter(pk=home.account.pk).update(parent=home.installer)
            home.account.parent = home.installer
        home.contract = Contract(
            number=f"{self.written['contract_prefix']}-{signed_at:%y}-{number + 101:04}",
            account=home.account,
            site=home.site,
            installer=home.installer,
            status=STATUSES[number % len(STATUSES)],
            signed_on=signed_at.date(),
        )
        home.jobs = [self._job(home, large) for large in ((True, False) if number % 3 else (number % 2 == 0,))]
        kinds = sorted(self.written["assets"])
        for kind in self.luck.sample(kinds, self.luck.randint(3, len(kinds))):
            models = self.written["assets"][kind]
            home.assets[kind] = Asset(
                site=home.site,
                kind=kind,
                name=self.luck.choice(models),
                serial=f"{kind[:2].upper()}{self.luck.randint(10**6, 10**7)}",
                installed_on=(signed_at + timedelta(days=45)).date(),
            )
        if number % 5 != 3:
            self._order(home)

    def _job(self, home, large):
        self.serial += 1
        status = self.luck.choice(["completed"] * 4 + ["active", "scheduled"])
        first, last = DAYS_AHEAD.get(status, (-400, -4))
        done_at = self.now + timedelta(days=self.luck.randint(first, last))
        return Job(
            number=f"J-{self.serial}",
            kind=self.luck.choice(self.written["jobs"]["large" if large else "small"]),
            account=home.account,
            site=home.site,
            contract=home.contract,
            branch=home.branch,
            technician=self.luck.choice(self.cast.with_role("technician", branch_id=home.branch.pk)),
            status=status,
            completed_at=done_at if status == "completed" else None,
            is_large=large,
        )

    def _order(self, home):
        days = self.luck.randint(10, 200)
        number = f"SO-{10_000 + self.serial}"
        order = Order(
            number=number, account=home.account, job=home.jobs[-1], ordered_on=self.now.date() - timedelta(days=days)
        )
        home.orders.append(order)
        for position, product in enumerate(self.luck.sample(self.products, self.luck.randint(2, 5)), 1):
            quantity = self.luck.choice([1, 1, 1, 2, 4, 12])
            home.lines.append(OrderLine(order=order, position=position, product=product, quantity=quantity))

    def _add_business(self, home):
        """Let one customer have further addresses, contracts, jobs, orders and people to speak with."""
        place = next(place for place in self.written["branches"] if place["name"] == home.branch.name)
        for nth, name in enumerate(self.written["streets"]["names"][:2]):
            city, _space, postcode = place["cities"][nth % len(place["cities"])].rpartition(" ")
            region = self.written["state"]
            where = {"city": city, "region": region, "postcode": postcode}
            site = Property(account=home.account, street=f"{40 + nth} {name}", **where)
            signed_on = self.now.date() - timedelta(days=90 + 200 * nth)
            number = f"{self.written['contract_prefix']}-{signed_on:%y}-{900 + nth:04}"
            home.more += [site, Contract(number=number, account=home.account, site=site, signed_on=signed_on)]
        for title in self.script.shared["titles"][:4]:
            home.contacts.append(self._contact(home.account, " ".join(next(self.names)), title))
        for _order in range(MORE_ORDERS):
            home.jobs.append(self._job(home, large=False))
            self._order(home)
        return home

    def _save(self):
        # What hangs on others comes after them.
        Product.objects.bulk_create(self.products)
        for model, kept in (
            (Property, lambda home: [home.site, *home.more[::2]]),
            (Contact, lambda home: home.contacts),
            (Contract, lambda home: [home.contract, *home.more[1::2]]),
            (Job, lambda home: home.jobs),
            (Asset, lambda home: home.assets.values()),
            (Order, lambda home: home.orders),
            (OrderLine, lambda home: home.lines),
        ):
            model.objects.bulk_create(row for home in self.homes for row in kept(home))
        index_accounts([home.account.pk for home in self.homes])
        for home in self.homes:
            self._reach_milestones(home.jobs[0])

    def _reach_milestones(self, job):
        """Tell how far the larger job of a home is: every milestone when it is done, fewer before."""
        done_at = job.completed_at or self.now + timedelta(days=9)
        job.reach("signed", by=None, at=datetime.combine(job.contract.signed_on, time(17), tzinfo=UTC))
        days_before = {"permitted": 30, "started": 17, "installed": 4, "inspected": 2, "handed_over": 0}
        for milestone, days in days_before.items():
            at = done_at - timedelta(days=days, hours=days % 5)
            if at < self.now and (job.status != "scheduled" or milestone == "permitted"):
                job.reach(milestone, by=job.technician if days < 20 else None, at=at)
