"""Perception from pixels: which pixels are which cube's, where the cubes are, and whether the cameras can be believed.

``train(output)`` counts colours in rendered pictures · ``load(path)`` · ``PixelEyes(scene, sight)`` sees what
``scene.observe`` would know · ``measured(sight)`` says how well. Cubes are told apart by their colours, and their sizes
are known; nothing else is.
"""

from suffice.robot.sight.eyes import PixelEyes
from suffice.robot.sight.measure import measured
from suffice.robot.sight.model import Sight, load
from suffice.robot.sight.train import train

__all__ = ["PixelEyes", "Sight", "load", "measured", "train"]
