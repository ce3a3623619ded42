from django.db import migrations

NAME = "remind-of-expiring-certificates"


def add(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.get_or_create(
        name=NAME,
        defaults={"task": "reliability.tasks.remind_of_expiry", "every": 6 * 3600},
    )


def remove(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reliability", "0004_certificates_renamed_and_revoked"),
        ("config", "0002_shipped_schedules"),
    ]

    operations = [migrations.RunPython(add, remove)]
