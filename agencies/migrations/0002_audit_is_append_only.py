from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]

    operations = [append_only("agencies_auditentry")]
