from django.db import migrations


def verify(apps, schema_editor):
    """Who could sign in before addresses were verified can sign in after."""
    addresses = apps.get_model("account", "EmailAddress").objects
    for user in apps.get_model("agencies", "User").objects.all():
        email = user.email.lower()
        if addresses.filter(email=email, verified=True).exists():
            continue
        addresses.filter(user=user).update(primary=False)
        addresses.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_schedule_leaves"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(verify, migrations.RunPython.noop)]
