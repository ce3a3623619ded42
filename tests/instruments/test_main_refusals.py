"""The command line on bad input, on pipes, and as a process of its own."""

import io
import json
import resource
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from instruments.__main__ import main
from tests.instruments.casebook import TOOL

ROOT = Path(__file__).parents[2]
FACTS = str(ROOT / "examples" / "flagship" / "facts.json")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["score", "static-98", FACTS], "found no tool static-98; expected one of: static-99r"),
        (["score", TOOL, "nowhere.json"], "nowhere.json: cannot be read (No such file"),
        (["score", TOOL, str(ROOT)], "cannot be read (Is a directory)"),
        (["explain", TOOL, "-", "-"], "only one of them can come from standard input"),
        (["explain", TOOL, FACTS, FACTS], "items: found none"),
        (["rules", TOOL, "S99R-I9-IMAGE"], "found no rule S99R-I9-IMAGE"),
        (["page", "cporto"], "found no tool cporto"),
    ],
)
def test_bad_input_is_a_sentence_and_status_2(run, arguments, sentence):
    status, out, err = run(*arguments)

    assert (status, out) == (2, "")
    assert sentence in err


def test_a_far_too_large_file_is_refused_without_being_read_whole(run, tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    status, _, err = run("score", TOOL, str(path))

    assert status == 2
    assert "expected at most 1,000,000" in err


def test_standard_input_stands_for_a_dash(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{")))

    status, _, err = run("score", TOOL, "-")

    assert status == 2
    assert err.startswith("standard input: line 1, column 2: this is not JSON")


def test_a_reader_that_closes_early_is_no_error(monkeypatch):
    class Closed(io.StringIO):
        def flush(self):
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    assert main(["list"]) == 0


def shell(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "instruments", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **options,
    )


def test_the_module_is_its_own_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["instruments", "list"])
    monkeypatch.delitem(sys.modules, "instruments.__main__")

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("instruments", run_name="__main__")

    assert ended.value.code == 0
    assert "static-99r" in capsys.readouterr().out


def test_the_module_runs_from_a_shell_with_a_pipe():
    done = shell("score", TOOL, "-", "--json", input=Path(FACTS).read_text(encoding="utf-8"))

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["items"]["i1"]["value"] == -1


def test_a_wrong_command_ends_with_status_2():
    assert shell("guess").returncode == 2


def test_the_module_imports_neither_django_nor_pandas_and_starts_quickly():
    names = "django", "pandas", "numpy"
    code = f"import sys, instruments.__main__; print([n for n in {names} if n in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    started = min(_seconds("list") for _ in range(3))

    assert done.stdout.strip() == "[]"
    assert started < 1


def _seconds(*arguments):
    """Processor time of the command: what else runs on the machine does not count."""
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    shell(*arguments)
    done = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.ru_utime + done.ru_stime - begun.ru_utime - begun.ru_stime
