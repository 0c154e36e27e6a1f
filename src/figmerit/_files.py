"""Files that are written as a whole or not at all."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all; where a link leads, not in place of it."""
    path = path.resolve()
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        if error.filename is None or error.errno is None:
            raise
        raise type(error)(error.errno, error.strerror, str(path)) from error  # nobody knows the name of the part
    finally:
        part.unlink(missing_ok=True)
