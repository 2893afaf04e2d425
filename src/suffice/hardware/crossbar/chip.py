"""What chip is simulated: its device, the size of its arrays, converters, wires and faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

from suffice.errors import UsageError
from suffice.hardware.crossbar.devices import Device, device
from suffice.records import Json


@dataclass(frozen=True, slots=True)
class Chip:
    """Defaults are a plain chip of 256 x 256 arrays. Two neighbouring columns hold one output: plus and minus.

    ``g_*_us``: the window used, None for the device's own. ``weight_bits`` and ``slice_bits``: weights rounded to so
    many bits (sign included) and cut into slices, one array each; None: analog, whole. ``residual_arrays``: further
    arrays hold what those before them got wrong. ``*_bits`` None: no rounding. ``read_noise``: of g_max, for each
    device and read; None: the device's. ``output_noise``: of the current of one device at g_max and full drive.
    ``compensation``: one measured gain for each array, none, or one for each output ("array", "none", "column").
    """

    device: str = "reram_wan_2022"
    rows: int = 256
    cols: int = 256
    arrays: int | None = None
    g_min_us: float | None = None
    g_max_us: float | None = None
    weight_bits: int | None = None
    slice_bits: int | None = None
    residual_arrays: int = 1
    input_bits: int | None = 8
    output_bits: int | None = 8
    wire_ohm: float = 1.0
    read_noise: float | None = None
    output_noise: float = 0.0
    stuck_low: float = 0.0
    stuck_high: float = 0.0
    compensation: str = "array"

    def __post_init__(self) -> None:
        preset = device(self.device)
        if not preset.analog:
            raise UsageError(f"{preset.name} cannot hold weights: {preset.refusal}")
        for name, least, most in (("rows", 1, 4096), ("cols", 2, 4096), ("residual_arrays", 1, 6)):
            if not least <= getattr(self, name) <= most:
                raise UsageError(f"{name} must be {least} to {most}, got {getattr(self, name)}")
        for name, least in (("input_bits", 2), ("output_bits", 2), ("weight_bits", 2), ("slice_bits", 1)):
            bits = getattr(self, name)
            if bits is not None and not least <= bits <= 16:
                raise UsageError(f"{name} must be {least} to 16 or unset, got {bits}")
        if self.slice_bits is not None and self.weight_bits is None:
            raise UsageError("slice_bits cuts rounded weights: set weight_bits too")
        if self.slice_bits is not None and self.slice_bits > (self.weight_bits or 0) - 1:
            raise UsageError(
                f"slice_bits must be at most {(self.weight_bits or 0) - 1}, the bits of a weight without its sign, "
                f"got {self.slice_bits}"
            )
        for name in ("wire_ohm", "output_noise", "read_noise", "stuck_low", "stuck_high"):
            value = getattr(self, name)
            if value is not None and not (isfinite(value) and value >= 0):
                raise UsageError(f"{name} must be 0 or more and finite, got {value}")
        if self.stuck_low + self.stuck_high > 1:
            raise UsageError("stuck_low and stuck_high are shares of the cells: together at most 1")
        if self.compensation not in ("array", "none", "column"):
            raise UsageError(f"compensation must be array, column or none, got '{self.compensation}'")
        self.window()

    @classmethod
    def ideal(cls, rows: int = 4096, cols: int = 4096) -> Chip:
        """Arithmetic without physics: reproduces floating point."""
        return cls("ideal", rows, cols, input_bits=None, output_bits=None, wire_ohm=0.0, compensation="none")

    @classmethod
    def of(cls, name: str, **settings) -> Chip:
        """The device's preset with its own number of residual arrays."""
        return cls(name, **{"residual_arrays": device(name).get("arrays", 1), **settings})

    def but(self, **settings) -> Chip:
        """The same chip with other settings."""
        return replace(self, **settings)

    @property
    def preset(self) -> Device:
        return device(self.device)

    def window(self) -> tuple[float, float]:
        """Least and greatest conductance used, in uS. Raises UsageError for a window that cannot be."""
        preset = self.preset
        low = preset["g_min"] if self.g_min_us is None else float(self.g_min_us)
        high = preset["g_max"] if self.g_max_us is None else float(self.g_max_us)
        preset.within("g_min", low, "a g_min of")
        preset.within("g_max", high, "a g_max of")
        if not low < high:
            raise UsageError(f"the window {low:g} to {high:g} uS is empty: g_min must be below g_max")
        return low, high

    @property
    def outputs(self) -> int:
        """Outputs that one array holds."""
        return self.cols // 2

    @property
    def noise(self) -> float:
        """Read noise of one device, of g_max."""
        return self.preset.get("read_noise", 0.0) if self.read_noise is None else self.read_noise

    @property
    def slices(self) -> int:
        """Arrays that hold the bits of one weight side by side."""
        if self.weight_bits is None or self.slice_bits is None:
            return 1
        return -(-(self.weight_bits - 1) // self.slice_bits)

    def to_json(self) -> Json:
        low, high = self.window()
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return fields | {"g_min_us": low, "g_max_us": high, "read_noise": self.noise, "slices": self.slices}
