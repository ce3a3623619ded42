from django.utils.translation import override

from reliability.reports.studies.checklist import blanks, checklist_section, topics
from reliability.reports.studies.told import Told
from tests.reliability.study_report.made import make_results, make_told


def answers(told: Told):
    table = checklist_section(told).tables()[0]
    return {row[0].text.partition(".")[0]: row[1].text for row in table.rows}


def test_there_are_fifteen_topics_in_both_languages():
    assert [topic.number for topic in topics()] == list(range(1, 16))
    assert all(topic.title.en != topic.title.fr for topic in topics())
    assert all(topic.help for topic in topics() if topic.blank)


def test_the_design_fills_in_what_it_knows():
    told = answers(make_told(left_out=4))

    assert "Static-99R (2016)." in told["2"]
    assert "Total: −3 to 12 points from 10 items." in told["2"]
    assert told["11"].startswith("12 assessors, 130 files, 262 codings.")
    assert "Left out before the data were frozen: 4 codings." in told["11"]
    assert "ICC(2,1), variance components: 0.79 (interval 0.74 to 0.84)." in told["13"]


def test_what_only_the_agency_knows_is_asked_for_until_it_is_written():
    empty = make_told()
    written = make_told(statements={"population": "Men under supervision.", "sampling": "  "})

    assert answers(empty)["3"] == "[To be written by the agency.]"
    assert answers(written)["3"] == "Men under supervision."
    assert answers(written)["7"] == "[To be written by the agency.]"
    n = len(blanks())
    assert f": {n} of 15" in checklist_section(empty).blocks[0].text
    assert f": {n - 1} of 15" in checklist_section(written).blocks[0].text


def test_when_all_is_written_nothing_is_asked():
    told = make_told(statements={blank.key: "Written." for blank in blanks()})

    assert checklist_section(told).blocks[0].text == "Every topic has its answer."


def test_codings_made_here_are_known_to_be_independent():
    assert "shows nobody the scores of others" in answers(make_told(is_from_here=True))["9"]
    assert "shows nobody" not in answers(make_told())["9"]


def test_a_study_without_a_published_figure_says_so():
    told = answers(make_told(make_results(published=())))

    assert told["5"].startswith("No published figure")


def test_blanks_are_asked_for_in_the_language_of_the_page():
    with override("fr-ca"):
        asked = blanks()

    assert asked[0].label == "3. Les personnes cotées"
    assert asked[0].help.startswith("Dire de quelle population")
    assert len({blank.key for blank in asked}) == len(asked)
