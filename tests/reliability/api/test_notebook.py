"""The notebook of the guides runs as it is written, against a server, without Jupyter."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

from django.conf import settings

from reliability.models import Study
from tests.reliability.api.conftest import make_secret

NOTEBOOK = Path(settings.BASE_DIR) / "docs" / "notebooks" / "api.ipynb"


def cells():
    """The cells by kind: (kind, source)."""
    told = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [(cell, "".join(cell["source"])) for cell in told["cells"]]


def test_notebook_is_stored_without_what_a_run_left_behind():
    told = json.loads(NOTEBOOK.read_text(encoding="utf-8"))

    assert (told["nbformat"], told["nbformat_minor"]) == (4, 5)
    names = [cell["id"] for cell, _ in cells()]
    assert len(set(names)) == len(names)
    for cell, source in cells():
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            compile(source, cell["id"], "exec")


def test_notebook_runs_from_outside_as_it_is_written(
    live_server, transactional_db, ana, monkeypatch, unscoped
):
    monkeypatch.setenv("PLUMBLINE_URL", live_server.url)
    monkeypatch.setenv("PLUMBLINE_TOKEN", make_secret(ana))
    monkeypatch.chdir(NOTEBOOK.parent)
    names, out = {"__name__": "__main__"}, io.StringIO()

    with redirect_stdout(out):
        for cell, source in cells():
            if cell["cell_type"] == "code":
                exec(compile(source, cell["id"], "exec"), names)  # noqa: S102 the guide's own code

    told, study = out.getvalue(), Study.objects.get()
    assert "static-99r" in told
    assert f"{len(names['rows'])} codings sent" in told
    assert (study.codings, study.source) == (len(names["rows"]), "api")
    assert study.digest.startswith(names["report"]["data_digest"][:12])
    assert f"{study.targets} files, {study.raters} assessors" in told
    assert told.count("i1 ") >= 2
