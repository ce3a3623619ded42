"""Evidence: impossible cases are refused, and what is stored can be read again."""

import pytest
from pydantic import ValidationError

from reliability.certification import Evidence, decide
from tests.reliability.certification.cases import case, evidence, policy


@pytest.mark.parametrize("told", [{"hits": 11}, {"hits": -1}, {"items": -1}])
def test_an_impossible_case_is_refused(told):
    with pytest.raises(ValidationError):
        case(**told)


@pytest.mark.parametrize("probability", [-0.1, 1.1, float("nan")])
def test_a_probability_is_between_0_and_1(probability):
    with pytest.raises(ValidationError):
        Evidence(misread={"S99R-I8-IMG": probability})


def test_stored_evidence_gives_the_same_verdict():
    told = evidence(*[9, 10] * 5, misread={"S99R-I8-IMG": 0.2}, total_deviation=1)

    again = Evidence.model_validate_json(told.model_dump_json())

    assert again == told
    assert decide(again, policy()) == decide(told, policy())


def test_it_counts_over_all_cases():
    told = evidence(10, 8, 9)

    assert (told.items, told.hits) == (30, 27)
