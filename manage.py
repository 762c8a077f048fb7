#!/usr/bin/env python
"""The command line of the house."""

import os
import sys

# These change or describe the schema, so they connect as its owner; everything else connects as the web role.
OWNER_COMMANDS = {
    "migrate",
    "makemigrations",
    "sqlmigrate",
    "showmigrations",
    "squashmigrations",
    "dbshell",
    "inspectdb",
}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["KEPT_DB_OWNER"] = "1"

    from django.core.management import execute_from_command_line

    from config import embedded

    with embedded.running():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
