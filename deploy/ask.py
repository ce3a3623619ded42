"""Ask a web process on this machine how it is: ask.py PORT [PATH] [SECONDS]. 0: well; 1: not.

Health checks and upgrades use it; with SECONDS it asks again until then. It comes as the proxy
does: by HTTP, with the name and the scheme that visitors use, so ALLOWED_HOSTS needs no more names.
"""

import http.client
import os
import sys
import time
from pathlib import Path

ENVIRONMENT = Path("/etc/plumbline/environment")


def main(words: list[str]) -> int:
    """Ask until all is well or the time is over, and print the last answer."""
    port = int(words[0]) if words else 8000
    path = words[1] if len(words) > 1 else "/health/ready"
    until = time.monotonic() + (float(words[2]) if len(words) > 2 else 0)
    well, said = ask(port, path)
    while not well and time.monotonic() < until:
        time.sleep(1)
        well, said = ask(port, path)
    sys.stdout.write(f"{said}\n")
    return 0 if well else 1


def ask(port: int, path: str) -> tuple[bool, str]:
    """Whether the answer was 200, and what it said."""
    headers = {"Host": host(), "X-Forwarded-Proto": "https"}
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        said = answer.read(2000).decode("utf-8", "replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return False, f"No answer on port {port}: {error}."
    finally:
        link.close()
    return answer.status == 200, said


def host() -> str:
    """The first name it answers to: from the environment, else from the file of the services."""
    told = os.environ.get("ALLOWED_HOSTS", "")
    if not told and os.access(ENVIRONMENT, os.R_OK):
        lines = ENVIRONMENT.read_text(encoding="utf-8").splitlines()
        told = next((line[14:] for line in lines if line.startswith("ALLOWED_HOSTS=")), "")
    return told.split(",")[0].strip().lstrip(".*") or "localhost"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
