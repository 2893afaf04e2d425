"""One file per form of log record, found by its name."""
