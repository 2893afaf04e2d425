"""What a network does that is given everything and told nothing: from what is seen straight to the arm's actions.

An action-chunking transformer (after ACT, Zhao et al. 2023) trained on the same scene, by the same demonstrator, with
the same relations at the same scales as the package's skills. `docs/robot-baseline.md` says what came out.
"""
