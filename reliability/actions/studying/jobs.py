"""Long work on studies: asked for, run, followed, stopped. Safe to repeat after a kill."""

from __future__ import annotations

from agencies.models import Membership
from reliability.models import StudyJob


def run_job(job_pk: int) -> str:
    """Do a job to its end, whatever came before; says in a word how it ended.

    A job that is over stays as it is. One that a killed worker left behind begins anew: what that
    worker stored is taken away first. What fails is told in `job.error`, a sentence.
    """
    raise NotImplementedError


def stop(*, job: StudyJob, by: Membership) -> None:
    """Ask a job to stop at its next step. What it did so far is taken away."""
    raise NotImplementedError
