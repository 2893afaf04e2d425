"""Training of perception: colours counted in rendered pictures, under lights and with cubes that vary.

The pictures' own labels (which pixel shows which cube) come from the renderer, as those of a set labelled by hand would
from people; when perception is used there are none.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from suffice.robot.scene import Scene, hanoi
from suffice.robot.scene.layout import COLOURS, TABLE_Z_M
from suffice.robot.scene.model import ARM_SHAPES, THINGS
from suffice.robot.sight import palette
from suffice.robot.sight.model import Sight, save

CAMERAS = {"agentview": "agentview", "wrist": "eye_in_hand"}  # by the scene's names, and by MuJoCo's
SIZE_PX = 256
ARM = "shapes"  # the arm by its hulls, which hide as much as it does and are drawn in half the time
SCENES = 40
COLOUR_JITTER, LIGHT_JITTER = 0.02, 0.2
_LAYOUTS = ((3, 3), (5, 3), (7, 3), (4, 4), (7, 5))
_REACH_STEPS = 20


def train(
    output: Path, *, seed: int = 0, scenes: int = SCENES, tell: Callable[[str], None] = lambda line: None
) -> Sight:
    """Render, count, and write what was learned to ``output``. Two pictures for each of ``scenes``."""
    began = time.process_time()
    rng = np.random.default_rng(seed)
    counts = palette.empty(len(COLOURS) + 1)
    counting = 0.0
    for number, (blocks, pegs) in enumerate(_LAYOUTS):
        share = scenes // len(_LAYOUTS) + (number < scenes % len(_LAYOUTS))
        studio = _Studio(Scene(hanoi(blocks, pegs)), rng)
        for _ in range(share):
            for picture, labels in studio.shots():
                at = time.process_time()
                palette.count(counts, picture, labels)
                counting += time.process_time() - at
        studio.close()
        tell(f"{blocks} cubes on {pegs} areas: {2 * share} pictures")
    at = time.process_time()
    learned = palette.learned(list(COLOURS), counts)
    counting += time.process_time() - at
    about = {
        "seed": seed,
        "pictures": 2 * scenes,
        "size_px": SIZE_PX,
        "rendering_cpu_s": time.process_time() - began - counting,
        "counting_cpu_s": counting,
    }
    sight = Sight(learned, about)
    save(output, sight)
    return sight


class _Studio:
    """A scene whose lights and colours vary, with labels for what its pictures show."""

    def __init__(self, scene: Scene, rng: np.random.Generator) -> None:
        import mujoco

        self.scene, self.rng, self._mj = scene, rng, mujoco
        model = scene.model
        model.vis.global_.offwidth = model.vis.global_.offheight = SIZE_PX
        self.renderer = mujoco.Renderer(model, SIZE_PX, SIZE_PX)
        self.colours = model.geom_rgba.copy()
        self.lights = model.light_diffuse.copy()
        self.ambient, self.diffuse = model.vis.headlight.ambient.copy(), model.vis.headlight.diffuse.copy()
        self.numbers = {model.geom(cube.name).id: i for i, cube in enumerate(scene.layout.cubes, 1)}

    def shots(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """A picture and its labels for each camera, of a new arrangement."""
        self._arrange()
        self._vary()
        return [self._shot(camera) for camera in CAMERAS.values()]

    def close(self) -> None:
        self.renderer.close()

    def _arrange(self) -> None:
        rng, scene = self.rng, self.scene
        cubes, areas = scene.layout.cubes, scene.layout.areas
        tops = {area.name: area.name for area in areas}
        supports: dict[str, str] = {}
        for cube in reversed(cubes):
            area = areas[rng.integers(len(areas))].name
            supports[cube.name], tops[area] = tops[area], cube.name
        seen, _ = scene.reset(seed=int(rng.integers(1 << 30)), options={"supports": supports})
        tallest = max(pose.position_m[2] for pose in seen.cubes.values()) - TABLE_Z_M
        target = np.array(
            [rng.uniform(-0.1, 0.1), rng.uniform(-0.3, 0.3), TABLE_Z_M + tallest + rng.uniform(0.06, 0.2)]
        )
        for _ in range(int(rng.integers(_REACH_STEPS))):
            action = np.array([*np.clip((target - scene.observe().hand_m) / 0.05, -1, 1), 0, 0, 0, -1.0])
            scene.step(action)

    def _vary(self) -> None:
        rng, model = self.rng, self.scene.model
        model.geom_rgba[:] = self.colours
        for geom in self.numbers:
            model.geom_rgba[geom, :3] = np.clip(self.colours[geom, :3] + rng.normal(0, COLOUR_JITTER, 3), 0, 1)
        low, high = 1 - LIGHT_JITTER, 1 + LIGHT_JITTER
        model.vis.headlight.ambient[:] = self.ambient * rng.uniform(low, high)
        model.vis.headlight.diffuse[:] = self.diffuse * rng.uniform(low, high)
        model.light_diffuse[:] = self.lights * rng.uniform(low, high)

    def _shot(self, camera: str) -> tuple[np.ndarray, np.ndarray]:
        option = self._mj.MjvOption()
        option.geomgroup[:] = [group in (THINGS, ARM_SHAPES) for group in range(6)]
        option.sitegroup[:] = 0
        renderer, data = self.renderer, self.scene.data
        renderer.update_scene(data, camera, option)
        picture = renderer.render().copy()
        renderer.enable_segmentation_rendering()
        renderer.update_scene(data, camera, option)
        shown = renderer.render()
        renderer.disable_segmentation_rendering()
        labels = np.zeros(shown.shape[:2], np.uint8)
        geoms = shown[..., 1] == int(self._mj.mjtObj.mjOBJ_GEOM)
        for geom, number in self.numbers.items():
            labels[geoms & (shown[..., 0] == geom)] = number
        return picture, labels
