"""What studies logs: groups, outputs, solvers, certificates. Needs the extra ``learn``."""
