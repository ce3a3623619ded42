"""Copies the project to `mutants/` and writes every mutant there, as `mutmut run` begins."""

import os
from pathlib import Path

# mutmut asks for it while the changed modules are imported.
os.environ["MUTANT_UNDER_TEST"] = "mutant_generation"

from mutmut.__main__ import create_mutants
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir

if __name__ == "__main__":
    Path("mutants").mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    create_mutants(max_children=1)
