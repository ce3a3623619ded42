from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reliability", "0016_reports_are_append_only")]

    operations = [
        migrations.AddIndex(
            "Decision",
            models.Index(
                fields=["exam"],
                condition=models.Q(basis="computed", outcome="undecided"),
                name="decision_in_doubt",
            ),
        ),
    ]
