"""Seals over the audit record of a made agency, as the program makes them, only many at once."""

from django.db import connection
from django_scopes import scopes_disabled

from agencies.audit_chain import seal_of, told
from agencies.models import AuditEntry, AuditSeal

CHAIN = 1
_AT_ONCE = 20_000


def seal() -> None:
    """Seal every entry of the agency in the order of its number."""
    columns = "chain, number, entry_id, previous, seal"
    number, previous = 0, ""
    with scopes_disabled(), connection.cursor() as cursor:
        entries = AuditEntry.objects.filter(agency=CHAIN).order_by("pk")
        while True:
            block = list(entries.filter(pk__gt=number)[:_AT_ONCE])
            if not block:
                break
            statement = f"COPY {AuditSeal._meta.db_table} ({columns}) FROM STDIN"
            with cursor.copy(statement) as copy:
                for entry in block:
                    number += 1
                    found = seal_of(number, previous, told(entry))
                    copy.write_row((CHAIN, number, entry.pk, previous, found))
                    previous = found
