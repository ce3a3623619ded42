"""The facts of a case, from which right scores are computed: who, when, sanctions and victims.

Every record has a short `id`; a fact is named by its path, such as `victims/v1/age` or
`occasions/o2/offences/c1/outcome`, everywhere: in rulings, in evidence spans and in error messages.
None means the file does not tell. Dates are ISO days.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from instruments.facts.kinds import (
    OccasionKind,
    OffenceKind,
    Outcome,
    Relation,
    VictimRole,
    VictimSource,
)

SCHEMA_VERSION = 1

Day = date

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
Age = Annotated[int, Field(ge=0, le=110)]
Percentage = Annotated[int, Field(ge=0, le=100)]


class Fact(BaseModel):
    """One record of the file. Frozen; a field nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Person(Fact):
    """The man or woman whose file it is."""

    born: Day
    sex: Literal["male", "female"]
    ever_married: bool | None = None
    little_opportunity: bool = False
    """The record says he had little chance to live with a partner (young, or long in custody)."""


class Offence(Fact):
    """One charge type on one occasion, with its counts."""

    id: Identifier
    title: OffenceKind
    """What the charge or conviction is called."""
    behaviour: OffenceKind | None = None
    """What the conduct was, where it differs from the title (sexual, convicted as assault)."""
    outcome: Outcome
    charges: Annotated[int, Field(ge=1, le=200)] = 1
    convictions: Annotated[int, Field(ge=0, le=200)] = 0
    start: Day | None = None
    end: Day | None = None
    """First and last day of the conduct."""
    charged: Day | None = None
    """Arrest or charge for it."""
    sexual_motive: bool | None = None
    """Whether the record finds a sexual motive; None where it does not say."""
    credible: bool | None = None
    """Charge without conviction: does the record hold it more likely than not?"""
    force: bool = False
    """The record tells of force, whatever the title says."""
    live_child: bool | None = None
    """Production only: was a live child involved?"""
    officer_posing: bool = False
    """Luring only: the minor was an officer who posed as one."""
    attempted_contact: bool = False
    """Luring only: a meeting was arranged, so it is an attempted contact offence."""
    consenting_peer: bool = False
    """Cooperative, no position of power, under three years between them."""
    imminent_offence: bool = False
    """Breach only: a sexual offence was about to happen."""
    offence_without_order: bool = False
    """Breach only: the conduct would be an offence for a man under no order."""
    victims: tuple[Identifier, ...] = ()

    @property
    def conduct(self) -> OffenceKind:
        return self.behaviour or self.title


class Occasion(Fact):
    """One dealing of a court or authority with him: everything decided on that date."""

    id: Identifier
    date: Day
    """The day of the decision: sentence, caution, acquittal, withdrawal; if pending, the charge."""
    kind: OccasionKind = "court"
    investigated: Day | None = None
    """First day of the investigation: the search, or the first contact with police."""
    sentence: Literal["custody", "community", "fine", "discharge", "none"] | None = None
    released: Day | None = None
    """Release from this custody, actual or expected."""
    release_planned: bool = False
    release_alternative: Day | None = None
    """A second possible release date, where the file leaves it open."""
    at_risk: Day | None = None
    """Community sentence: first day at risk in the community, where the file names one."""
    same_matter_as: Identifier | None = None
    """An earlier occasion that dealt with the same charge (diversion first, court later)."""
    offences: tuple[Offence, ...] = ()


class Victim(Fact):
    """One person against whom he offended, or who is named in connection with it."""

    id: Identifier
    sex: Literal["male", "female"] | None = None
    age: Age | None = None
    relation: Relation | None = None
    knew_24h: Literal["both", "neither", "offender_only", "victim_only"] | None = None
    """Before the offence, who had known whom for 24 hours or more."""
    family_role_years: Annotated[float, Field(ge=0, le=60)] | None = None
    """Step- or partner's child: consecutive years in a family role before the onset."""
    tie_unknown: bool = False
    """A blood relative whose tie he did not know."""
    in_images_only: bool = False
    online: bool = False
    """All contact was online."""
    meeting_within_24h: bool = False
    """Online: a meeting was set within 24 hours of the first contact."""
    role: VictimRole = "target"
    boy_targeted: bool = False
    """Mixed group only: a boy in it was the target."""
    witness_sexually_motivated: bool = False
    """Forced witness only: being watched was part of the sexual motive."""
    source: VictimSource = "conviction"
    """Where the information about this victim comes from."""


class Span(Fact):
    """Two days, the first not after the second."""

    start: Day
    end: Day


class Cohabitation(Fact):
    """One period of living together as a couple with one adult partner."""

    id: Identifier
    partner: Identifier
    start: Day
    end: Day | None = None
    """None = still living together at the assessment."""
    married: bool = False
    custody: tuple[Span, ...] = ()
    """Times within it that he spent in custody."""


class Material(Fact):
    """The inventory of CSEM in the file: media types, percentages, a time span. Nothing else."""

    stills: bool | None = None
    videos: bool | None = None
    written: bool | None = None
    boys_percent: Percentage | None = None
    other_boys_percent: Percentage | None = None
    """Of the other child material, that which is not CSEM; None = could not be examined."""
    other_material: bool | None = None
    span_months: Annotated[int, Field(ge=0, le=900)] | None = None
    sought_male: bool | None = None


class ReleaseFailure(Fact):
    """One failure on bail, probation, parole or another conditional release."""

    id: Identifier
    day: Day | None = None
    on: Literal["bail", "probation", "parole", "conditional_sentence", "order"] | None = None
    charged_at_index: bool = False
    """Charged together with the index offence."""


class Interest(Fact):
    """What he admitted, and what was diagnosed, about sexual interest in children."""

    admission: Literal["children", "material_only", "denied"] | None = None
    """Interest in children; in the material only, with interest in children denied; or neither."""
    diagnosis: bool | None = None


class Correlates(Fact):
    """Behaviour on record that goes with an admission of interest; see also `material`."""

    volunteered: bool | None = None
    """Volunteered in a role with high access to children."""
    online_communication: Literal["none", "minor", "officer"] | None = None
    """Online sexual communication with a minor, or with an officer posing as one."""
    other_features: bool = False
    """The record tells of features outside the six published correlates."""


class Facts(Fact):
    """One case."""

    schema_version: Literal[1]
    case: Identifier
    question: Literal["risk", "guilt"] = "risk"
    """What the assessment is asked for: risk after a finding, or whether an accused man did it."""
    assessed: Day
    jurisdiction: (
        Literal["canada", "united_states", "england_wales", "scotland", "other"] | None
    ) = None
    in_custody: bool | None = None
    """Whether he is in custody on the day of the assessment."""
    person: Person
    occasions: tuple[Occasion, ...] = ()
    victims: tuple[Victim, ...] = ()
    cohabitations: tuple[Cohabitation, ...] | None = None
    """None = the file does not tell; empty = never lived with a partner."""
    material: Material | None = None
    release_failures: tuple[ReleaseFailure, ...] | None = None
    """None = told only by the occasions; empty = the file says there was none."""
    interest: Interest | None = None
    correlates: Correlates | None = None
