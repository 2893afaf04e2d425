from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from suffice.models._events import EventStream


def read(pieces: list[bytes]) -> list[bytes]:
    events = EventStream()
    return [event for piece in pieces for event in events.feed(piece)] + list(events.end())


def test_the_standards_own_shapes():
    assert read([b"\xef\xbb\xbfdata: a\ndata: b\n\n"]) == [b"a\nb"]
    assert read([b"data:a\r\n\r\ndata\r\rdata:  c\n\n"]) == [b"a", b"", b" c"]
    assert read([b": comment\n\nevent: x\nid: 1\n\n"]) == []
    assert read([b"data: cut off"]) == [b"cut off"]


@given(
    st.lists(st.text(alphabet=st.characters(blacklist_characters="\r\n", codec="utf-8")), max_size=4),
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
    st.data(),
)
def test_cuts_do_not_matter(texts, end, data):
    events = [text.encode() for text in texts]
    stream = b"".join(b"data: " + event + end + b": ping" + end + end for event in events)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert read(pieces) == events
