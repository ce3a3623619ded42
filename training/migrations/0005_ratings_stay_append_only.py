from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    """The table that SQLite rebuilt for a new column lost its triggers with the old table."""

    dependencies = [("training", "0004_panel_codings_and_contests")]

    operations = [append_only("training_rating")]
