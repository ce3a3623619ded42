"""`python -m reliability TABLE.csv`: how well the raters in a table agree."""

import sys

from reliability.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr))
