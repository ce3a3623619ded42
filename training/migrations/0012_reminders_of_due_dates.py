from django.db import migrations, models

NAME = "remind-of-due-dates"


def add(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.get_or_create(
        name=NAME,
        defaults={"task": "training.tasks.remind_of_due_dates", "every": 6 * 3600},
    )


def remove(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0011_check_cases"),
        ("config", "0002_shipped_schedules"),
    ]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="reminded_of",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(add, remove),
    ]
