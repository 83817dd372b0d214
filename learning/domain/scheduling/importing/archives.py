"""A programme folder as somebody uploads it: one zip, read with limits, whatever it claims of itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from learning.errors import Refusal
from scheduler.folder.keys import FILE

ENDINGS = (".toml", ".csv", ".xlsx")
MOST_ENTRIES = 500
MOST_BYTES = 150_000_000


def read_archive(name: str, content: bytes) -> Mapping[str, bytes]:
    """The files that stand beside programme.toml, by name; what is no settings file or table is passed over.

    The folder may be zipped itself or what is in it. Refuses what is no zip, what is encrypted or damaged, what
    holds no programme or more than one, and what would unpack to more than a programme can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES:
                raise _refusal(f"{name} holds more than {MOST_ENTRIES} files; zip the programme folder alone")
            return _unpacked(name, archive, _beside(name, entries))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as fault:
        raise _refusal(f"{name} cannot be read as a zip; zip the programme folder again") from fault
    except RuntimeError as fault:
        raise _refusal(f"{name} is protected by a password; zip the programme folder without one") from fault


def _beside(name: str, entries: list[zipfile.ZipInfo]) -> Mapping[str, zipfile.ZipInfo]:
    paths = {PurePosixPath(entry.filename.replace("\\", "/")): entry for entry in entries}
    own = {path: entry for path, entry in paths.items() if "__MACOSX" not in path.parts}
    homes = sorted({path.parent for path in own if path.name == FILE})
    if not homes:
        raise _refusal(f"{name} holds no {FILE}; zip the whole programme folder")
    if len(homes) > 1:
        raise _refusal(f"{name} holds more than one programme ({', '.join(map(str, homes))}); zip one of them alone")
    return {
        path.name: entry
        for path, entry in own.items()
        if path.parent == homes[0] and path.suffix.lower() in ENDINGS and not path.name.startswith(".")
    }


def _unpacked(name: str, archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Mapping[str, bytes]:
    left = MOST_BYTES
    files = {}
    for own_name, entry in entries.items():
        with archive.open(entry) as file:
            files[own_name] = file.read(left + 1)
        left -= len(files[own_name])
        if left < 0:
            raise _refusal(f"{name} unpacks to more than {MOST_BYTES // 1_000_000} MB, more than a programme can be")
    return files


def _refusal(sentence: str) -> Refusal:
    return Refusal(sentence, field="folder")
