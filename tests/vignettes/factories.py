"""Makers of cases, versions and codings for tests."""

import shutil
from pathlib import Path

from vignettes import actions
from vignettes.casefile import LIBRARY, READINGS
from vignettes.models import ExpertCoding, VignetteVersion

MODEL_CASE = LIBRARY / "maple-crossing"


def make_version(code: str = "maple-crossing") -> VignetteVersion:
    """A case of the shipped library, published."""
    return actions.load_vignette(folder=LIBRARY / code).version


def make_case_folder(parent: Path, code: str = "maple-crossing", **changes) -> Path:
    """A copy of the model case, not of its readings; replaced: en=("old", "new"), gold=(...), ...

    Each replacement must change something, so that a test cannot pass for want of a match.
    """
    folder = parent / code
    shutil.copytree(MODEL_CASE, folder, ignore=shutil.ignore_patterns(READINGS))
    names = {"en": "case.en.md", "fr": "case.fr.md", "facts": "facts.json", "gold": "gold.toml"}
    for short, (old, new) in changes.items():
        path = folder / names[short]
        source = path.read_text(encoding="utf-8")
        assert old in source, f"{path.name} does not hold {old!r}"
        path.write_text(source.replace(old, new), encoding="utf-8")
    return folder


def make_expert_coding(version, expert, **fields) -> ExpertCoding:
    scores = fields.pop("scores", {f"i{n}": 0 for n in range(1, 11)})
    fields = {"tool": "static-99r", "eligibility": "yes", "simulated": True} | fields
    return actions.store_expert_coding(version=version, expert=expert, scores=scores, **fields)
