"""What a link leads to, as a word that a platform keeps for us: "exam-5-static-99r"."""

from dataclasses import dataclass
from typing import Any

from agencies.models import Agency
from lti.models import Aim
from training.models import Programme
from training.questions import tool_name


@dataclass(frozen=True)
class Target:
    """A programme, or its practice or exam with one tool; nothing chosen without a programme."""

    aim: str = ""
    programme: Programme | None = None
    tool: str = ""

    @property
    def word(self) -> str:
        """What the platform keeps."""
        parts = [self.aim, str(self.programme.pk) if self.programme else "", self.tool]
        return "-".join(part for part in parts if part)

    @property
    def title(self) -> str:
        """What the course shows."""
        if self.programme is None:
            return "Plumbline"
        if self.aim == Aim.PROGRAMME:
            return self.programme.title
        return f"{self.programme.title}: {Aim(self.aim).label}, {tool_name(self.tool)}"


def targets(agency: Agency) -> list[Target]:
    """Everything that a link of this agency may lead to."""
    running = Programme.objects.filter(agency=agency, closed_at=None)
    found = []
    for programme in running:
        found.append(Target(Aim.PROGRAMME, programme))
        for tool in programme.tools:
            found += [Target(aim, programme, tool) for aim in (Aim.PRACTICE, Aim.EXAM)]
    return found


def read_aim(agency: Agency, word: Any) -> Target | None:
    """What the word names in this agency; no target at all where it names nothing of it."""
    if word in (None, ""):
        return Target()
    aim, _, rest = str(word).partition("-")
    number, _, tool = rest.partition("-")
    if aim not in Aim.values or not number.isdecimal() or len(number) > 18:
        return None
    programme = Programme.objects.filter(agency=agency, pk=int(number)).first()
    if programme is None or (tool not in programme.tools if aim != Aim.PROGRAMME else tool):
        return None
    return Target(aim, programme, tool)
