"""A group: the requests of one shape, whose replies are made of the same values."""

from __future__ import annotations

from dataclasses import dataclass

from suffice.learned.reply import Reply
from suffice.learned.shape import Shape
from suffice.records import Json


@dataclass(frozen=True, slots=True)
class Group:
    """``id`` is the shape's own unless somebody names it otherwise."""

    id: str
    shape: Shape
    reply: Reply

    @classmethod
    def of(cls, shape: Shape, reply: Reply) -> Group:
        return cls(shape.id, shape, reply)

    def to_json(self) -> Json:
        return {"id": self.id, "shape": self.shape.to_json(), "reply": self.reply.to_json()}

    @classmethod
    def from_json(cls, value: Json) -> Group:
        """Raises ValueError where ``value`` is not what ``to_json`` writes."""
        try:
            if not isinstance(value["id"], str):
                raise TypeError("its id is no text")
            return cls(value["id"], Shape.from_json(value["shape"]), Reply.from_json(value["reply"]))
        except (TypeError, KeyError) as error:
            raise ValueError(f"no group: {error!r}") from None
