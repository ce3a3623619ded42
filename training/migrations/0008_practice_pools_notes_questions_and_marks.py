import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from agencies.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_audit_is_append_only"),
        ("training", "0007_exam_rules_are_append_only"),
        ("vignettes", "0009_readers_of_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodingMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=20)),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("fr", "Français")], max_length=2),
                ),
                ("place", models.CharField(max_length=40)),
                (
                    "coding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="training.coding",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark of a coding",
                "verbose_name_plural": "marks of codings",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("coding", "question", "language", "place"), name="coding_mark_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CodingQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tool", models.CharField(max_length=40, verbose_name="tool")),
                (
                    "rule",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="rule"),
                ),
                (
                    "item",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="item"),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="question")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer",
                    models.TextField(
                        blank=True, default="", max_length=1000, verbose_name="answer"
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coding_questions",
                        to="agencies.agency",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.membership",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coding_questions",
                        to="agencies.membership",
                    ),
                ),
                (
                    "coding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coding_questions",
                        to="training.coding",
                    ),
                ),
            ],
            options={
                "verbose_name": "coding question",
                "verbose_name_plural": "coding questions",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["agency", "tool", "rule"], name="question_by_rule")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("published_at", None),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="coding_question_answered_whole_or_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=20)),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("fr", "Français")], max_length=2),
                ),
                ("place", models.CharField(max_length=40)),
                ("marked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="training.draft",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark in a draft",
                "verbose_name_plural": "marks in drafts",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "question", "language", "place"), name="draft_mark_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tool", models.CharField(max_length=40, verbose_name="tool")),
                ("rule", models.CharField(max_length=60, verbose_name="rule")),
                ("text", models.TextField(max_length=2000, verbose_name="note")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_notes",
                        to="agencies.agency",
                    ),
                ),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_notes",
                        to="agencies.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "own note",
                "verbose_name_plural": "own notes",
                "ordering": ["tool", "rule"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessor", "tool", "rule"), name="own_note_once_per_rule"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tool", models.CharField(max_length=40, verbose_name="tool")),
                (
                    "side",
                    models.CharField(
                        choices=[("practice", "Practice"), ("exam", "Exam")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pool_places",
                        to="agencies.agency",
                    ),
                ),
                (
                    "vignette",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pool_places",
                        to="vignettes.vignette",
                    ),
                ),
            ],
            options={
                "verbose_name": "place of a case",
                "verbose_name_plural": "places of cases",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "tool", "vignette"), name="pool_place_once_per_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["practice", "exam"])),
                        name="pool_side_known",
                    ),
                ],
            },
        ),
        append_only("training_codingmark"),
    ]
