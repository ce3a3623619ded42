#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import Error


def main() -> None:
    """Run a command. A database in trouble is told in a sentence, not by where it was met."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except Error as error:
        from agencies.database_trouble import said, trouble_of

        trouble = trouble_of(error)
        if trouble is None or os.environ.get("DEBUG"):
            raise
        sys.exit(f"{trouble.log} (It said: {said(error)})")


if __name__ == "__main__":
    main()
