from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reliability", "0015_engines_with_their_libraries")]

    operations = [
        append_only("reliability_reportedition"),
        append_only("reliability_studycoding", ("update",)),
    ]
