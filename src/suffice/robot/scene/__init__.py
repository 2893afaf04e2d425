"""The scene: a Panda arm, a table, cubes of several sizes, and areas to stack them on.

``Scene(hanoi(blocks=3, pegs=3))`` · ``reset`` · ``step(action)`` · ``observe`` · ``render(camera, size)``;
``ground(observation, layout)`` says what each cube stands on.
"""

from suffice.robot.scene.grounding import ground
from suffice.robot.scene.layout import Area, Cube, Layout, hanoi
from suffice.robot.scene.observation import Observation, Pose
from suffice.robot.scene.supports import Supports, tower
from suffice.robot.scene.world import Scene

__all__ = ["Area", "Cube", "Layout", "Observation", "Pose", "Scene", "Supports", "ground", "hanoi", "tower"]
