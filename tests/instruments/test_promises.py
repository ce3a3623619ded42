"""What the product promises for the rules of kind product: one test each."""

import json

from instruments import catalogue, documents, printing
from instruments.rulings import rulings
from tests.instruments.casebook import TOOL, facts


def norm_csem():
    for changes in ({"material": {"stills": True}}, {"also": [CSEM]}):
        found = rulings(TOOL, facts(**changes))
        text = printing.rulings_text(found, facts(**changes), "en")
        assert "Caution (S99R-NORM-CSEM)" in text
        assert documents.rulings_document(found, "fr")["cautions"][0]["text"].startswith("Des infr")
    assert rulings(TOOL, facts()).cautions == ()


def norm_2003():
    case = facts(also=[CSEM])
    found = rulings(TOOL, case)
    for language in ("en", "fr"):
        text = printing.rulings_text(found, case, language)
        printed = text + json.dumps(documents.rulings_document(found, language))
        assert "%" not in printed
        assert "2003" not in printed


def tentative():
    case = facts(person={"born": "1982-06-02"}, index={"release_alternative": "2022-06-10"})
    assert "Second sheet: S99R-TENTATIVE" in printing.rulings_text(rulings(TOOL, case), case, "en")


def lsi_lic():
    tool = catalogue.tool("lsi-or")
    assert [item.range.high for item in tool.items] == [8, 9, 4, 2, 4, 8, 4, 4]
    assert sum(item.range.high for item in tool.items) == tool.totals[0].high == 43


CSEM = {"id": "c2", "title": "csem_possession", "outcome": "convicted", "convictions": 1}
PROMISES = {
    "S99R-NORM-CSEM": norm_csem,
    "S99R-NORM-2003": norm_2003,
    "S99R-TENTATIVE": tentative,
    "LSI-LIC": lsi_lic,
}


def test_every_product_rule_has_its_promise_kept():
    products = {
        rule.id
        for tool_id in (TOOL, "lsi-or")
        for rule in catalogue.tool(tool_id).rules
        if rule.kind == "product"
    }

    assert products == set(PROMISES)
    for kept in PROMISES.values():
        kept()
