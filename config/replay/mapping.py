"""Turns the words of a request into the words of a case, by ``mapping.toml``."""

import tomllib
from pathlib import Path

from cases.models import CaseType, ReasonCode, ResolutionPath, Source
from routing.rules import propose_priority

from .requests import BadFile

FILE = Path(__file__).with_name("mapping.toml")
ANY_TYPE = "*"


class Mapping:
    """What ``mapping.toml`` says."""

    def __init__(self, path=FILE):
        written = tomllib.loads(path.read_text())
        self.company, self.departments, self.branches = (
            written[part] for part in ("company", "departments", "branches")
        )
        self.sources, self.types, self.endings = (written[part] for part in ("sources", "types", "endings"))

    def refuse_unknown(self, requests):
        """Stop before the first row when a word of the file is not in the mapping. Errors: BadFile."""
        unknown = {
            "type": {request.type for request in requests} - self.types.keys(),
            "channel": {request.channel for request in requests} - self.sources.keys(),
            "region": {request.region for request in requests if request.region} - self.branches.keys(),
        }
        if strange := [f"{what} {word!r}" for what, words in unknown.items() for word in sorted(words)]:
            raise BadFile(f"mapping.toml does not know {', '.join(strange)}.")

    def branch_of(self, request):
        """Return the name of the branch, empty for the whole company."""
        return self.branches[request.region] if request.region else ""

    def reported(self, request):
        """Return the fields of the case, with the priority that its severity and urgency propose."""
        how = self.types[request.type]
        return {
            "summary": f"{request.type} at {request.street}"[:160],
            "description": request.description,
            "case_type": CaseType(how["case_type"]),
            "reason_code": ReasonCode(how["reason_code"]),
            "request_type": request.type,
            "severity": how["severity"],
            "urgency": how["urgency"],
            "priority": propose_priority(how["severity"], how["urgency"]),
            "source": Source(self.sources[request.channel]),
        }

    def ending(self, request):
        """Return the path and the notes with which the case is resolved."""
        ending = self.endings.get(request.type, self.endings[ANY_TYPE])
        return {"path": ResolutionPath(ending["path"]), "notes": ending["notes"]}
