"""The table at the end, and whether every budget held."""

import json

from config import embedded

from .runner import p10, p50, p95

GROWTH = 1.2


class Report:
    def __init__(self, cases, floor):
        self.cases, self.unit, self.best = cases, p50(floor.seconds), p10(floor.seconds)
        self.over = []
        self.ratios = {}
        print(f"\n{cases:,} cases · F = {self.unit * 1000:.1f} ms (p50)\n")
        print(f"{'':46}{'p50 ms':>9}{'p95 ms':>9}{'x F':>8}{'at best':>9}{'budget':>9}  ")

    def time(self, measured):
        ratio = p50(measured.seconds) / self.unit
        self.ratios[measured.name] = ratio
        said = self._verdict(measured.name, ratio, measured.budget)
        budget = "" if measured.budget is None else f"{measured.budget:.1f}"
        print(
            f"{measured.name:46}{p50(measured.seconds) * 1000:9.1f}{p95(measured.seconds) * 1000:9.1f}"
            f"{ratio:8.2f}{p10(measured.seconds) / self.best:9.2f}{budget:>9}  {said}"
        )

    def figure(self, name, value, budget=None, *, unit="", at_least=False):
        holds = None if budget is None else (value >= budget if at_least else value <= budget)
        said = "" if holds is None else "OK" if holds else "OVER"
        if holds is False:
            self.over.append(name)
        sign = "" if budget is None else f"{'>=' if at_least else '<='} {budget:g}"
        print(f"{name:46}{value:14.2f} {unit:11}{sign:>10}  {said}")

    def heading(self, text):
        print(f"\n{text}")

    def growth(self, smaller):
        """Compare the ratios with those of a run on fewer cases."""
        path = embedded.BASE_DIR / smaller / "ratios.json"
        if not path.exists():
            print("\nGrowth: nothing to compare with; run with --cases 100000 first")
            return
        before = json.loads(path.read_text())
        grown = {name: ratio / before[name] for name, ratio in self.ratios.items() if before.get(name)}
        self.heading("Growth: ratio here over ratio at 100,000 cases")
        for name, times in sorted(grown.items(), key=lambda pair: -pair[1]):
            if times > 1:
                self.figure(name, times, GROWTH)

    def _verdict(self, name, ratio, budget):
        if budget is None:
            return ""
        if ratio > budget:
            self.over.append(name)
            return "OVER"
        return "OK"

    def finish(self, *, keep):
        """Return the exit status; with ``keep`` the ratios stay for a later comparison."""
        if keep:
            (embedded.home() / "ratios.json").write_text(json.dumps(self.ratios))
        print(f"\nOver budget: {', '.join(self.over)}" if self.over else "\nEvery budget holds.")
        return 1 if self.over else 0
