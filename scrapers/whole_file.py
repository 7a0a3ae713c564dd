"""Files read and written whole: a reader sees the old file or the new one, whatever is killed or
full, and only a plain file of a known size is read into memory.
"""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NotPlain(OSError):
    """A pipe, a device, a socket or a folder where a file was expected."""


class OverSize(OSError):
    """More bytes than the reader is ready to hold."""


def read_plain(path: Path, most: int) -> bytes:
    """All bytes of a plain file; its type and size are asked before anything is read.

    most: the largest size in bytes. Raises NotPlain, OverSize or another OSError.
    """
    # Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(number, "rb") as file:
        told = os.fstat(number)
        if not stat.S_ISREG(told.st_mode):
            raise NotPlain(f"{path}: a pipe, a device or a folder, not a file")
        if told.st_size > most:
            raise OverSize(f"{path}: {told.st_size:,} bytes, at most {most:,} are read")
        data = file.read(most + 1)
    if len(data) > most:  # it grew while it was read
        raise OverSize(f"{path}: more than {most:,} bytes")
    return data


def put_in_place(part: Path, path: Path) -> None:
    """Rename a finished file over another so that a power cut leaves one of the two whole."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock for as long as the block lasts; another process waits. The lock goes with the
    process, however it ends.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """An empty folder to work in for as long as the block lasts. A second process waits for the
    first; what a kill left in it goes away, here or at the next run.
    """
    with alone(folder.with_name(f"{folder.name}.lock")):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


def flush_folder(folder: Path) -> None:
    """See every file of a folder on the disk, so that a power cut after its renaming loses none."""
    for path in [*folder.rglob("*"), folder]:
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write into; it takes the place of `path` when the block ends well and
    goes away when it does not. What a kill leaves of it is overwritten by the next writer.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError, with the old file as it was."""
    with replacing(path) as part:
        part.write_bytes(data)
