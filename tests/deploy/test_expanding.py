"""Steps that the version before can live with: promised by name, and held to it."""

import io

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config import expanding


def step(*operations, name="0002_more_expand"):
    made = migrations.Migration(name, "training")
    made.operations = list(operations)
    return made


def field(**options):
    return migrations.AddField("case", "note", models.TextField(**options))


@pytest.mark.parametrize(
    "operation",
    [
        field(null=True),
        field(db_default=""),
        migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddIndex("case", models.Index(fields=["note"], name="note")),
        migrations.AddField("case", "notes", models.ManyToManyField("training.note")),
    ],
    ids=["null", "default in the database", "table", "index", "many to many"],
)
def test_what_only_adds_can_be_lived_with(operation):
    assert expanding.keeps_its_promise(step(operation))


@pytest.mark.parametrize(
    "operation",
    [
        field(),
        field(default=""),
        migrations.RemoveField("case", "note"),
        migrations.RenameField("case", "note", "remark"),
        migrations.AlterField("case", "note", models.CharField(max_length=3)),
        migrations.DeleteModel("Case"),
        migrations.RunSQL("DELETE FROM case"),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_the_version_before_would_trip_over_cannot(operation):
    assert not expanding.keeps_its_promise(step(field(null=True), operation))


def test_every_promise_in_the_program_is_kept():
    every = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    ours = {"agencies", "config", "vignettes", "training", "reliability", "lti", "xapi"}
    broken = [
        key
        for key, migration in every.items()
        if key[0] in ours and expanding.promised(key[1])
        if not expanding.keeps_its_promise(migration)
    ]

    assert every
    assert broken == []


@pytest.mark.django_db
def test_the_version_before_stays_ready_beside_tables_that_only_grew(client):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("reliability", "9998_of_next_year_expand")
    assert client.get("/health/ready").json()["tables"] == "ok"

    recorder.record_applied("reliability", "9999_of_next_year")

    assert "newer than this program" in client.get("/health/ready").json()["tables"]


@pytest.mark.django_db
def test_the_plan_says_whether_people_must_stop():
    output = io.StringIO()
    call_command("prepare", plan=True, stdout=output)
    assert output.getvalue().startswith("No step is due")

    grows = list(expanding.plan([step(field(null=True))]))
    assert grows[0] == "   training 0002_more_expand: while people work"
    assert "can go on serving" in grows[-1]

    changes = list(expanding.plan([step(field(null=True)), step(name="0003_less")]))
    assert changes[1] == "   training 0003_less: with the services stopped"
    assert "Stop the services before prepare" in changes[-1]
