"""What a robot knows that looks instead of being told: poses from two pictures, kept up to date by its own joints.

``look`` takes pictures. Between looks a held cube moves with the hand and all others stay where they were seen; whether
one is held is felt: something of its width keeps the fingers apart, and it was last seen between them. A cube that the
hand hides stays where it was, for a while.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module

import numpy as np

from suffice.robot.eyes import Blind, Eyes, Hidden
from suffice.robot.scene import Observation, Pose, Scene
from suffice.robot.sight.body import Body
from suffice.robot.sight.cameras import Camera, View, Views
from suffice.robot.sight.look import Look
from suffice.robot.sight.model import Sight
from suffice.robot.sight.outline import Fit
from suffice.robot.sight.train import ARM, CAMERAS, SIZE_PX

BLACK = 15  # of 255: a picture without a wider range than that shows nothing
MOST_DARK = 0.1  # share of a picture
MOVED_M = 0.01  # after such a way of the hand no picture can be the same as before
DOUBT_PX, DOUBT_M = 1.0, 0.005  # an outline that lies further off, or is less certain, is not believed
GRASPED_M, LET_GO_M = 0.004, 0.008  # between the fingers' opening and a cube's width
BETWEEN_M = 0.02  # of the hand's middle: between the fingers
HIDDEN_M = 0.12  # of the hand, sideways: it may hide what is there
PATIENCE = 3  # looks in which a cube may stay unseen


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    cube: str
    offset_m: np.ndarray  # of the cube's middle from the hand's


class PixelEyes(Eyes):
    """``pictured``: where pictures come from, by camera; the scene's if not given."""

    def __init__(self, scene: Scene, sight: Sight, pictured: Callable[[str], np.ndarray] | None = None) -> None:
        import_module("scipy.ndimage")  # before anything moves: loading it takes longer than looking
        self.scene, self.layout = scene, scene.layout
        self.palette = sight.palette.only(cube.name for cube in scene.layout.cubes)
        self.shape = Body(scene.model)
        self._picture = pictured or (lambda camera: scene.render(camera, SIZE_PX, arm=ARM))
        self.poses: dict[str, Pose] = {}
        self.sigma_m: dict[str, float] = {}  # one standard deviation of each position, as last seen
        self.unseen: dict[str, int] = {}
        self._held: _Held | None = None
        self._last: tuple[np.ndarray, dict[str, np.ndarray]] | None = None

    def look(self) -> Observation:
        """Take pictures and believe them. Raises Blind where they are black, frozen or hide a cube."""
        body = self._body()
        self._carry(body)
        began = time.process_time()
        pictures = {camera: self._picture(camera) for camera in CAMERAS}
        self.rendering_cpu_s += time.process_time() - began
        self._trust(pictures, body.hand_m)
        views = Views([View(self._camera(name), self.palette.labels(picture)) for name, picture in pictures.items()])
        covered = self.shape.covered(self.scene.data, views)
        views.hide(covered | self._dark(pictures, covered))
        found = Look(views, self.layout).located()
        free = [cube.name for cube in self.layout.cubes if self._held is None or cube.name != self._held.cube]
        missed = [cube for cube in free if not self._believed(found.get(cube), cube)]
        for cube in free:
            self.unseen[cube] = self.unseen.get(cube, 0) + 1 if cube in missed else 0
        lost = [cube for cube in missed if not self._excused(cube, body.hand_m)]
        if lost:
            why = f"not seen well enough: {', '.join(lost)}; something stands before it or the camera"
            raise Blind(why) if 2 * len(missed) > len(free) + 1 else Hidden(why)
        return replace(body, cubes=dict(self.poses))

    def track(self, held: str | None) -> Observation:
        """The arm's own joints as they are, and the cubes where they were last seen or carried to."""
        del held  # it is felt
        body = self._body()
        self._carry(body)
        return replace(body, cubes=dict(self.poses))

    # --- pictures ------------------------------------------------------------------------------------------
    def _body(self) -> Observation:
        """What the arm feels of itself; where the simulator knows the cubes to be is thrown away here."""
        return replace(self.scene.observe(), cubes={})

    def _camera(self, name: str) -> Camera:
        """The one above the table is calibrated; where the other is follows from the arm's joints."""
        data, model = self.scene.data, self.scene.model
        number = model.camera(CAMERAS[name]).id
        turn = data.cam_xmat[number].reshape(3, 3).copy()
        return Camera(data.cam_xpos[number].copy(), turn, float(model.cam_fovy[number]), SIZE_PX)

    def _trust(self, pictures: Mapping[str, np.ndarray], hand_m: np.ndarray) -> None:
        for camera, picture in pictures.items():
            if int(picture.max()) <= BLACK:
                raise Blind(f"the camera '{camera}' is black: check its cable and the light")
            if int(picture.max()) - int(picture.min()) <= BLACK:
                raise Blind(f"the camera '{camera}' shows one colour alone: something covers it")
        if self._last is not None and np.linalg.norm(hand_m - self._last[0]) > MOVED_M:
            for camera, picture in pictures.items():
                if np.array_equal(picture, self._last[1][camera]):
                    raise Blind(f"the camera '{camera}' is frozen: the hand moved and its picture did not change")
        self._last = hand_m.copy(), dict(pictures)

    def _dark(self, pictures: Mapping[str, np.ndarray], covered: np.ndarray) -> np.ndarray:
        """Pixels that show nothing, (cameras, size, size). Raises Blind where there are many."""
        shown = np.array([picture[..., 0] | picture[..., 1] | picture[..., 2] for picture in pictures.values()])
        dark = shown <= BLACK  # all three are, since it is one less than a power of two
        for camera, share in zip(pictures, (dark & ~covered).mean(axis=(1, 2)), strict=True):
            if share > MOST_DARK:
                raise Blind(f"{share:.0%} of the picture of the camera '{camera}' is black: something covers it")
        return dark

    def _believed(self, found: Fit | None, cube: str) -> bool:
        """Take over what is seen well."""
        if found is None or found.off_px > DOUBT_PX or found.sigma_m > DOUBT_M:
            return False
        half = found.yaw_rad / 2
        self.poses[cube] = Pose(found.position_m.copy(), np.array([np.cos(half), 0.0, 0.0, np.sin(half)]))
        self.sigma_m[cube] = found.sigma_m
        return True

    def _excused(self, cube: str, hand_m: np.ndarray) -> bool:
        """Whether the hand may hide it, where it stood before."""
        before = self.poses.get(cube)
        if before is None or self.unseen[cube] > PATIENCE:
            return False
        return float(np.hypot(*(before.position_m - hand_m)[:2])) < HIDDEN_M

    # --- between looks -------------------------------------------------------------------------------------
    def _carry(self, body: Observation) -> None:
        """What the hand holds goes with it, and stays where it is let go."""
        held = self._held = self._held or self._grasped(body)
        if held is None:
            return
        if abs(body.aperture_m - 2 * self.layout.cube(held.cube).half_m) > LET_GO_M:
            self._held = None
            return
        half = body.hand_yaw_rad / 2
        turn = np.array([np.cos(half), 0.0, 0.0, np.sin(half)])
        self.poses[held.cube] = Pose(body.hand_m + held.offset_m, turn)

    def _grasped(self, body: Observation) -> _Held | None:
        """The cube between the fingers, which centre it between them."""
        for cube in self.layout.cubes:
            pose = self.poses.get(cube.name)
            if pose is None or abs(body.aperture_m - 2 * cube.half_m) > GRASPED_M:
                continue
            offset = pose.position_m - body.hand_m
            if np.abs(offset).max() < BETWEEN_M:
                across = np.array([-np.sin(body.hand_yaw_rad), np.cos(body.hand_yaw_rad), 0.0])
                return _Held(cube.name, offset - across * (offset @ across))
        return None
