"""What the answering service of a demo company hears: a month of nights that were dealt with, and the one just over."""

from datetime import timedelta

from callbacks.models import AfterHoursRequest

NIGHTS = 28
STEP = timedelta(minutes=30)
UNKNOWN = "({area}) 555-00{last:02}"  # nobody in the books has one of these
FATES = ("accepted", "accepted", "merged", "accepted")
LAST = (0, 2, 1, 3, 5)  # what is heard in the night just over, of the calls in texts/
LATE = 9  # of so many, one is looked at only after the morning dispatch


def live_nights(stage):
    """Lay every night on the clock: what is heard, and what the morning makes of it."""
    nights = Nights(stage)
    for ago in range(NIGHTS, 0, -1):
        nights.past(stage.clock.ends_at - timedelta(days=ago))
    nights.last()


class Nights:
    def __init__(self, stage):
        self.stage, self.clock, self.luck = stage, stage.clock, stage.luck
        self.calls, self.turn = stage.script.nights, 0
        office = stage.cast.with_role("support", "support_lead")
        self.office = [member for member in office if member.branch.is_root]
        self.homes = [home for home in stage.books.homes if home.account.phone_e164]

    def past(self, day):
        """One or two calls in the night of ``day``, decided in the morning after."""
        for _call in range(self.luck.choice((0, 1, 1, 2))):
            called_at = self._night_of(day) + timedelta(minutes=self.luck.randint(5, 600))
            if called_at < self.clock.ends_at - timedelta(days=1) and not self.clock.is_office_time(called_at):
                call = self._next()
                home = self.luck.choice(self.homes) if "answer" in call else None
                self._heard(called_at, call, home, is_decided=True)

    def last(self):
        """The night just over: known and unknown, urgent and not, one who called twice. Nobody has looked yet."""
        begins_at = self._night_of(self.clock.ends_at)
        ends_at = min(self.clock.hours.next_opening(begins_at + STEP), self.clock.ends_at)
        span = ends_at - begins_at
        open_ones = [home for home in self.homes if home.account.cases.exists()] or self.homes
        homes = [self.luck.choice(open_ones), None, self.luck.choice(self.homes), self.luck.choice(open_ones), None]
        calls = [self.calls[place] for place in LAST]
        for place, (home, call) in enumerate(zip(homes, calls, strict=True)):
            self._heard(begins_at + span * (0.1 + 0.17 * place), call, home)
        self._heard(begins_at + span * 0.15, {**calls[0], "words": calls[0]["again"]}, homes[0])
        self.clock.at(self.clock.ends_at, self._sound)

    def _night_of(self, moment):
        """The moment at which the doors last closed before ``moment``, to half an hour."""
        back = moment
        while not self.clock.is_office_time(back - STEP):
            back -= STEP
        if back < moment:
            return back
        while self.clock.is_office_time(back - STEP):  # it is day: the night before
            back -= STEP
        return self._night_of(back - STEP)

    def _next(self):
        self.turn += 1
        return self.calls[self.turn % len(self.calls)]

    def _heard(self, at, call, home, *, is_decided=False):
        self.turn += 1
        place, number = self.turn, self.turn % 90 + 10
        unknown = UNKNOWN.format(area=self.stage.script.company["area_codes"][0], last=number)

        def hear(moment):
            request = AfterHoursRequest.objects.receive(
                by=None,
                source=AfterHoursRequest.Source.WEBHOOK,
                external_id=f"night-{place}",
                received_at=moment,
                at=moment + timedelta(minutes=1),
                phone=home.account.phone_e164 if home else unknown,
                name=home.account.name if home else call.get("name", ""),
                words=call["words"],
                urgent=call.get("urgent", False),
            )
            if is_decided:
                self._lay_morning(request, FATES[place % len(FATES)], call)

        self.clock.at(at, hear)

    def _lay_morning(self, request, fate, call):
        begins_at = request.due_at - timedelta(minutes=55)
        is_late = self.turn_of(request) % LATE == 0
        decided_at = self.clock.soon(request.due_at if is_late else begins_at, 8, 48)
        self.clock.at(max(decided_at, request.received_at), lambda at: self._decide(request, fate, call, at))

    @staticmethod
    def turn_of(request):
        return int(request.external_id.removeprefix("night-"))

    def _decide(self, request, fate, call, at):
        request = AfterHoursRequest.objects.select_related("account", "branch").get(pk=request.pk)
        if request.acknowledged_at:
            return  # went along with an earlier call of the same phone
        by = self.luck.choice(self.office)
        case = request.account.cases.open().first() if request.account else None
        if request.account is None:
            request.reject(call.get("rejected", "Spoken with them already"), by=by, at=at)
        elif fate == "merged" and case:
            request.merge_into_case(case, by=by, at=at)
        else:
            self._call_back(request.accept(by=by, at=at), call, at)

    def _call_back(self, callback, call, at):
        reached_at = self.clock.soon(at, 3, 90)
        said = call.get("answer", "They know when we come, and are content.")
        self.clock.at(
            reached_at, lambda moment: callback.log_attempt("reached", by=callback.owner, note=said, at=moment)
        )

    def _sound(self, at):
        AfterHoursRequest.objects.sound(list(AfterHoursRequest.objects.values_list("pk", flat=True)), at)
