"""The library in the admin, to look at: what is published is never changed there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from vignettes.models import (
    Adjudication,
    CaseDraft,
    EvidenceSpan,
    ExpertCoding,
    GoldCoding,
    Panel,
    PanelSeat,
    SeenGold,
    Vignette,
    VignetteVersion,
)


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows that may be read, and neither added, changed nor deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Vignette)
class VignetteAdmin(ReadOnlyAdmin):
    list_display = ["code", "kind"]
    list_filter = ["kind"]


@admin.register(VignetteVersion)
class VignetteVersionAdmin(ReadOnlyAdmin):
    list_display = ["vignette", "number", "title_en", "difficulty", "published_at"]
    list_filter = ["difficulty"]


@admin.register(EvidenceSpan)
class EvidenceSpanAdmin(ReadOnlyAdmin):
    list_display = ["version", "language", "span_id", "document_title"]
    list_filter = ["language"]


@admin.register(GoldCoding)
class GoldCodingAdmin(ReadOnlyAdmin):
    list_display = ["version", "tool", "tool_version", "eligibility", "provenance"]
    list_filter = ["tool", "provenance"]


@admin.register(ExpertCoding)
class ExpertCodingAdmin(ReadOnlyAdmin):
    list_display = ["version", "tool", "agency", "expert", "simulated", "coded_at"]
    list_filter = ["tool", "simulated"]


@admin.register(Panel)
class PanelAdmin(ReadOnlyAdmin):
    list_display = ["version", "tool", "agency", "for_library", "opened_at", "withdrawn_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["version__vignette", "agency"]


@admin.register(PanelSeat)
class PanelSeatAdmin(ReadOnlyAdmin):
    list_display = ["panel_id", "label", "expert", "left_at"]
    list_select_related = ["expert__user", "expert__agency"]


@admin.register(Adjudication)
class AdjudicationAdmin(ReadOnlyAdmin):
    list_display = ["panel_id", "agency", "adjudicator", "eligibility", "decided_at"]
    list_filter = ["agency"]
    list_select_related = ["agency", "adjudicator__user", "adjudicator__agency"]


@admin.register(SeenGold)
class SeenGoldAdmin(ReadOnlyAdmin):
    list_display = ["user", "version", "seen_at"]
    list_select_related = ["user", "version__vignette"]


@admin.register(CaseDraft)
class CaseDraftAdmin(ReadOnlyAdmin):
    list_display = ["code", "agency", "state", "author", "reviewer", "updated_at"]
    list_filter = ["state"]
    list_select_related = ["agency", "author", "reviewer"]
