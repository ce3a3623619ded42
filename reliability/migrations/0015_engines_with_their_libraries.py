from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reliability", "0014_jobs_tell_what_came_of_them")]

    operations = [
        migrations.AlterField(
            model_name="reportedition",
            name="engine",
            field=models.CharField(max_length=100),
        ),
    ]
