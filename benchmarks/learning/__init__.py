"""What the learned tier is measured by: python -m benchmarks.learning NAME --data DIR [--json]."""
