"""Simulated what-if: a network on memristor arrays that multiply by Ohm's and Kirchhoff's laws.

``transfer_matrix(conductance_s, wire_ohm)`` is what an array with resistive wires multiplies by, exactly. The rest
answers one question for a whole network: how accurate would it be on such a chip, and what would it cost in joules?
Needs the extra ``suffice[chip]``.
"""

from suffice.hardware.crossbar.wires import Network, network, transfer_matrix

__all__ = ["Network", "network", "transfer_matrix"]
