"""What lies in the database: fills drafts that are to be handed in, and tells what was stored.

python -m bench.load.stored fill cases.json    # [assignment, ...]
python -m bench.load.stored tell
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import django

SEED = 2016
MISTAKES = 2
"""Wrong answers in each coding, so that feedback has something to explain."""


def fill(cases: list[int]) -> dict[int, dict[str, str]]:
    """Save every answer of these cases, some of them wrong; the forms that hand them in."""
    from django.db import transaction
    from django.utils.timezone import now

    from training.actions.saving import save_answers
    from training.models import Assignment
    from vignettes.access import gold_in_force

    gold = {one.version_id: one for one in gold_in_force(None).filter(tool="static-99r")}
    chance, forms = random.Random(SEED), {}  # noqa: S311 - the same mistakes every time
    Assignment.objects.update(notice_seen_at=now())
    with transaction.atomic():
        for one in Assignment.objects.filter(pk__in=cases).select_related("draft"):
            right = gold[one.version_id]
            answers = _answers(right.eligibility, right.scores, chance)
            save_answers(assignment=one, answers=answers, at=now())
            fields = {"submission_key": str(one.draft.submission_key)}
            for answer in answers:
                fields[f"{answer.question}-value"] = answer.value
                fields[f"{answer.question}-reason"] = answer.reason
                fields[f"{answer.question}-revision"] = "1"
            forms[one.pk] = fields
    return forms


def _answers(eligibility: str, scores: dict[str, int | None], chance: random.Random) -> list[Any]:
    """The right answers but for some items, which get another score that the sheet permits."""
    from training.answers import ELIGIBILITY, INSUFFICIENT, Answer
    from training.questions import questions

    first = Answer(ELIGIBILITY, eligibility)
    if eligibility != "yes":
        return [first]
    permitted = {
        one.id: [choice.value for choice in one.choices if choice.value.lstrip("-").isdecimal()]
        for one in questions("static-99r")
    }
    wrong = chance.sample(sorted(scores), MISTAKES)
    answers = [first]
    for item, score in scores.items():
        if item in wrong:
            others = [value for value in permitted[item] if value != str(score)]
            answers.append(Answer(item, chance.choice(others)))
        elif score is None:
            answers.append(Answer(item, INSUFFICIENT, "The file does not tell."))
        else:
            answers.append(Answer(item, str(score)))
    return answers


def tell() -> dict[str, Any]:
    """Every saved answer, every coding with its scores, and the rows of the empty view."""
    from django.db import connection

    from training.models import Coding, DraftRating

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM load_row")
        rows = cursor.fetchone()[0]
    answers = DraftRating.objects.values_list(
        "draft__assignment", "item", "revision", "score", "insufficient"
    )
    codings = Coding.objects.prefetch_related("ratings").order_by("pk")
    return {
        "rows": rows,
        "answers": [list(one) for one in answers],
        "codings": [[one.assignment_id, one.scores] for one in codings],
    }


def main(words: list[str]) -> None:
    django.setup()
    from django_scopes import scopes_disabled

    with scopes_disabled():
        told = fill(json.loads(Path(words[1]).read_text())) if words[0] == "fill" else tell()
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
