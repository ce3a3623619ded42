from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.get_or_create(
        name="prune", defaults={"task": "config.jobs.prune", "every": 24 * 3600}
    )


def remove(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.filter(name="prune").delete()


class Migration(migrations.Migration):
    dependencies = [("config", "0003_workers_say_that_they_live")]

    operations = [migrations.RunPython(add, remove)]
