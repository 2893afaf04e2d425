"""What a network would cost and lose on a memristor chip: model in, one page out. A simulated what-if throughout."""
