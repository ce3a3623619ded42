"""System administration of people and agencies."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agencies.models import (
    Agency,
    ApiToken,
    AuditEntry,
    AuditSeal,
    Invitation,
    Leave,
    Membership,
    SentOnce,
    User,
    Webhook,
    WebhookDelivery,
)


class ReadOnly(admin.ModelAdmin[models.Model]):
    """A table to look at: what writes it lies elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    list_display = ["email", "name", "is_editor", "is_staff", "is_active"]
    list_filter = ["is_active", "is_staff", "is_editor"]
    search_fields = ["email", "name"]
    ordering = ["name", "email"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Preferences"), {"fields": ["language", "single_key_shortcuts"]}),
        (_("Rights"), {"fields": ["is_active", "is_editor", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "name", "password1", "password2"]})
    ]
    filter_horizontal = []


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin[Agency]):
    list_display = ["name", "slug", "support_contact", "second_factor", "is_demonstration"]
    search_fields = ["name"]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    list_display = ["user", "agency", "role", "since", "ended_at"]
    list_filter = ["agency", "role"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__name", "user__email"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """Read only: agencies invite on their own pages."""

    list_display = ["email", "role", "agency", "made_at", "sent_at", "expires_at", "accepted_at"]
    list_filter = ["agency"]
    list_select_related = ["agency"]


@admin.register(Leave)
class LeaveAdmin(admin.ModelAdmin[Leave]):
    list_display = ["user", "agency", "since", "until", "begun_at", "over_at"]
    list_filter = ["agency"]
    list_select_related = ["user", "agency"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """Read only: the database refuses changes as well."""

    list_display = ["at", "agency", "actor", "verb", "object_type", "object_id"]
    list_filter = ["agency", "verb"]
    list_select_related = ["agency", "actor"]
    search_fields = ["object_type", "object_id"]


@admin.register(AuditSeal)
class AuditSealAdmin(ReadOnly):
    """Read only: the database refuses changes as well."""

    list_display = ["chain", "number", "entry", "seal"]
    list_filter = ["chain"]
    list_select_related = ["entry"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    """Read only: people make tokens for themselves."""

    list_display = ["name", "start", "membership", "agency", "expires_at", "ended_at"]
    list_filter = ["agency"]
    list_select_related = ["agency", "membership__user", "membership__agency"]
    exclude = ["secret_hash"]


@admin.register(SentOnce)
class SentOnceAdmin(ReadOnly):
    """Read only: kept for a day, so that a repeated request gets the same answer."""

    list_display = ["key", "token", "agency", "status", "at"]
    list_select_related = ["token", "agency"]


@admin.register(Webhook)
class WebhookAdmin(ReadOnly):
    """Read only: agency admins add and end them on their own pages."""

    list_display = ["url", "agency", "events", "made_at", "ended_at"]
    list_filter = ["agency"]
    list_select_related = ["agency"]
    exclude = ["secret"]
    readonly_fields = ["url"]


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnly):
    """Read only: what was sent, and what came back."""

    list_display = ["event", "key", "webhook", "tries", "next_try_at", "delivered_at", "answer"]
    list_filter = ["event"]
    list_select_related = ["webhook"]
