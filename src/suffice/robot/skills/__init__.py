"""The learned skills: reach-pick, grasp, reach-place, release, each a small network that also says when it is done."""
