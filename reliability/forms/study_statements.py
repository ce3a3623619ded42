"""The blanks of the reporting checklist: what no table can tell, in the analyst's words."""

from __future__ import annotations

from typing import Any

from django import forms

from reliability.models import Study
from reliability.reports.studies.checklist import blanks

LONGEST = 2000


class StatementsForm(forms.Form):
    """One field a blank, by its key; what is left empty stays a blank in the report."""

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for blank in blanks():
            self.fields[blank.key] = forms.CharField(
                label=blank.label,
                help_text=blank.help,
                required=False,
                max_length=LONGEST,
                initial=study.statements.get(blank.key, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
