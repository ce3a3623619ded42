from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("vignettes", "0001_initial")]

    operations = [
        append_only("vignettes_vignetteversion"),
        append_only("vignettes_evidencespan"),
        append_only("vignettes_goldcoding"),
        append_only("vignettes_expertcoding"),
    ]
