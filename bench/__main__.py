"""python -m bench NAME [--json] [--full]."""

import sys

from bench.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout, sys.stderr))
