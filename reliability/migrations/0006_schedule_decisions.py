from django.db import migrations

NAME = "decide-exams"


def add(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.get_or_create(
        name=NAME, defaults={"task": "reliability.tasks.decide_exams", "every": 60}
    )


def remove(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reliability", "0005_schedule_reminders"),
        ("config", "0002_shipped_schedules"),
    ]

    operations = [migrations.RunPython(add, remove)]
