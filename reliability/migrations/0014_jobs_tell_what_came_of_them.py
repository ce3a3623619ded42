import django.db.models.deletion
from django.db import migrations, models

NAME = "forget-old-studies"


def add(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.get_or_create(
        name=NAME, defaults={"task": "reliability.tasks.forget_old_studies", "every": 3600}
    )


def remove(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("reliability", "0013_studies_are_frozen"),
        ("config", "0002_shipped_schedules"),
    ]

    operations = [
        migrations.AddField(
            model_name="studyrules",
            name="key_mark",
            field=models.CharField(blank=True, default="", editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name="studyjob",
            name="attempt",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="studyjob",
            name="edition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reliability.reportedition",
            ),
        ),
        migrations.RemoveField(model_name="studyjob", name="error"),
        migrations.AddField(
            model_name="studyjob",
            name="failed_because",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(add, remove),
    ]
