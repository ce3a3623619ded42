"""A case as one zip of its four files: written, and read member by member without trust.

Nothing is unpacked to disk. Of each member at most `casefile.LARGEST` bytes are decompressed,
whatever its header says; every member is looked at before any is read. Readings that were packed
with the case are left aside: they are no part of it.
"""

import stat
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from vignettes.casefile import FILES, LARGEST, READINGS
from vignettes.findings import Finding

LARGEST_UPLOAD = 1024 * 1024
ENCRYPTED = 0x1
WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
"""The day in every archive: the same case gives the same bytes."""


class ArchiveRefusedError(ValueError):
    """The zip is not a case. `findings` name the member, what was found and how to mend it."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, findings)))


def written(code: str, sources: dict[str, str]) -> bytes:
    """The four files in one folder that is named like the case."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in FILES:
            member = ZipInfo(f"{code}/{name}", date_time=WRITTEN_AT)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(member, sources[name])
    return packed.getvalue()


def read(packed: bytes) -> tuple[str, dict[str, str]]:
    """The folder's name ("" without one) and the four texts. Raises ArchiveRefusedError."""
    if len(packed) > LARGEST_UPLOAD:
        message = f"The file has {len(packed):,} bytes; at most {LARGEST_UPLOAD:,} are taken."
        raise _refused("the zip", message, "A case is four short texts; remove what is not.")
    try:
        with ZipFile(BytesIO(packed)) as archive:
            members = _members(archive.infolist())
            folder = PurePosixPath(next(iter(members.values())).filename).parent
            sources = {name: _text(archive, members[name]) for name in FILES}
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as bad:
        if isinstance(bad, ArchiveRefusedError):
            raise
        message = "This is not a zip archive, or it is damaged."
        raise _refused("the zip", message, "Pack the four files of the case anew.") from None
    return ("" if folder == PurePosixPath(".") else folder.name), sources


def _members(infos: list[ZipInfo]) -> dict[str, ZipInfo]:
    """The four members by their file name, or a refusal that names every other."""
    found: list[Finding] = []
    members: dict[str, ZipInfo] = {}
    for info in infos[: 2 * len(FILES)]:
        name = PurePosixPath(info.filename).name
        problem = _problem(info) or (_twice(name) if name in members else "")
        if problem:
            mend = f"A case holds {', '.join(FILES)}, each once, in one folder or in none."
            found.append(Finding(_shown(info), 1, 1, "format", problem, mend))
        elif not info.is_dir() and name != READINGS:
            members[name] = info
    if len(infos) > 2 * len(FILES):
        message = f"The zip has {len(infos)} members; a case has {len(FILES)}."
        found.append(Finding("the zip", 1, 1, "format", message, "Remove what is not of the case."))
    elif not found:
        found = _missing(members)
    if found:
        raise ArchiveRefusedError(found)
    return members


def _problem(info: ZipInfo) -> str:
    """Why this member may not be there, "" where it may."""
    path = PurePosixPath(info.orig_filename.rstrip("/"))
    if "\\" in info.orig_filename or "\0" in info.orig_filename or ":" in info.orig_filename:
        return "The name holds a backslash, a colon or a null."
    if path.is_absolute() or ".." in path.parts:
        return "The path leads outside the folder of the case."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "This is a link, not a file."
    if info.flag_bits & ENCRYPTED:
        return "This member is encrypted."
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "This member is packed by a method that is not taken."
    if info.is_dir():
        return "" if len(path.parts) == 1 else "This folder is not of the case."
    if len(path.parts) > 2 or path.name not in (*FILES, READINGS):
        return "This member is not one of the four files of a case."
    return ""


def _twice(name: str) -> str:
    return f"The zip holds {name} twice."


def _missing(members: dict[str, ZipInfo]) -> list[Finding]:
    folders = {str(PurePosixPath(info.filename).parent) for info in members.values()}
    if len(folders) > 1:
        message = f"The files lie in {len(folders)} folders."
        return [Finding("the zip", 1, 1, "format", message, "Put the four files in one folder.")]
    return [
        Finding(name, 1, 1, "format", "The file is missing.", "Add it to the zip.")
        for name in FILES
        if name not in members
    ]


def _text(archive: ZipFile, info: ZipInfo) -> str:
    """What is really in the member, read no further than the longest case goes."""
    name = PurePosixPath(info.filename).name
    with archive.open(info) as member:
        found = member.read(LARGEST + 1)
    if len(found) > LARGEST:
        message = f"The file is longer than {LARGEST:,} bytes; no more is read."
        raise _refused(name, message, "Shorten it: a case has 250 to 1500 words.")
    try:
        words = found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"Byte {error.start + 1} is not UTF-8."
        raise _refused(name, message, "Save the file as UTF-8.") from None
    if "\0" in words:
        raise _refused(name, "The file holds a null character.", "Save it as plain text.")
    return words.replace("\r\n", "\n")


def _refused(name: str, message: str, mend: str) -> ArchiveRefusedError:
    return ArchiveRefusedError([Finding(name, 1, 1, "format", message, mend)])


def _shown(info: ZipInfo) -> str:
    """The member's name as one may print it."""
    printable = "".join(c if c.isprintable() else "?" for c in info.orig_filename)
    return printable if len(printable) <= 80 else printable[:77] + "..."
