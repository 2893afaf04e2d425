"""A film of an episode: every fourth control step, at twice the speed that it happened."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from suffice.errors import UsageError
from suffice.robot.scene import Scene

EVERY, FRAMES_PER_S = 4, 10
SIZE_PX = 384
KINDS = (".mp4", ".mkv", ".mov", ".avi", ".webm")


class Film:
    """``shot`` after each control step. The film is there once its block has ended without an error. Needs a graphics
    library."""

    def __init__(self, scene: Scene, path: Path):
        try:
            from imageio_ffmpeg import write_frames
        except ImportError:
            raise UsageError("a film needs the robot's extra: pip install 'suffice[robot]'") from None
        self._scene, self._steps = scene, 0
        if path.suffix.lower() not in KINDS:
            raise UsageError(f"{path}: a film's name ends in {' or '.join(KINDS)}")
        self._path, self._part = path, path.with_name(f".{path.stem}.part{path.suffix}")
        self._writer = write_frames(
            str(self._part), (SIZE_PX, SIZE_PX), fps=FRAMES_PER_S, macro_block_size=8, quality=7
        )
        self._writer.send(None)

    def shot(self) -> None:
        if self._steps % EVERY == 0:
            self._frame()
        self._steps += 1

    def _frame(self) -> None:
        try:
            self._writer.send(self._scene.render("agentview", SIZE_PX).tobytes())
        except OSError:
            raise UsageError(f"{self._path}: the film cannot be written; name another place") from None

    def __enter__(self) -> Film:
        self._frame()  # the start, even if nothing is to be moved
        return self

    def __exit__(self, broken: type[BaseException] | None, *_: object) -> None:
        with suppress(OSError):  # what ffmpeg says when its pipe is broken was said before
            self._writer.close()
        self._scene.close()
        if broken is None:
            self._part.replace(self._path)
        else:
            self._part.unlink(missing_ok=True)
