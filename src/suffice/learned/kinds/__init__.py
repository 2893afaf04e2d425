"""One file per kind of predictor, found by its name."""
