from django.db import migrations

NAME = "monitor"


def add(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.get_or_create(
        name=NAME, defaults={"task": "reliability.tasks.monitor", "every": 24 * 3600}
    )


def remove(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reliability", "0007_monitoring"),
        ("config", "0002_shipped_schedules"),
    ]

    operations = [migrations.RunPython(add, remove)]
