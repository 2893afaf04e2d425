"""How each kind of predictor is fitted: one file per kind, found by its name."""
