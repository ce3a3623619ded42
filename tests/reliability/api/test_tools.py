"""Tools and rules as programs read them."""

from instruments import catalogue


def test_every_tool_is_listed_in_the_order_people_meet_them(program, asha):
    answer = program(asha).get("/tools/")

    assert answer.status_code == 200
    assert [line["tool"] for line in answer.json()["results"]] == [
        tool.id for tool in catalogue.tools()
    ]
    assert answer.json()["next"] is None


def test_one_tool_tells_its_items_and_bands(program, asha):
    told = program(asha).get("/tools/static-99r/").json()

    assert [item["item"] for item in told["items"]] == [f"i{n}" for n in range(1, 11)]
    assert told["totals"][0]["low"] == -3
    assert told["totals"][0]["bands"][0]["status"] in ("verified", "supported", "recalled")


def test_words_come_in_the_language_asked_for(program, asha):
    french = program(asha).get("/tools/static-99r/", **{"Accept-Language": "fr-CA"}).json()
    english = program(asha).get("/tools/static-99r/").json()

    assert french["purpose"] != english["purpose"]


def test_rules_are_narrowed_by_status_and_kind(program, asha):
    every = program(asha).get("/tools/static-99r/rules/").json()["results"]
    some = program(asha).get("/tools/static-99r/rules/?status=verified&kind=eligibility").json()

    wanted = [r for r in every if r["status"] == "verified" and r["kind"] == "eligibility"]
    assert 0 < len(wanted) < len(every)
    assert some["results"] == wanted
    assert all(rule["source"] for rule in every)


def test_an_unknown_tool_is_not_found(program, asha):
    answer = program(asha).get("/tools/static-98/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
