"""How the tests run the command line in this process."""

import json

import pytest

from instruments.__main__ import main


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = main(arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def written(tmp_path):
    def written(content, name="facts.json"):
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return str(path)

    return written
