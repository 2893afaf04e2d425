"""The robot: a scene, demonstrations, learned skills, and an executor that monitors what it does.

Needs the extra ``suffice[robot]`` (MuJoCo, and robosuite's models of the Panda arm). Nothing of it is imported
before a scene is built. The planner is handed in: this package knows nothing of the symbolic tier.

- what there is: ``scene`` · ``moves``
- showing: ``demonstrator`` (the script) · ``demonstrate`` (records it) · ``demonstrations`` (on disk)
- learning: ``lessons`` and ``operators`` · ``features`` and ``skills`` · ``sight`` · ``files``
- acting: ``executor`` (a goal) · ``repair`` · ``mover`` (a move) · ``approach`` · ``hand`` · ``acting`` · ``eyes``
- telling: ``episode`` · ``strip`` · ``film``
- measuring: ``tasks`` · ``bench`` · ``disturb`` · ``recorded`` · ``table`` · ``report``
"""
