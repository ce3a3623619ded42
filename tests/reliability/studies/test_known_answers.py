"""The published vectors as studies: one item of a tool that is a sum takes the ratings."""

import pytest

from reliability.studies.computing import compute
from reliability.studies.results import Settings
from tests.reliability.published.published import near, vectors
from tests.reliability.studies.made_codings import codings_of

# Section i1 of PCRA runs from 0 to 18 and the total is the sum, so that a rating is both.
TOOL, HIGHEST = "pcra", 18
ITEM = ("pa.identity", "kripp.ordinal", "fleiss.quadratic", "cohen.quadratic")
TOTAL = ("icc2", "icc3", "icc1", "icc2k", "sem_agreement", "mdc95_agreement", "kripp.interval")
PARTS = (("value", "value"), ("se", "se"), ("ci_low", "low"), ("ci_high", "high"))
BY_MODEL = {"icc2.reml": "icc_agreement_1", "icc3.reml": "icc_consistency_1"}


def fits(vector):
    if vector["kind"] != "ratings":
        return False
    scores = [score for row in vector["ratings"] for score in row if score is not None]
    return all(isinstance(s, int) and 0 <= s <= HIGHEST for s in scores)


NAMES = [name for name, vector in vectors().items() if fits(vector)]


def study(name):
    others = {f"i{place}": 0 for place in range(2, 6)}
    rows = [
        (f"t{row:03}", f"r{column:02}", {"i1": score, **others})
        for row, scores in enumerate(vectors()[name]["ratings"])
        for column, score in enumerate(scores)
        if score is not None
    ]
    settings = Settings(replicates=0, smallest_cell=1)
    return compute(codings_of(rows, TOOL), settings, digest="")


def compared(name, figures, section):
    """Each expected number beside ours, for the figures that both have."""
    expected = vectors()[name]["expected"]
    for figure in figures:
        if figure in expected and any(one.name == figure for one in section.figures):
            ours = section.figure(figure).estimate
            for theirs, own in PARTS:
                if theirs in expected[figure] and not figure.startswith("kripp"):
                    yield figure, own, expected[figure][theirs], getattr(ours, own)
            if figure.startswith("kripp"):
                yield figure, "value", expected[figure]["value"], ours.value


@pytest.mark.parametrize("name", NAMES)
def test_a_study_answers_as_the_published_vectors(name):
    found = study(name)
    total = found.totals[0]

    # with scores missing, the vectors' ICC(1) leaves out the targets that not everyone scored
    asked = [one for one in TOTAL if one != "icc1" or found.design.icc_form == "icc2"]
    pairs = [*compared(name, ITEM, found.items[0]), *compared(name, asked, total)]

    assert len(pairs) >= (4 if found.design.icc_form else 0)
    assert [pair for pair in pairs if not near(pair[2], pair[3], 1e-6)] == []


@pytest.mark.parametrize("name", ["gold_sim_ordinal5", "gwet_raw4raters", "irrNA_IndepNA"])
def test_a_partial_study_answers_as_lme4_and_irrna(name):
    found, expected = study(name), vectors()[name]["expected"]
    total = found.totals[0]

    assert found.design.icc_form == "icc2.reml"
    for ours, theirs in BY_MODEL.items():
        assert total.figure(ours).estimate.value == pytest.approx(
            expected["reml"][theirs], abs=1e-3
        )
    # where each target has a few of many raters it is biased, and left out
    shown = {figure.name for figure in total.figures}
    assert ("iccNA" in shown) == (found.design.layout == "crossed")
    if "iccNA" in shown:
        detail = total.figure("iccNA").estimate.detail
        assert near(expected["iccNA"]["ICC(A,1)"], detail["ICC(A,1)"], 1e-6)
    assert total.figure("icc2kh.reml").estimate.value == pytest.approx(
        expected["reml"]["icc_agreement_kh"], abs=1e-3
    )


def test_most_of_the_vectors_of_small_whole_numbers_are_asked():
    assert len(NAMES) >= 25


def test_limits_of_two_raters_are_bland_and_altmans():
    name = "landis_koch_1977_ms_neworleans"
    ours = study(name).totals[0].figure("bland_altman").estimate
    expected = vectors()[name]["expected"]["bland_altman"]

    assert ours.value == pytest.approx(expected["bias"], abs=1e-9)
    for part in ("sd", "loa_low", "loa_high"):
        assert ours.detail[part] == pytest.approx(expected[part], abs=1e-6)
