"""Propositional reasoning that families share: a solver that writes proofs, and a checker that replays them."""
