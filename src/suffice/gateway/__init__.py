"""The OpenAI-compatible gateway: OpenAI's wire format <-> Task and Receipt, and requests passed on to named models."""
