"""The parts of the gateway's benchmark: a stub upstream and a load generator in C, the stacks, the traffic."""
