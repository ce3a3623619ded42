from django.db import migrations

SHIPPED = {
    "send-statements": ("xapi.tasks.send_due", 60),
    "forget-statements": ("xapi.tasks.forget_old", 86_400),
}


def add(apps, schema_editor):
    for name, (task, every) in SHIPPED.items():
        apps.get_model("config", "Schedule").objects.get_or_create(
            name=name, defaults={"task": task, "every": every}
        )


def remove(apps, schema_editor):
    apps.get_model("config", "Schedule").objects.filter(name__in=SHIPPED).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("xapi", "0001_initial"),
        ("config", "0002_shipped_schedules"),
    ]

    operations = [migrations.RunPython(add, remove)]
