"""Drafts of the model case, and the form of a page as a browser would send it."""

from html.parser import HTMLParser

from tests.vignettes.factories import MODEL_CASE
from vignettes.casefile import read_case
from vignettes.drafting import actions
from vignettes.drafting.content import of_case
from vignettes.models import CaseDraft


def model_content():
    """What the model case says."""
    case, _ = read_case(MODEL_CASE)
    return of_case(case)


def make_draft(person, code="oak-lantern", content=None, **fields) -> CaseDraft:
    """A draft of the model case under another code, by this person."""
    return actions.start_draft(
        author=person.user,
        agency=fields.pop("agency", person.agency),
        code=code,
        content=content or model_content(),
        **fields,
    )


def post_of(response, form_id="draft-form"):
    """The fields of a form as the page holds them: name -> value, or a list of values."""
    reader = _Fields(form_id)
    reader.feed(response.text)
    assert reader.found, f"the page has no form {form_id}"
    return reader.fields


class _Fields(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.fields, self.found = form_id, {}, False
        self.is_inside, self.select, self.text = False, None, None

    def put(self, name, value):
        if name in self.fields:
            known = self.fields[name]
            self.fields[name] = [*(known if isinstance(known, list) else [known]), value]
        else:
            self.fields[name] = value

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form" and told.get("id") == self.form_id:
            self.is_inside = self.found = True
        if not self.is_inside:
            return
        if tag == "input" and "name" in told:
            is_box = told.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in told:
                self.put(told["name"], told.get("value") or "")
        elif tag == "select" and "name" in told:
            self.select = (told["name"], [])
        elif tag == "option" and self.select:
            self.select[1].append((told.get("value", ""), "selected" in told))
        elif tag == "textarea" and "name" in told:
            self.text = (told["name"], [])

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        elif tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, is_chosen in options if is_chosen]
            self.put(name, chosen[0] if chosen else options[0][0])
            self.select = None
        elif tag == "textarea" and self.text:
            name, words = self.text
            self.put(name, "".join(words).removeprefix("\n"))
            self.text = None

    def handle_data(self, words):
        if self.text:
            self.text[1].append(words)
