"""A workload: a file of task lines in, a file of receipts out, in the same order, and the table at the end."""

from suffice.workload.tasks import task_from_json

__all__ = ["task_from_json"]
