"""Reading files of bounded size, and writing files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kadmcdm.errors import Fault, InputError, brief, raise_faults, similar_files

MOST_BYTES = 100 * 2**20
"""No text file is read that is larger: a table takes ten times its size in memory."""


LONGEST_NAME = 255
"""How many bytes the name of a file may have, nearly everywhere."""


def as_path(given: object, where: str = "path") -> Path:
    """Return a path, or raise `InputError` for what no file can be called."""
    expected = "text or a pathlib.Path"
    if not isinstance(given, (str, os.PathLike)):
        raise InputError([Fault(where, "no path", brief(given), expected)])
    try:
        path = Path(given)
        os.fsencode(path)
        if "\0" in str(path):
            raise ValueError
        if len(os.fsencode(path.name)) > LONGEST_NAME:
            raise ValueError
    except (TypeError, ValueError):
        raise InputError([Fault(where, "no name of a file", brief(given), expected)]) from None
    return path


def read_file(given: object, hint: str | None = None) -> bytes:
    """Return what stands in a file; no device, pipe or folder is opened.

    Parameters
    ----------
    given : str or Path
    hint : str, optional
        What to do about a folder.

    Raises
    ------
    InputError
        Where there is no file, it cannot be read, or it is larger than `MOST_BYTES`.
    """
    path = as_path(given)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise InputError([Fault(str(path), "this is a folder", hint=hint)])
        if not stat.S_ISREG(about.st_mode):
            what = "a device or a pipe, no file"
            raise InputError([Fault(str(path), what, hint="save it to a file first")])
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1) if about.st_size <= MOST_BYTES else b""
    except FileNotFoundError:
        fault = Fault(str(path), "there is no such file", hint=similar_files(path))
        raise InputError([fault]) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError([Fault(str(path), "it cannot be read", why)]) from None
    if max(about.st_size, len(raw)) > MOST_BYTES:
        got, expected = f"{about.st_size:,} bytes", f"{MOST_BYTES:,} bytes or less"
        way = "read it with pandas, polars or pyarrow, and use from_frame"
        raise InputError([Fault(str(path), "the file is too large", got, expected, way)])
    return raw


def place_faults(path: Path) -> Iterator[Fault]:
    """Yield what can be seen to be wrong with a place before the work of filling it."""
    try:
        folder, inside = path.is_dir(), path.parent.is_dir()
        other = path.exists() and not path.is_file()
    except OSError as error:  # a name that is too long, say
        yield Fault(str(path), "it cannot be written", error.strerror)
        return
    if folder:
        yield Fault(str(path), "this is a folder", hint="name a file in it")
    elif not inside:
        yield Fault(str(path), f"there is no folder {path.parent}", hint="make it first")
    elif other:  # which would be replaced: /dev/null by a report
        yield Fault(str(path), "a device or a pipe, no file", hint="name a file")


def write_text(path: Path, text: str) -> Path:
    """Write a text file: first beside its place, then moved there in one step.

    Raises
    ------
    InputError
        When it cannot be written there; nothing is left behind.
    """
    # Half a character is written as JSON escapes it.
    return write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file as `write_text` does; a link that stands there is replaced, not followed."""
    raise_faults(list(place_faults(path)))
    scratch = path.parent / f".kadmcdm.{secrets.token_hex(8)}"
    try:
        with open(scratch, "xb") as file:  # with the permissions that any new file gets
            file.write(content)
        os.replace(scratch, path)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError([Fault(str(path), "it cannot be written", got=why)]) from None
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
    return path
