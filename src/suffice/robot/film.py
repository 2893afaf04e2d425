"""A film of an episode: every fourth control step, at twice the speed that it happened."""

from __future__ import annotations

from pathlib import Path

from suffice.errors import UsageError
from suffice.robot.scene import Scene

EVERY, FRAMES_PER_S = 4, 10
SIZE = 384


class Film:
    """``shot`` after each control step; ``close`` writes the end. Needs a graphics library."""

    def __init__(self, scene: Scene, path: Path, camera: str = "agentview", size: int = SIZE):
        try:
            from imageio_ffmpeg import write_frames
        except ImportError:
            raise UsageError("a film needs the robot's extra: pip install 'suffice[robot]'") from None
        self._scene, self._camera, self._size, self._steps = scene, camera, size, 0
        self._writer = write_frames(str(path), (size, size), fps=FRAMES_PER_S, macro_block_size=8, quality=7)
        self._writer.send(None)

    def shot(self) -> None:
        if self._steps % EVERY == 0:
            self._writer.send(self._scene.render(self._camera, self._size).tobytes())
        self._steps += 1

    def close(self) -> None:
        self._writer.close()
        self._scene.close()
