"""The facts of a case: the record, its contradictions, and how a file of it is read."""

from instruments.facts.contradictions import contradictions
from instruments.facts.kinds import OccasionKind, OffenceKind, Outcome, Relation
from instruments.facts.reading import FactsError, fact_at, read_facts
from instruments.facts.record import (
    SCHEMA_VERSION,
    Cohabitation,
    Correlates,
    Facts,
    Interest,
    Material,
    Occasion,
    Offence,
    Person,
    ReleaseFailure,
    Span,
    Victim,
)

__all__ = [
    "SCHEMA_VERSION",
    "Cohabitation",
    "Correlates",
    "Facts",
    "FactsError",
    "Interest",
    "Material",
    "Occasion",
    "OccasionKind",
    "Offence",
    "OffenceKind",
    "Outcome",
    "Person",
    "Relation",
    "ReleaseFailure",
    "Span",
    "Victim",
    "contradictions",
    "fact_at",
    "read_facts",
]
