from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("reliability", "0009_rule_confirmations"),
        ("training", "0014_attempts_opened_again_are_append_only"),
    ]

    operations = [
        append_only("reliability_alertstep"),
        append_only("reliability_monitorrules"),
        append_only("training_checkplan"),
    ]
