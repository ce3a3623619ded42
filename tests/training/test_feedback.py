from django.utils import translation
from django.utils.timezone import now

from instruments.facts import Facts
from instruments.misreading import misreadings
from tests.training.factories import TOOL, assign, hand_in, with_changes
from tests.vignettes.factories import make_version
from training.access import gold_for
from training.answers import ELIGIBILITY
from training.feedback import feedback_on, labels

MIXED = "heron-bridge"
IMAGES = "S99R-I9-IMG"


def feedback(person, assignment, scores, eligibility="yes"):
    coding = hand_in(person, assignment, scores, eligibility)
    return feedback_on(coding, gold_for(assignment, person.membership, now()))


def item(answer, item_id):
    return next(one for one in answer.items if one.question.id == item_id)


def test_feedback_on_a_right_coding_says_so(asha, assignment, gold):
    answer = feedback(asha, assignment, gold.scores)

    assert answer.differing == ()
    assert answer.summary[0] == "10 of 10 items match the gold coding."
    assert "the same as gold" in answer.summary[1]
    assert answer.eligibility.agrees


def test_feedback_on_names_the_rule_that_was_misread_and_the_sentences(asha):
    version = make_version(MIXED)
    right = misreadings(TOOL, Facts.model_validate(version.facts))
    gold = version.gold_codings.get(tool=TOOL)

    answer = feedback(
        asha, assign(asha, version), with_changes(gold.scores, **right[IMAGES].values)
    )

    stranger = item(answer, "i9")
    assert (stranger.agrees, stranger.state) == (False, "1 point higher than gold")
    assert stranger.misread[0].row.id == IMAGES
    assert "GEN-NJ" in [rule.id for rule in stranger.misread[0].alike]
    assert stranger.evidence
    assert all(span.language == "en" for span in stranger.evidence)
    assert answer.differing == (stranger,)


def test_feedback_on_a_slip_says_that_no_single_rule_explains_it(asha, assignment, gold):
    facts = Facts.model_validate(assignment.version.facts)
    known = {other.values["i5"] for other in misreadings(TOOL, facts).values()}
    unknown = next(score for score in (3, 2, 1) if score not in known)

    answer = feedback(asha, assignment, with_changes(gold.scores, i5=unknown))

    assert item(answer, "i5").misread == ()
    assert item(answer, "i5").silence.startswith("No single rule explains this answer")


def test_feedback_on_insufficient_information_shows_the_reason(asha, assignment, gold):
    answer = feedback(asha, assignment, with_changes(gold.scores, i4=None))

    four = item(answer, "i4")
    assert (four.yours, four.agrees) == ("Insufficient information", False)
    assert four.reason == "The file does not tell."
    assert four.silence == "The file tells enough to score this item."


def test_feedback_on_a_missing_total_gives_the_reason(asha, assignment, gold):
    answer = feedback(asha, assignment, with_changes(gold.scores, i4=None))

    assert answer.total.value == ""
    assert answer.total.note.startswith("No total")
    assert len(answer.summary) == 1


def test_feedback_on_a_case_where_the_tool_must_not_be_used(asha):
    version = make_version("quiet-ferry")

    answer = feedback(asha, assign(asha, version), {}, "no")

    assert answer.items == ()
    assert answer.summary == ("Right: Static-99R must not be used on this case.",)
    assert answer.eligibility.notes
    assert answer.eligibility.evidence


def test_feedback_on_scoring_a_case_where_the_tool_must_not_be_used(asha):
    version = make_version("quiet-ferry")

    answer = feedback(asha, assign(asha, version), {f"i{n}": 0 for n in range(1, 11)})

    assert not answer.eligibility.agrees
    assert "must not be used" in answer.summary[0]
    assert answer.eligibility.misread


def test_feedback_on_refusing_a_usable_case_shows_gold_all_the_same(asha, assignment):
    answer = feedback(asha, assignment, {}, "no")

    assert not answer.were_scored
    assert len(answer.items) == 10
    assert answer.summary == ("Static-99R may be used on this case; you answered otherwise.",)
    assert item(answer, "i1").yours == "not scored"


def test_labels_lead_from_each_sentence_to_the_items_it_decides(asha, assignment, gold):
    answer = feedback(asha, assignment, gold.scores)

    lit = labels(answer)
    ids = {span.span_id for span in item(answer, "i1").evidence}
    assert ids
    assert all("item-i1" in [label.anchor for label in lit[span]] for span in ids)
    assert any(label.anchor == f"item-{ELIGIBILITY}" for found in lit.values() for label in found)


def test_feedback_on_speaks_french(asha, assignment, gold):
    with translation.override("fr-ca"):
        answer = feedback(asha, assignment, gold.scores)
        names = [one.question.title for one in answer.items]
        languages = {span.language for one in answer.items for span in one.evidence}

    assert "Âge à la mise en liberté" in names[0]
    assert languages == {"fr"}
