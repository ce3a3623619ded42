from django.db import migrations

SHIPPED = {
    "deliver-webhooks": ("agencies.webhook_tasks.deliver_due", 60),
    "forget-webhook-messages": ("agencies.webhook_tasks.forget_old_messages", 86_400),
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
        ("agencies", "0008_audit_is_sealed"),
        ("config", "0002_shipped_schedules"),
    ]

    operations = [migrations.RunPython(add, remove)]
