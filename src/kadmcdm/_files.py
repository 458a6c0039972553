"""Writing files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kadmcdm.errors import Fault, InputError


def write_text(path: Path, text: str) -> Path:
    """Write a text file: first beside its place, then moved there in one step.

    Raises
    ------
    InputError
        When it cannot be written there; nothing is left behind.
    """
    return write_bytes(path, text.encode("utf-8"))


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
