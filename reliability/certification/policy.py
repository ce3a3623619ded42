"""A certification policy as data: every rule optional, every threshold with its source."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from instruments.sheet import Part, RuleId, Text

LOCAL_POLICY = Text(
    en="Local policy; no public threshold",
    fr="Politique locale; aucun seuil public",
)


def _both_languages(told: Any) -> Any:
    """An agency may give its source once: the same words then stand in both languages."""
    return {"en": told, "fr": told} if isinstance(told, str) else told


Source = Annotated[Text, BeforeValidator(_both_languages)]
Share = Annotated[float, Field(ge=0.5, le=1)]
"""Less than half of the cases is no demand, and more work to compute than it is worth."""
Agreement = Annotated[float, Field(gt=0, lt=1)]
Counted = Literal["verified", "supported", "confirmed", "recalled", "disputed"]
"""A status of rules; `confirmed`: by the agency's expert or panel, whatever it was before."""
Error = Annotated[float, Field(gt=0, lt=0.5)]


class Contradiction(ValueError):  # noqa: N818 - reads as a sentence where it is caught
    """Two parts of a policy that cannot both hold, said in both languages."""

    def __init__(self, en: str, fr: str) -> None:
        self.sentence = Text(en=en, fr=fr)
        super().__init__(en)


class ItemRule(Part):
    """Exact agreement on items, decided in sequence between two values of the true agreement.

    The errors are those of one attempt, as Wald's boundaries promise them for a test without a
    last case; `operating_curve` gives what they come to with the looks and the last case of the
    policy. `clustering` is the intraclass correlation of hits within a case: 0 if the items of a
    case were independent.
    """

    acceptable: Agreement
    unacceptable: Agreement
    passes_wrongly: Error
    """The chance that an assessor of unacceptable agreement passes."""
    fails_wrongly: Error
    """The chance that an assessor of acceptable agreement does not pass."""
    clustering: Annotated[float, Field(ge=0, lt=1)]
    source: Source

    @model_validator(mode="after")
    def _in_order(self) -> ItemRule:
        if self.unacceptable >= self.acceptable:
            raise Contradiction(
                en=f"Found an unacceptable agreement of {self.unacceptable} and an acceptable one "
                f"of {self.acceptable}; expected the unacceptable one to be lower.",
                fr=f"Accord inacceptable de {self.unacceptable} et accord acceptable de "
                f"{self.acceptable}; on attendait que l'inacceptable soit le plus bas.",
            )
        return self


class TotalsRule(Part):
    """Totals at most so many points from gold, in a share of the cases that have totals."""

    points: Annotated[int, Field(ge=0, le=20)]
    share: Share
    source: Source


class ShareRule(Part):
    """Right in a share of the cases where the question arises; 1 asks for no wrong answer."""

    share: Share
    source: Source


class CriticalRule(Part):
    """No rule of this list misread: so probable after the answers, and on several of them."""

    rules: Annotated[tuple[RuleId, ...], Field(min_length=1)]
    above: Annotated[float, Field(ge=0.5, lt=1)] = 0.5
    """Misread is a rule whose probability of being misread is greater."""
    least_signs: Annotated[int, Field(ge=1, le=20)] = 2
    """Fewer answers than this that speak for a misreading are slips."""
    source: Source


class Validity(Part):
    """How long a certificate holds, unless the manual changes."""

    months: Annotated[int, Field(ge=1, le=120)]
    source: Source


class Policy(Part):
    """An agency's rule for who passes on one tool. A rule that is None is not asked for."""

    tool: str
    label: Source = LOCAL_POLICY
    cases: Annotated[int, Field(ge=1, le=60)]
    """Cases of the first form: the first look."""
    most_cases: Annotated[int, Field(ge=1, le=60)]
    """At this number of cases the decision is final."""
    step: Annotated[int, Field(ge=1, le=50)] = 2
    """Cases between two looks."""
    cases_source: Source
    attempts: Annotated[int, Field(ge=1, le=20)] = 3
    attempts_source: Source
    counted: Annotated[tuple[Counted, ...], Field(min_length=1)] = (
        "verified",
        "supported",
        "confirmed",
    )
    """The statuses of rules whose items count; the others are taught and shown."""
    items: ItemRule | None = None
    totals: TotalsRule | None = None
    bands: ShareRule | None = None
    eligibility: ShareRule | None = None
    critical: CriticalRule | None = None
    validity: Validity

    @model_validator(mode="after")
    def _makes_sense(self) -> Policy:
        if self.most_cases < self.cases:
            raise Contradiction(
                en=f"Found {self.cases} cases at first and {self.most_cases} at most; expected "
                "the most to be no smaller than the first.",
                fr=f"{self.cases} cas au départ et {self.most_cases} au maximum; on attendait un "
                "maximum qui ne soit pas plus petit que le départ.",
            )
        if not (self.items or self.totals or self.bands or self.eligibility):
            raise Contradiction(
                en="Found no rule on items, totals, levels or eligibility; expected at least one.",
                fr="Aucune règle sur les items, les totaux, les niveaux ou l'admissibilité; on en "
                "attendait au moins une.",
            )
        return self

    def counts(self, status: str) -> bool:
        """Whether answers that rest on a rule of this status count."""
        return status in self.counted

    def looks_at(self) -> tuple[int, ...]:
        """The numbers of cases after which the exam is looked at; the last one is final."""
        return (*range(self.cases, self.most_cases, self.step), self.most_cases)
