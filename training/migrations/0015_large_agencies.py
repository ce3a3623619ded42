"""What pages and jobs of a large agency look for gets an index; what others cover loses its own.

An index is dropped by itself: to alter the column would write the table anew on SQLite, and its
triggers, which keep it from being changed, would be gone.
"""

import django.db.models.deletion
from django.db import migrations, models

COVERED = (("Coding", "assessor"), ("DraftRating", "draft"), ("Rating", "coding"))
"""Columns with which an index of several columns begins."""


def drop_covered(apps, schema_editor):
    for name, field in COVERED:
        table, column = _place(apps, name, field)
        with schema_editor.connection.cursor() as cursor:
            found = schema_editor.connection.introspection.get_constraints(cursor, table)
        for index, told in found.items():
            if told["index"] and not told["unique"] and told["columns"] == [column]:
                schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(index)}")


def make_again(apps, schema_editor):
    for name, field in COVERED:
        table, column = _place(apps, name, field)
        index = schema_editor.quote_name(f"{table}_{column}_again")
        on = f"{schema_editor.quote_name(table)} ({schema_editor.quote_name(column)})"
        schema_editor.execute(f"CREATE INDEX {index} ON {on}")


def _place(apps, name, field):
    model = apps.get_model("training", name)
    return model._meta.db_table, model._meta.get_field(field).column


def _key(to, name):
    return models.ForeignKey(
        to, django.db.models.deletion.PROTECT, related_name=name, db_index=False
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0009_schedule_webhooks"),
        ("training", "0014_attempts_opened_again_are_append_only"),
        ("vignettes", "0009_readers_of_drafts"),
    ]

    operations = [
        migrations.AddIndex(
            "Assignment",
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="assignment_due",
            ),
        ),
        migrations.AddIndex(
            "Coding",
            models.Index(fields=["agency", "tool", "version", "id"], name="coding_by_case"),
        ),
        migrations.AddIndex(
            "Coding",
            models.Index(fields=["assessor", "submitted_at"], name="coding_by_person"),
        ),
        migrations.RemoveIndex("Coding", "coding_by_tool"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_covered, make_again)],
            state_operations=[
                migrations.AlterField("Coding", "assessor", _key("agencies.membership", "codings")),
                migrations.AlterField("DraftRating", "draft", _key("training.draft", "ratings")),
                migrations.AlterField("Rating", "coding", _key("training.coding", "ratings")),
            ],
        ),
    ]
