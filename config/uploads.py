"""Where a file that somebody sends lies while its request lasts: on disk, under no name.

Such a file may hold names and file numbers. A file without a name cannot be opened by anybody
else, and is gone with the request, or with the process if that is killed.
"""

import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from reliability.studies.reading_refused import MAX_BYTES


class UnnamedFileHandler(FileUploadHandler):
    """Takes what is too large for memory. Of a file beyond the limit one byte too many is kept,
    so that whoever reads it refuses it in a sentence.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file: IO[bytes] = tempfile.TemporaryFile(  # noqa: SIM115 - closed with the request
            dir=settings.VAR_DIR
        )
        self.room = MAX_BYTES + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        kept = raw_data[: self.room]
        self.room -= len(kept)
        self.file.write(kept)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.file.seek(0)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
