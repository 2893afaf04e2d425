"""The tier of solvers compiled from logged traffic: what serves them. Nothing here learns."""
