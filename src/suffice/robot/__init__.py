"""The robot: a scene, demonstrations, learned skills, and an executor that monitors what it does.

Needs the extra ``suffice[robot]`` (MuJoCo, and robosuite's models of the Panda arm). Nothing of it is imported
before a scene is built. The planner is handed in: this package knows nothing of the symbolic tier.
"""
