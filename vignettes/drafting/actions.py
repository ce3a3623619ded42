"""Writes: begin, save, hand over and publish a draft; retire a case and bring it back."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Agency, User
from vignettes.actions import Loaded, VignetteRefusedError, note_gold_seen, publish_case
from vignettes.actions.publishing import parent_of
from vignettes.drafting import access
from vignettes.drafting.content import Content, of_draft, read, with_code
from vignettes.linter import lint_case
from vignettes.models import OPEN_STATES, CaseDraft, DraftState, Vignette, VignetteVersion


class DraftRefusedError(ValueError):
    """This cannot be done with the draft as it stands; the message says why and what to do."""


class StaleDraftError(ValueError):
    """Somebody else saved the draft in the meantime. `draft` is what they saved."""

    def __init__(self, draft: CaseDraft) -> None:
        super().__init__(f"{draft.code} is at revision {draft.revision}")
        self.draft = draft


@transaction.atomic
def start_draft(
    *,
    author: User,
    agency: Agency | None,
    code: str,
    content: Content,
    corrects: VignetteVersion | None = None,
    variant_of: Vignette | None = None,
) -> CaseDraft:
    """Begin a draft. Raises DraftRefusedError where the code is taken."""
    _check_code(agency, code, corrects)
    content = with_code(content, code)
    named = parent_of(content.sheet.get("variant_of"), agency)
    draft = CaseDraft.objects.create(
        agency=agency,
        code=code,
        sheet=content.sheet,
        facts=content.facts,
        text_en=content.text_en,
        text_fr=content.text_fr,
        author=author,
        corrects=corrects,
        variant_of=variant_of or named or (corrects.vignette.variant_of if corrects else None),
    )
    draft.writers.add(author)
    draft.readers.add(author)
    detail = {"code": code, "corrects": corrects.number if corrects else None}
    record(agency=agency, actor=author, verb="draft_started", obj=draft, detail=detail)
    return draft


@transaction.atomic
def save_draft(*, draft: CaseDraft, actor: User, content: Content, revision: int) -> CaseDraft:
    """Keep what was typed. Raises StaleDraftError, and DraftRefusedError once it is closed."""
    current = _current(draft, revision)
    if current.state != DraftState.DRAFT:
        raise DraftRefusedError(
            _("This draft is no longer being written. Take it back first, then save.")
        )
    content = with_code(content, current.code)
    if content == of_draft(current):
        return current
    current.sheet, current.facts = content.sheet, content.facts
    current.text_en, current.text_fr = content.text_en, content.text_fr
    current.writers.add(actor)
    current.readers.add(actor)
    return _saved(current)


@transaction.atomic
def ask_for_review(*, draft: CaseDraft, actor: User, revision: int) -> CaseDraft:
    """Hand the draft to a second reader. Raises VignetteRefusedError while there is to mend."""
    current = _current(draft, revision, DraftState.DRAFT)
    _check_findings(current)
    current.state = DraftState.REVIEW
    record(agency=current.agency, actor=actor, verb="draft_review_asked", obj=current)
    return _saved(current)


@transaction.atomic
def return_draft(*, draft: CaseDraft, actor: User, note: str, revision: int) -> CaseDraft:
    """Take the draft back into writing, with what the reader asks to be mended."""
    current = _current(draft, revision, DraftState.REVIEW)
    current.state, current.note = DraftState.DRAFT, note
    detail = {"note": note}
    record(agency=current.agency, actor=actor, verb="draft_returned", obj=current, detail=detail)
    return _saved(current)


@transaction.atomic
def publish_draft(*, draft: CaseDraft, actor: User, revision: int, is_attested: bool) -> Loaded:
    """Publish a draft that waits for review: `actor` read it and attests that it is fictional.

    Raises DraftRefusedError, StaleDraftError, and VignetteRefusedError with what is to mend.
    """
    current = _current(draft, revision, DraftState.REVIEW)
    if not access.may_publish(current, actor):
        raise DraftRefusedError(
            _("You wrote in this draft. A second person reads and publishes it.")
        )
    if not is_attested:
        raise DraftRefusedError(
            _("Attest first that you read the case in both languages and that it is fictional.")
        )
    _check_code(current.agency, current.code, current.corrects, of=current)
    case, findings = read(current.code, of_draft(current))
    if case is None:
        raise VignetteRefusedError(current.code, findings)
    loaded = publish_case(case=case, actor=actor, agency=current.agency)
    if not loaded.is_new:
        raise DraftRefusedError(_("Nothing of what readers see has changed. Set the draft aside."))
    _close(current, loaded.version, actor)
    return loaded


@transaction.atomic
def set_aside(*, draft: CaseDraft, actor: User, revision: int) -> CaseDraft:
    """Stop writing; the draft is kept and can be taken up again."""
    current = _current(draft, revision, *OPEN_STATES)
    current.state = DraftState.RETIRED
    record(agency=current.agency, actor=actor, verb="draft_set_aside", obj=current)
    return _saved(current)


@transaction.atomic
def take_up(*, draft: CaseDraft, actor: User, revision: int) -> CaseDraft:
    """Go on with a draft that was set aside. Raises DraftRefusedError where its code is taken."""
    current = _current(draft, revision, DraftState.RETIRED)
    _check_code(current.agency, current.code, current.corrects, of=current)
    current.state = DraftState.DRAFT
    record(agency=current.agency, actor=actor, verb="draft_taken_up", obj=current)
    return _saved(current)


@transaction.atomic
def note_reader(*, draft: CaseDraft, user: User) -> None:
    """Remember that a person opened the draft, and so saw the right scores."""
    if not draft.readers.filter(pk=user.pk).exists():
        draft.readers.add(user)
        seen = [version for version in (draft.corrects, draft.published) if version]
        note_gold_seen(user=user, versions=seen)


@transaction.atomic
def retire_case(*, vignette: Vignette, actor: User, reason: str) -> None:
    """Give the case to nobody any more. What was scored on it stays."""
    _set_retired(vignette, actor, reason, is_retired=True)


@transaction.atomic
def bring_back_case(*, vignette: Vignette, actor: User, reason: str) -> None:
    """Let the case be given out again."""
    _set_retired(vignette, actor, reason, is_retired=False)


def _set_retired(vignette: Vignette, actor: User, reason: str, *, is_retired: bool) -> None:
    current = Vignette.objects.select_for_update().get(pk=vignette.pk)
    if (current.retired_at is not None) == is_retired:
        return
    current.retired_at = now() if is_retired else None
    current.save(update_fields=["retired_at"])
    verb = "vignette_retired" if is_retired else "vignette_brought_back"
    detail = {"code": current.code, "reason": reason}
    record(agency=current.agency, actor=actor, verb=verb, obj=current, detail=detail)


def _current(draft: CaseDraft, revision: int, *states: str) -> CaseDraft:
    """The row as it is now, locked: of this revision, and in one of these states."""
    current = CaseDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if current.revision != revision:
        raise StaleDraftError(current)
    if states and current.state not in states:
        raise DraftRefusedError(
            _("This cannot be done now: the state of the draft is “%(state)s”.")
            % {"state": current.get_state_display()}
        )
    return current


def _saved(draft: CaseDraft) -> CaseDraft:
    draft.revision += 1
    draft.updated_at = now()
    draft.save()
    return draft


def _close(draft: CaseDraft, version: VignetteVersion, actor: User) -> None:
    """The draft has become a version: whoever wrote or read it has seen its gold."""
    draft.state, draft.published, draft.reviewer = DraftState.PUBLISHED, version, actor
    draft.readers.add(actor)
    if draft.variant_of_id:
        Vignette.objects.filter(pk=version.vignette_id).update(variant_of=draft.variant_of_id)
    for reader in draft.readers.all():
        note_gold_seen(user=reader, versions=[version])
    detail = {"version": version.number, "author": draft.author_id, "attested_fictional": True}
    record(agency=draft.agency, actor=actor, verb="draft_published", obj=draft, detail=detail)
    _saved(draft)


def _check_findings(draft: CaseDraft) -> None:
    case, findings = read(draft.code, of_draft(draft))
    findings = findings if case is None else lint_case(case)
    if findings:
        raise VignetteRefusedError(draft.code, findings)


def _check_code(
    agency: Agency | None,
    code: str,
    corrects: VignetteVersion | None,
    of: CaseDraft | None = None,
) -> None:
    """One open draft for each code, a new code for a new case, the newest version to correct."""
    others = CaseDraft.objects.filter(agency=agency, code=code, state__in=OPEN_STATES)
    if of is not None:
        others = others.exclude(pk=of.pk)
    if others.exists():
        raise DraftRefusedError(
            _("There is a draft of %(code)s already. Go on with it, or set it aside first.")
            % {"code": code}
        )
    cases = Vignette.objects.filter(code=code)
    if corrects is None:
        if cases.filter(agency=None).exists() or cases.filter(agency=agency).exists():
            raise DraftRefusedError(
                _("The code %(code)s names a case of the library. Choose another code.")
                % {"code": code}
            )
    elif corrects.vignette.versions.filter(number__gt=corrects.number).exists():
        raise DraftRefusedError(
            _("Version %(number)s is not the newest any more. Correct the newest version.")
            % {"number": corrects.number}
        )
