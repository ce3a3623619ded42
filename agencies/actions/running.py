"""Writes: what an agency decides about itself."""

from django.db import transaction

from agencies.actions.auditing import record
from agencies.models import Agency, User


@transaction.atomic
def change_agency(*, agency: Agency, by: User) -> Agency:
    """Store a changed support contact and who must sign in with two steps."""
    agency.save(update_fields=["support_contact", "second_factor"])
    detail = {"second_factor": agency.second_factor}
    record(agency=agency, actor=by, verb="change_agency", obj=agency, detail=detail)
    return agency
