from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("training", "0009_time_given_on_top_and_devices")]

    operations = [append_only("training_timeextension")]
