"""Models: servers that speak the OpenAI protocol, and recorded answers. One file each."""
