"""The command line of the measurements."""

import io
import json

import pytest

from bench import command, coverage


def run(*words):
    stdout, stderr = io.StringIO(), io.StringIO()
    return command.main(words, stdout, stderr), stdout.getvalue(), stderr.getvalue()


def test_json_is_one_object_and_text_is_a_table(monkeypatch):
    monkeypatch.setattr(coverage, "figures", lambda *, full: {"full": full})
    monkeypatch.setattr(coverage, "text", lambda figures: f"full is {figures['full']}")

    assert json.loads(run("coverage", "--json", "--full")[1]) == {"full": True}
    assert run("coverage") == (0, "full is False\n", "")


def test_a_measurement_that_cannot_be_made_ends_with_a_sentence(monkeypatch):
    def refuse(*, full):
        raise command.MeasurementError("R is not installed: install r-base-core")

    monkeypatch.setattr(coverage, "figures", refuse)

    assert run("coverage") == (
        2,
        "",
        "python -m bench coverage: R is not installed: install r-base-core\n",
    )


def test_an_unknown_name_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        run("sorting")

    assert ended.value.code == 2
    assert "statistics" in capsys.readouterr().err
