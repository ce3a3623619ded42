"""Ask a web process on this machine how it is: ask.py PORT [PATH]. 0: well; 1: not.

Health checks and upgrades use it. It comes as the proxy does: by HTTP, with the name and the
scheme that visitors use, so ALLOWED_HOSTS needs no entry for it.
"""

import http.client
import os
import sys


def main(words: list[str]) -> int:
    """Ask once, and print the answer."""
    port = int(words[0]) if words else 8000
    path = words[1] if len(words) > 1 else "/health/ready"
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*")
    headers = {"Host": host or "localhost", "X-Forwarded-Proto": "https"}
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        sys.stdout.write(answer.read(2000).decode("utf-8", "replace").strip() + "\n")
    except (OSError, http.client.HTTPException) as error:
        sys.stdout.write(f"no answer on port {port}: {error}\n")
        return 1
    finally:
        link.close()
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
