"""The three questions of whoever buys answers: how often right, at what energy, and how can it be audited."""
