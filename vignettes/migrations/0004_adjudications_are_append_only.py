from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    """The tables that SQLite rebuilt for new columns lost their triggers with the old table."""

    dependencies = [("vignettes", "0003_panels_and_gold_of_agencies")]

    operations = [
        append_only("vignettes_vignetteversion"),
        append_only("vignettes_evidencespan"),
        append_only("vignettes_goldcoding"),
        append_only("vignettes_expertcoding"),
        append_only("vignettes_adjudication"),
    ]
