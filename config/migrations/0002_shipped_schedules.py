from django.db import migrations

SHIPPED = [
    ("reap-lost-jobs", "config.jobs.reap", 60),
    ("prune-job-results", "config.jobs.prune_results", 24 * 3600),
    ("clear-expired-sessions", "config.jobs.clear_expired_sessions", 24 * 3600),
]


def add(apps, schema_editor):
    schedules = apps.get_model("config", "Schedule").objects
    for name, task, every in SHIPPED:
        schedules.get_or_create(name=name, defaults={"task": task, "every": every})


def remove(apps, schema_editor):
    names = [name for name, _, _ in SHIPPED]
    apps.get_model("config", "Schedule").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [("config", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
