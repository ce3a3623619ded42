from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    """The table that SQLite rebuilt for a new column lost its triggers with the old table."""

    dependencies = [("vignettes", "0005_seats_that_leave_and_sights_of_gold")]

    operations = [append_only("vignettes_expertcoding"), append_only("vignettes_seengold")]
