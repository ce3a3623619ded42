"""The cases that one may correct, each with its newest version."""

from dataclasses import dataclass

from django.db.models import Prefetch

from agencies.models import Membership
from vignettes.drafting import access
from vignettes.models import Vignette, VignetteVersion


@dataclass(frozen=True)
class OwnCase:
    """One published case of the agency, or of the library for its editors."""

    vignette: Vignette
    newest: VignetteVersion

    @property
    def is_retired(self) -> bool:
        return self.vignette.retired_at is not None


def own_case_rows(membership: Membership) -> list[OwnCase]:
    """In two queries however many there are."""
    light = VignetteVersion.objects.defer("facts", "text_en", "text_fr", "why", "sheet")
    versions = light.order_by("-number")
    cases = access.own_cases(membership).prefetch_related(Prefetch("versions", versions))
    return [OwnCase(case, case.versions.all()[0]) for case in cases if case.versions.all()]
