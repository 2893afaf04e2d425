"""Readers ``by: template``: fixed prompts whose slots an application fills."""
