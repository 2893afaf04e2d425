"""The scene as a MuJoCo model, put together from the description files that come with robosuite 1.5.2.

The files are read where they are installed; the package itself, which needs a graphics library to be imported, is not.
The physics are those of a robosuite environment with the same parts (``tests/unit/robot/``).
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suffice.errors import UsageError
from suffice.robot.scene.layout import (
    AREA_HALF_M,
    AREA_THICK_M,
    DENSITY_KG_M3,
    SHOULDER_X_M,
    TABLE_HALF_M,
    TABLE_Z_M,
    Layout,
)

if TYPE_CHECKING:
    import mujoco

BASE_Z_M = 0.912  # the arm stands on robosuite's pedestal
JOINTS = tuple(f"joint{i}" for i in range(1, 8))
FINGERS = ("finger_joint1", "finger_joint2")
HOME_RAD = (0.0, 0.19634954, 0.0, -2.61799388, 0.0, 2.94159265, 0.78539816)  # robosuite's Panda.init_qpos
FINGERS_HOME_M = (0.020833, -0.020833)
# of the camera in front: robosuite's own, one that sees the top of the highest tower, and one that sees five areas
NARROW_DEG, HIGH_DEG, WIDE_DEG = 45.0, 52.0, 75.0
HIGH_CUBES = 7

# Which geometry a picture shows is chosen by group.
TABLE_SHAPES, ARM_LOOKS, ARM_SHAPES, THINGS, MARKS = 0, 1, 3, 2, 4


def assets() -> Path:
    """The folder of robosuite's description files. Raises UsageError where it is not installed."""
    spec = find_spec("robosuite")
    if find_spec("mujoco") is None or spec is None or not spec.submodule_search_locations:
        raise UsageError("the robot needs MuJoCo and robosuite's models: pip install 'suffice[robot]'")
    return Path(spec.submodule_search_locations[0]) / "models" / "assets"


def build(layout: Layout, friction: float = 1.0) -> mujoco.MjModel:
    """Compile the model. ``friction``: sliding friction of cubes and table (1.0 in the published scene)."""
    folder = assets()
    import mujoco

    spec = _read(folder / "arenas" / "table_arena.xml")
    _set_table(spec, friction)
    arm = _read(folder / "robots" / "panda" / "robot.xml")
    for i, name in enumerate(JOINTS):  # what robosuite adds to every arm
        arm.joint(name).frictionloss = 0.1
        arm.joint(name).armature = 5.0 / (i + 1)
    hand = _read(folder / "grippers" / "panda_gripper.xml")
    arm.attach(hand, frame=arm.body("right_hand").add_frame())
    spec.attach(arm, frame=spec.worldbody.add_frame(pos=[SHOULDER_X_M, 0, BASE_Z_M]))
    for area in layout.areas:
        spec.worldbody.add_geom(
            name=area.name,
            type=mujoco.mjtGeom.mjGEOM_BOX,
            size=[AREA_HALF_M, AREA_HALF_M, AREA_THICK_M / 2],
            pos=[area.x_m, area.y_m, TABLE_Z_M + AREA_THICK_M / 2],
            rgba=[*area.rgb, 1],
            group=THINGS,
            contype=0,
            conaffinity=0,
        )
    for cube in layout.cubes:
        body = spec.worldbody.add_body(name=cube.name, pos=[0, 0, TABLE_Z_M + cube.half_m])
        body.add_freejoint(name=cube.name)
        body.add_geom(
            name=cube.name,
            type=mujoco.mjtGeom.mjGEOM_BOX,
            size=[cube.half_m] * 3,
            density=DENSITY_KG_M3,
            friction=[friction, 0.005, 0.0001],
            solimp=[0.9, 0.95, 0.001, 0.5, 2],
            rgba=[*cube.rgb, 1],
            group=0,
        )
    spec.option.impratio = 20
    spec.option.cone = mujoco.mjtCone.mjCONE_ELLIPTIC
    spec.option.density, spec.option.viscosity = 1.2, 0.00002
    spec.option.timestep = 0.002
    spec.compiler.inertiagrouprange = [0, 0]
    model = spec.compile()
    _set_groups(model, layout)
    model.camera("agentview").fovy = _field_deg(layout)
    model.vis.map.znear = 0.001
    return model


def _field_deg(layout: Layout) -> float:
    if len(layout.areas) > 3:
        return WIDE_DEG
    return HIGH_DEG if len(layout.cubes) >= HIGH_CUBES else NARROW_DEG


def _read(path: Path) -> Any:
    """A description file with its meshes and textures named by whole paths, so that it can be joined with others."""
    import mujoco

    spec = mujoco.MjSpec.from_file(str(path))
    for part in (*spec.meshes, *spec.textures):
        if part.file:
            part.file = str((path.parent / part.file).resolve())
    return spec


def _set_table(spec: Any, friction: float) -> None:
    """robosuite's table of 0.8 m x 0.8 m x 0.05 m; its legs, which only show, are left out."""
    half = [TABLE_HALF_M, TABLE_HALF_M, 0.025]
    spec.body("table").pos = [0, 0, TABLE_Z_M - 0.025]
    for name in ("table_collision", "table_visual"):
        spec.geom(name).size = half
    spec.geom("table_collision").friction = [friction, 0.005, 0.0001]
    spec.site("table_top").pos = [0, 0, 0.025]
    for i in range(1, 5):
        spec.delete(spec.geom(f"table_leg{i}_visual"))


def _set_groups(model: mujoco.MjModel, layout: Layout) -> None:
    """Arm as it looks, arm as it collides, and all other things in groups of their own."""
    things = {cube.name for cube in layout.cubes} | {area.name for area in layout.areas}
    for i in range(model.ngeom):
        name = model.geom(i).name
        if name == "table_collision":
            model.geom_group[i] = TABLE_SHAPES
        elif name in things or model.geom_bodyid[i] == 0 or name == "table_visual":
            model.geom_group[i] = THINGS
        else:
            model.geom_group[i] = ARM_LOOKS if model.geom_group[i] == 1 else ARM_SHAPES
    model.site_group[:] = MARKS
