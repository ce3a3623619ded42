from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("training", "0006_programmes_and_personal_exams")]

    operations = [append_only("training_examrules")]
