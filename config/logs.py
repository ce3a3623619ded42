"""What the log leaves out."""

from logging import LogRecord


def one_line_for_refusals(record: LogRecord) -> bool:
    """Keep every entry, but no traceback of a request that was refused: nothing is broken."""
    if 400 <= getattr(record, "status_code", 500) < 500:
        record.exc_info = None
        record.exc_text = None
    return True
