"""The case that somebody is at work on: what is read with every answer, so narrow and prepared.

Without the text of the case, which no write needs. Who may read it is decided in `access`.
"""

from django.http import Http404

from agencies.models import Agency, Membership
from agencies.prepared import Prepared, Slot
from training.models import Assignment, Coding, Draft, DraftMark, DraftRating

_CASE = Prepared(
    lambda: Assignment.objects.filter(
        pk=Slot("pk", Assignment._meta.pk),
        agency=Slot("agency", Agency._meta.pk),
        assessor=Slot("assessor", Membership._meta.pk),
    ).select_related("exam", "panel__adjudication", "draft")
)
_DRAFT = Prepared(
    lambda: Draft.objects.filter(
        assignment=Slot("assignment", Assignment._meta.pk)
    ).select_for_update()
)
_ANSWERS = Prepared(
    lambda: DraftRating.objects.filter(draft=Slot("draft", Draft._meta.pk)).order_by("pk")
)
_ANSWER = Prepared(
    lambda: DraftRating.objects.filter(
        draft=Slot("draft", Draft._meta.pk), item=Slot("item", DraftRating._meta.get_field("item"))
    )
)
_MARKS = Prepared(
    lambda: DraftMark.objects.filter(draft=Slot("draft", Draft._meta.pk)).order_by("pk")
)
_CODING = Prepared(
    lambda: Coding.objects.filter(assignment=Slot("assignment", Assignment._meta.pk)).order_by(
        "-attempt"
    )[:1]
)


def own_case(membership: Membership, pk: int) -> Assignment:
    """One of the assessor's own cases, to save answers in; 404 for anybody else's."""
    found = _CASE.first(pk=pk, agency=membership.agency_id, assessor=membership.pk)
    if found is None:
        raise Http404("No case of this person has this number.")
    found.agency, found.assessor = membership.agency, membership
    return found


def locked_draft(assignment: Assignment) -> Draft:
    """The draft of a case, held until the transaction ends."""
    found = _DRAFT.first(assignment=assignment.pk)
    if found is None:
        raise Draft.DoesNotExist(f"assignment {assignment.pk} has no draft")
    found.assignment = assignment
    return found


def answers_of(draft: Draft) -> dict[str, DraftRating]:
    """Question to saved answer, but for the first question."""
    return {rating.item: rating for rating in _ANSWERS.ask(draft=draft.pk)}


def answer_to(draft: Draft, question: str) -> DraftRating | None:
    """The saved answer to one question."""
    return _ANSWER.first(draft=draft.pk, item=question)


def marks_of(draft: Draft) -> list[DraftMark]:
    """The sentences that are marked so far."""
    return _MARKS.ask(draft=draft.pk)


def coding_of(assignment: Assignment) -> Coding | None:
    """What was handed in for this case, if anything was."""
    found = _CODING.first(assignment=assignment.pk)
    if found is not None:
        found.assignment = assignment
    return found
