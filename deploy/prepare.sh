#!/bin/sh
# What an installation needs before its first start, and after every upgrade. Safe to repeat.
set -eu
python manage.py prepare
python manage.py load_vignettes
python manage.py collectstatic --noinput --verbosity 0
python manage.py check --deploy
