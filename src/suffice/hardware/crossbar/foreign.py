"""Models of scikit-learn and torch, as objects in memory: read by their attributes, neither library is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from suffice.errors import UsageError
from suffice.hardware.crossbar.blocks import Attention, Convolution, Norm, Pool, Residual
from suffice.hardware.crossbar.layers import Activation, Affine, Array, Dense, Flatten, Layer, Stack
from suffice.hardware.crossbar.storing import plain


def from_sklearn(model: Any) -> Stack:
    """A fitted MLPClassifier or MLPRegressor, linear model, or a Pipeline of scalers and one of these.

    The last activation is left out: decisions do not need it. Raises UsageError for anything else.
    """
    if hasattr(model, "steps"):
        parts = [layer for _, step in model.steps for layer in from_sklearn(step).layers]
        return Stack(tuple(parts))
    if hasattr(model, "coefs_"):
        return Stack(tuple(_multilayer(model)))
    if hasattr(model, "coef_"):
        weight = np.atleast_2d(np.asarray(model.coef_, dtype=np.float64))
        return Stack((Dense(weight, np.atleast_1d(np.asarray(model.intercept_, dtype=np.float64))),))
    if hasattr(model, "data_min_"):  # MinMaxScaler
        return Stack((Affine(model.scale_, model.min_),))
    if hasattr(model, "scale_") and hasattr(model, "mean_"):  # StandardScaler
        scale = 1.0 if model.scale_ is None else model.scale_
        mean = 0.0 if model.mean_ is None else model.mean_
        return Stack((Affine(np.asarray(1.0 / scale), np.asarray(-mean / scale)),))
    raise UsageError(f"{type(model).__name__} is no fitted network, linear model or scaler that can be put on a chip")


def _multilayer(model: Any) -> list[Layer]:
    found: list[Layer] = []
    for weight, bias in zip(model.coefs_, model.intercepts_, strict=True):
        if found:
            found.append(Activation(model.activation))
        found.append(Dense(np.asarray(weight.T, dtype=np.float64), np.asarray(bias, dtype=np.float64)))
    return found


def from_torch(module: Any) -> Stack:
    """A torch Sequential, or one of the layers it may hold: Linear, Conv2d, LayerNorm, pooling, activations,
    TransformerEncoderLayer (batch first). Dropout is left out. Raises UsageError for anything else."""
    kind = type(module).__name__
    if kind in ("Sequential", "ModuleList"):
        return Stack(tuple(layer for child in module for layer in from_torch(child).layers))
    if kind in ("Dropout", "Identity", "Softmax", "LogSoftmax"):
        return Stack(())
    if kind not in _TORCH:
        raise UsageError(f"the torch layer {kind} is not known; there are: {', '.join(_TORCH)}")
    return Stack(_TORCH[kind](module))


def from_state(state: Mapping[str, Any]) -> Stack:
    """A torch state dict of dense layers and convolutions, taken to have ReLU between them. Raises UsageError."""
    return plain({name: np.asarray(tensor.detach().cpu().numpy()) for name, tensor in state.items()})


def _array(tensor: Any) -> Array | None:
    return None if tensor is None else np.asarray(tensor.detach().cpu().numpy(), dtype=np.float64)


def _given(tensor: Any) -> Array:
    found = _array(tensor)
    assert found is not None
    return found


def _linear(module: Any) -> Dense:
    return Dense(_given(module.weight), _array(module.bias))


def _convolution(module: Any) -> Convolution:
    stride, padding = module.stride[0], module.padding[0]
    if len({*module.stride}) > 1 or len({*module.padding}) > 1 or module.groups != 1 or set(module.dilation) != {1}:
        raise UsageError("a Conv2d must have equal strides and paddings, one group and no dilation")
    return Convolution(_given(module.weight), _array(module.bias), stride, padding)


def _pool(kind: str) -> Callable[[Any], tuple[Layer, ...]]:
    def made(module: Any) -> tuple[Layer, ...]:
        if not isinstance(module.kernel_size, int) or module.stride not in (None, module.kernel_size):
            raise UsageError("pooling must be over squares without overlap")
        return (Pool(module.kernel_size, kind),)

    return made


def _norm(module: Any) -> Norm:
    return Norm(_given(module.weight), _given(module.bias), module.eps)


def _encoder(module: Any) -> tuple[Layer, ...]:
    attention = module.self_attn
    weight, bias = _given(attention.in_proj_weight), _given(attention.in_proj_bias)
    query, key, value = (Dense(w, b) for w, b in zip(np.split(weight, 3), np.split(bias, 3), strict=True))
    attend = Attention(query, key, value, _linear(attention.out_proj), attention.num_heads)
    kind = getattr(module.activation, "__name__", "relu")
    feed = (_linear(module.linear1), Activation(kind), _linear(module.linear2))
    first, second = _norm(module.norm1), _norm(module.norm2)
    if module.norm_first:
        return Residual(Stack((first, attend))), Residual(Stack((second, *feed)))
    return Residual(Stack((attend,))), first, Residual(Stack(feed)), second


_TORCH: dict[str, Callable[[Any], tuple[Layer, ...]]] = {
    "Linear": lambda module: (_linear(module),),
    "Conv2d": lambda module: (_convolution(module),),
    "LayerNorm": lambda module: (_norm(module),),
    "Flatten": lambda module: (Flatten(),),
    "MaxPool2d": _pool("max"),
    "AvgPool2d": _pool("mean"),
    "ReLU": lambda module: (Activation("relu"),),
    "Tanh": lambda module: (Activation("tanh"),),
    "Sigmoid": lambda module: (Activation("logistic"),),
    "GELU": lambda module: (Activation("gelu"),),
    "SiLU": lambda module: (Activation("silu"),),
    "TransformerEncoderLayer": _encoder,
}
