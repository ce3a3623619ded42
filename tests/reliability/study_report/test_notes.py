"""Whatever a computed report notes of a figure, the report has words for it in both languages."""

import pytest
from django.utils.translation import override

from reliability.studies.computing import compute
from reliability.studies.results import Settings
from reliability.studies_words_notes import is_known, told_note
from tests.reliability.studies.made_codings import changing, codings_of, crossed, drawn

STUDIES = {
    "crossed": (crossed(8), {}),
    "two": (crossed(8, ("r1", "r2")), {}),
    "blanks": (crossed(8), {"blanks": 0.3}),
    "all blank": (crossed(6), {"blanks": 1.0}),
    "never apart": (crossed(8), {"slips": 0.0}),
    "changing": (changing(20), {"blanks": 0.05}),
    "one file": (crossed(1), {}),
    "one coding": ([("t1", "r1")], {}),
    "single": ([(f"t{n}", f"r{n % 3}") for n in range(9)], {}),
    "nested": ([(f"t{n}", f"r{2 * n + k}") for n in range(8) for k in (0, 1)], {}),
}


def estimates(results):
    for section in (*results.items, *results.totals, *results.bands):
        yield from (figure.estimate for figure in section.figures)
    for row in results.ranges:
        yield from (row.same, row.within_one, row.two_or_more)
    for row in results.raters:
        yield from (row.lean, row.same)
    yield from (beside.ours for beside in results.published)


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize("smallest", [1, 5])
def test_every_note_of_a_computed_report_is_told_in_both_languages(study, smallest):
    pairs, how = STUDIES[study]
    codings = codings_of(drawn(pairs, **how))
    settings = Settings(replicates=30, smallest_cell=smallest)
    results = compute(codings, settings, digest="ab" * 32)
    notes = {estimate.note for estimate in estimates(results) if estimate.note}

    assert [note for note in notes if not is_known(note)] == []
    with override("fr-ca"):
        french = {note: told_note(note) for note in notes - {"small"}}
    assert [note for note, told in french.items() if told == note or not told] == []


def test_a_note_that_nobody_knows_is_shown_as_it_is():
    assert told_note("something new") == "something new"
    assert not is_known("something new")
