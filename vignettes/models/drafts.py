"""Cases that are being written in the browser, until a second person publishes them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from vignettes.models.library import Vignette, VignetteVersion


class DraftState(models.TextChoices):
    """Where a draft stands."""

    DRAFT = "draft", _("Being written")
    REVIEW = "review", _("Waits for a second reader")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Set aside")


OPEN_STATES = (DraftState.DRAFT, DraftState.REVIEW)


class CaseDraft(models.Model):
    """One case that is being written, whether or not it can be read yet.

    `sheet` and `facts` hold what gold.toml and facts.json will say, as far as it is written.
    Without an agency it is meant for the shipped library, and editors write it. `revision` counts
    the saves, so that nobody overwrites what they have not seen. Personal data: who wrote it and
    who read it before publication. Whoever did either knows the right scores.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="case_drafts"
    )
    code = models.SlugField(_("code"), max_length=60)
    sheet = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    text_en = models.TextField(blank=True)
    text_fr = models.TextField(blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DraftState.choices, default=DraftState.DRAFT
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="case_drafts")
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("writers")
    )
    """Everybody who saved words of it, the author among them."""
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("readers")
    )
    """Everybody who opened it, and so saw what the rules give for it."""
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note of the second reader"), max_length=1000, blank=True)
    corrects = models.ForeignKey(
        VignetteVersion, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    variant_of = models.ForeignKey(
        Vignette, models.PROTECT, null=True, blank=True, related_name="variant_drafts"
    )
    published = models.ForeignKey(
        VignetteVersion, models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    revision = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(_("last saved"), default=now)

    class Meta:
        verbose_name = _("case draft")
        verbose_name_plural = _("case drafts")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(agency=None, state__in=OPEN_STATES),
                name="open_draft_once_in_library",
            ),
            models.UniqueConstraint(
                fields=["agency", "code"],
                condition=Q(agency__isnull=False, state__in=OPEN_STATES),
                name="open_draft_once_in_agency",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DraftState.values), name="draft_state_known"
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("author")),
                name="draft_read_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(published=None) | Q(state=DraftState.PUBLISHED),
                name="draft_published_is_so_called",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Still on its way: neither published nor set aside."""
        return self.state in OPEN_STATES

    @property
    def title_en(self) -> str:
        return str(self._titles.get("en") or "")

    @property
    def title_fr(self) -> str:
        return str(self._titles.get("fr") or "")

    @property
    def _titles(self) -> dict[str, str]:
        titles = self.sheet.get("title")
        return titles if isinstance(titles, dict) else {}
