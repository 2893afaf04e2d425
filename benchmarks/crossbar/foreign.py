"""Torch models against themselves as layers: the modules live in another environment, and so does the conversion."""

from __future__ import annotations

from benchmarks.crossbar.rows import Rows, elsewhere

SCRIPT = """
import torch
from torch import nn
from suffice.hardware.crossbar.foreign import from_state, from_torch
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
encoder = lambda first, kind: nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, norm_first=first, activation=kind)
cases = {
    "dense": (nn.Sequential(nn.Linear(12, 20), nn.ReLU(), nn.Dropout(), nn.Linear(20, 5)), (7, 12)),
    "convolution": (nn.Sequential(nn.Conv2d(2, 4, 3, stride=2, padding=1), nn.Tanh(), nn.MaxPool2d(2), nn.Flatten(),
                                  nn.Linear(16, 3)), (5, 2, 8, 8)),
    "transformer, norm first": (encoder(True, "gelu"), (3, 5, 8)),
    "transformer, norm last": (encoder(False, "relu"), (3, 5, 8)),
}
for name, (module, shape) in cases.items():
    module.eval()
    x = torch.randn(*shape)
    with torch.no_grad():
        expected = module(x).numpy()
    if name == "dense":
        found["state dict"] = np.abs(from_state(module.state_dict()).exact(x.numpy()) - expected).max()
    found[name] = np.abs(from_torch(module).exact(x.numpy()) - expected).max() / np.abs(expected).max()
"""


def torch(rows: Rows, python: str) -> None:
    for name, error in elsewhere(python, SCRIPT, {}).items():
        rows.add(f"torch, {name}: layers against the module", float(error), most=1e-12)
