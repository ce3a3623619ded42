"""System administration of the job schedule."""

from django.contrib import admin

from config.models import Schedule


@admin.register(Schedule)
class ScheduleAdmin(admin.ModelAdmin[Schedule]):
    list_display = ["name", "task", "every", "next_run_at", "last_run_at", "enabled"]
    list_filter = ["enabled"]
