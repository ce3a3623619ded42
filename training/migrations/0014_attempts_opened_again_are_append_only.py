from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("training", "0013_attempts_opened_again")]

    operations = [append_only("training_retake")]
