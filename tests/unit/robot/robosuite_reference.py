"""A robosuite environment with the scene's parts, driven by given actions; run as a process of its own:

python robosuite_reference.py ACTIONS.npy POSITIONS.npy
"""

import sys

import numpy as np
from robosuite.environments.manipulation.manipulation_env import ManipulationEnv
from robosuite.models.arenas import TableArena
from robosuite.models.objects import BoxObject
from robosuite.models.tasks import ManipulationTask


class Tower(ManipulationEnv):
    def __init__(self):
        super().__init__(
            robots="Panda",
            has_renderer=False,
            has_offscreen_renderer=False,
            use_camera_obs=False,
            ignore_done=True,
            control_freq=20,
            initialization_noise=None,
        )

    def _load_model(self):
        super()._load_model()
        robot = self.robots[0].robot_model
        robot.set_base_xpos(robot.base_xpos_offset["table"](0.8))
        arena = TableArena(table_full_size=(0.8, 0.8, 0.05), table_friction=(1, 5e-3, 1e-4), table_offset=(0, 0, 0.8))
        arena.set_origin([0, 0, 0])
        cubes = [
            BoxObject(name=f"c{i}", size=[0.02 + 0.0025 * i] * 3, rgba=[1, 0, 0, 1], density=300) for i in range(3)
        ]
        self.model = ManipulationTask(mujoco_arena=arena, mujoco_robots=[robot], mujoco_objects=cubes)

    def _reset_internal(self):
        super()._reset_internal()
        for i, z in enumerate((0.91, 0.8675, 0.8225)):
            self.sim.data.set_joint_qpos(f"c{i}_joint0", np.array([0, -0.2, z, 1, 0, 0, 0]))

    def reward(self, action=None):
        return 0.0

    def _check_success(self):
        return False


if __name__ == "__main__":
    env = Tower()
    env.reset()
    data = env.sim.data._data
    positions = [data.qpos.copy()]
    for action in np.load(sys.argv[1]):
        env.step(action)
        positions.append(data.qpos.copy())
    np.save(sys.argv[2], positions)
