"""Writing files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kadmcdm.errors import Fault, InputError


def place_faults(path: Path) -> Iterator[Fault]:
    """Yield what can be seen to be wrong with a place before the work of filling it."""
    if path.is_dir():
        yield Fault(str(path), "this is a folder", hint="name a file in it")
    elif not path.parent.is_dir():
        yield Fault(str(path), f"there is no folder {path.parent}", hint="make it first")


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
    """Write a file as `write_text` does."""
    scratch = None
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".kadmcdm.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(scratch, 0o666 & ~_umask())
        os.replace(scratch, path)
    except OSError as error:
        if scratch is not None:
            Path(scratch).unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise InputError([Fault(str(path), "it cannot be written", got=why)]) from None
    return path


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
