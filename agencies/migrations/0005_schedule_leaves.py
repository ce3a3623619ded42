from django.db import migrations

NAME = "turn-leaves"


def add(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.get_or_create(
        name=NAME, defaults={"task": "agencies.tasks.turn_leaves", "every": 3600}
    )


def remove(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_invitations_leave_and_leavers"),
        ("config", "0002_shipped_schedules"),
    ]

    operations = [migrations.RunPython(add, remove)]
