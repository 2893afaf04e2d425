"""The claims about the memristor crossbar, one command each: python -m benchmarks.crossbar CLAIM."""
