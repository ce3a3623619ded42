"""The facts of a case: the record, its contradictions, and how a file of it is read."""

from instruments.facts.contradictions import contradictions
from instruments.facts.reading import FactsError, fact_at, read_facts
from instruments.facts.record import (
    SCHEMA_VERSION,
    Cohabitation,
    Facts,
    Material,
    Occasion,
    OccasionKind,
    Offence,
    OffenceKind,
    Outcome,
    Person,
    Relation,
    Span,
    Victim,
)

__all__ = [
    "SCHEMA_VERSION",
    "Cohabitation",
    "Facts",
    "FactsError",
    "Material",
    "Occasion",
    "OccasionKind",
    "Offence",
    "OffenceKind",
    "Outcome",
    "Person",
    "Relation",
    "Span",
    "Victim",
    "contradictions",
    "fact_at",
    "read_facts",
]
