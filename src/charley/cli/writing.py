"""Files that a command writes: whole or not at all, and readable by their owner only."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO

from charley.errors import StorageFault


def write_whole(target: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file whole or not at all, readable by its owner only.

    Raises:
        StorageFault: where it cannot be written.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        draft.touch(mode=0o600)
        with draft.open("r+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise StorageFault(f"{target} could not be written ({reason}). The diary itself is as it was.") from None
    finally:
        draft.unlink(missing_ok=True)
