"""The environments that contestants run in: ours, one for the peers, one for irrCAC, and R."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.command import MeasurementError

ROOT = Path(__file__).resolve().parents[2]
# irrCAC is pinned by its author to a scipy and a pandas that the others no longer accept.
ENVIRONMENTS: Mapping[str, tuple[str, str]] = {
    "peers": (".venv-bench", "bench.txt"),
    "irrcac": (".venv-irrcac", "irrcac.txt"),
}
PEERS: Mapping[str, tuple[str, ...]] = {
    "peers": (
        "krippendorff",
        "pingouin",
        "scikit-learn",
        "statsmodels",
        "nltk",
        "interrater",
        "rater-agreement",
    ),
    "irrcac": ("irrcac",),
}
R_PACKAGES = ("psych", "lme4", "vcd")


def python(environment: str) -> Path:
    """The interpreter of an environment, which is made and filled where it is not yet."""
    if environment == "ours":
        return Path(sys.executable)
    folder, requirements = ENVIRONMENTS[environment]
    interpreter = ROOT / folder / "bin" / "python"
    file = ROOT / "requirements" / requirements
    stamp = ROOT / folder / "installed"
    wanted = hashlib.sha256(file.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == wanted):
        _make(ROOT / folder, file)
        stamp.write_text(wanted)
    return interpreter


def _make(folder: Path, requirements: Path) -> None:
    sys.stderr.write(f"-- installing {requirements.name} in {folder.name} (two minutes, once)\n")
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--require-hashes", "-r", str(requirements)]
    for command in ([sys.executable, "-m", "venv", str(folder)], pip):
        done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise MeasurementError(
                f"the peers could not be installed in {folder.name}: "
                f"{done.stderr.strip()[-300:]} - correct that, or remove {folder.name} and retry"
            )


def variables(*, full: bool) -> dict[str, str]:
    """The same for every contestant: one thread each."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    threads = ("OPENBLAS", "OMP", "MKL", "NUMEXPR")
    kept |= {f"{name}_NUM_THREADS": "1" for name in threads}
    return kept | ({"BENCH_FULL": "1"} if full else {})


def rscript() -> str | None:
    """R's interpreter, where it and the packages compared with are installed."""
    found = shutil.which("Rscript")
    return found if found and len(r_versions(found)) == len(R_PACKAGES) else None


def r_versions(interpreter: str) -> dict[str, str]:
    """Versions of the R packages that are installed."""
    wanted = ", ".join(f'"{name}"' for name in R_PACKAGES)
    script = (
        f"for (p in c({wanted})) if (requireNamespace(p, quietly = TRUE)) "
        'cat(p, as.character(packageVersion(p)), "\\n")'
    )
    done = subprocess.run([interpreter, "-e", script], capture_output=True, text=True)  # noqa: S603
    return {f"R {name}": version for name, version in re.findall(r"(\w+) (\S+)", done.stdout)}


def versions() -> dict[str, str]:
    """Name and version of every peer."""
    found: dict[str, str] = {}
    for environment, names in PEERS.items():
        script = "import sys; from importlib.metadata import version\n"
        script += "for name in sys.argv[1:]: print(name, version(name))"
        done = subprocess.run(  # noqa: S603
            [python(environment), "-c", script, *names], capture_output=True, text=True
        )
        found |= dict(line.split() for line in done.stdout.splitlines())
    interpreter = shutil.which("Rscript")
    return found | (r_versions(interpreter) if interpreter else {})
