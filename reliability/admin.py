"""Studies and certification in the admin, to look at: decisions are never changed there."""

from django.contrib import admin

from reliability.models import Appeal, Credential, Decision, Policy, Study
from vignettes.admin import ReadOnlyAdmin


@admin.register(Study)
class StudyAdmin(ReadOnlyAdmin):
    list_display = ["title", "agency", "tool"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]


@admin.register(Policy)
class PolicyAdmin(ReadOnlyAdmin):
    list_display = ["programme", "agency", "tool", "made_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency", "programme"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["exam_id", "agency", "tool", "outcome", "basis", "made_at"]
    list_filter = ["agency", "tool", "outcome", "basis"]
    list_select_related = ["agency"]


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ["decision_id", "agency", "made_at", "answered_at"]
    list_filter = ["agency"]
    list_select_related = ["agency"]


@admin.register(Credential)
class CredentialAdmin(ReadOnlyAdmin):
    """To revoke one, a coordinator opens its page: there the reason is asked for."""

    list_display = ["holder_name", "tool", "tool_version", "agency", "issued_at", "valid_until"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]
    search_fields = ["holder_name"]
    exclude = ["badge"]
