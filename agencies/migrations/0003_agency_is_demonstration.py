from django.db import migrations, models

DEMONSTRATION = "(demonstration)"


def mark(apps, schema_editor):
    """The demonstration's agencies carry the word in their names."""
    agencies = apps.get_model("agencies", "Agency").objects
    agencies.filter(name__endswith=DEMONSTRATION).update(is_demonstration=True)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_audit_is_append_only")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="is_demonstration",
            field=models.BooleanField(
                default=False,
                help_text="Its people are invented: certificates carry the word demonstration.",
                verbose_name="demonstration",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
