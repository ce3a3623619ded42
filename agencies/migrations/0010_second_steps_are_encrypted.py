"""The secrets of authenticator apps and of recovery codes no longer lie in the clear."""

from django.db import migrations


def encrypt(apps, schema_editor):
    from agencies.second_step import encrypt_all

    encrypt_all(
        apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0009_schedule_webhooks"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop, elidable=True)]
