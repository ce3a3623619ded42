"""Writes on studies: tables brought, studies made and frozen, reports, links, retention.

Every one that takes long gives a StudyJob, which a page follows; the study and the report that
come of it are `job.study` and `job.edition` once it is done.
"""

from reliability.actions.studying.correcting import correct, merge_raters, withdraw
from reliability.actions.studying.from_rows import study_of_rows
from reliability.actions.studying.intake import bring, call_off, confirm, map_columns
from reliability.actions.studying.jobs import run_job, stop
from reliability.actions.studying.making import pool_studies, study_of_codings
from reliability.actions.studying.refusing import (
    EncodingUnclearError,
    RowsRefusedError,
    StudyRefusedError,
)
from reliability.actions.studying.reporting import answer_statements, make_report, set_rules
from reliability.actions.studying.sharing import close, share
from reliability.studies.results import Settings

__all__ = [
    "EncodingUnclearError",
    "RowsRefusedError",
    "Settings",
    "StudyRefusedError",
    "answer_statements",
    "bring",
    "call_off",
    "close",
    "confirm",
    "correct",
    "make_report",
    "map_columns",
    "merge_raters",
    "pool_studies",
    "run_job",
    "set_rules",
    "share",
    "stop",
    "study_of_codings",
    "study_of_rows",
    "withdraw",
]
