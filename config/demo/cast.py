"""The people of a demo company, its branches and its departments."""

import unicodedata

from django.contrib.auth.hashers import make_password

from routing.models import Department
from tenants.models import Branch, Membership, Tenant, User

# Known to everybody and meant to be: the command refuses on an installation that is not a developer's.
PASSWORD = "heron-and-sparrow"  # noqa: S105 - the demo's, printed on every start


def introduce(script):
    """Make the people who sign in. They belong to no company yet, and two companies may know the same one."""
    password, seen = make_password(PASSWORD), set()
    for row in script.company["people"]:
        User.objects.get_or_create(
            email=_email(row, script, seen), defaults={"name": row["name"], "password": password}
        )
        seen.add(row["role"])


def _email(row, script, seen):
    who = ".".join(plain(row["name"]).split()) if row["role"] in seen else row["role"]
    return row.get("email") or f"{who}@{script.company['domain']}"


class Cast:
    """Who works here, found by role, by department and by branch."""

    def __init__(self, script, left_at):
        self.script, self.written, self.left_at = script, script.company, left_at
        self.company = Tenant.objects.get(slug=script.slug)
        self.members, self.teams, self.seats = [], {}, {}
        self._raise_branches()
        self._admit_people()

    def _raise_branches(self):
        self.root = Branch.objects.create(name=self.written["root"], is_root=True)
        self.branches = {row["name"]: Branch.objects.create(name=row["name"]) for row in self.written["branches"]}
        self.departments = {
            key: Department.objects.create(key=key, name=name) for key, name in self.written["departments"].items()
        }
        for branch in (self.root, *self.branches.values()):
            name = "Branch manager" if branch.is_root else f"{branch.name} manager"
            self.departments["branch_manager", branch.pk] = Department.objects.create(
                key="branch_manager", name=name, branch=branch
            )

    def _admit_people(self):
        seen = set()
        for row in self.written["people"]:
            user = User.objects.get(email=_email(row, self.script, seen))
            seen.add(row["role"])
            branch = self.branches.get(row.get("branch"))
            member = Membership.objects.admit(user, row["role"], branch=branch, by=None)
            for key in row.get("departments", ()):
                self._enrol(member, key, has_left=row.get("left", False))
            if row.get("seat"):
                self.seats[member] = row["seat"]
            if row.get("left"):
                member.deactivate(by=None, at=self.left_at)
            else:
                self.members.append(member)

    def _enrol(self, member, key, *, has_left):
        places = [(key, member.branch_id), (key, self.root.pk)] if key == "branch_manager" else [key]
        for place in places:
            self.departments[place].enrol(member)
            if member.works_cases and not has_left:
                self.teams.setdefault(self.departments[place].pk, []).append(member)

    def with_role(self, *roles, branch_id=None):
        """The members with one of ``roles`` who see cases of that branch; of any branch without one."""
        return [member for member in self.members if member.role in roles and _sees(member, branch_id)]

    def seated_at(self, installer):
        """Who signs in for that installer's organisation."""
        return [member for member, name in self.seats.items() if installer and installer.name == name]

    def team_of(self, case):
        """Who of the case's department may own it."""
        return [member for member in self.teams.get(case.department_id, ()) if _sees(member, case.branch_id)]

    def first(self, role):
        """The one who signs in as that role."""
        return next(member for member in self.members if member.role == role)


def _sees(member, branch_id):
    return branch_id is None or member.branch.is_root or member.branch_id == branch_id


def plain(text):
    """Return ``text`` in small plain letters, fit for an address."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in letters if letter.isascii() and (letter.isalnum() or letter in " -"))
