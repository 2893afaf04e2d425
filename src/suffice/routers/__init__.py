"""Orders in which to try solvers: one file each, named after what it does."""
