from django.db import migrations

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reliability", "0002_policies_decisions_and_certificates")]

    operations = [append_only("reliability_policy"), append_only("reliability_decision")]
