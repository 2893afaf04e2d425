"""A workload: a file of task lines in, a file of receipts out, in the same order, and the table at the end."""
