"""Heads and chunks: strict, and the same however they arrive."""

from __future__ import annotations

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.gateway.framing import Chunks, Malformed, RequestHead

REQUEST = b"POST /v1/x?a=b HTTP/1.1\r\nHost: here\r\nX-Y:  a b \t\r\nx-y: c\r\nContent-Length: 12\r\n"


def test_a_head_is_read():
    head = RequestHead(REQUEST)
    assert (head.method, head.path, head.size_bytes, head.keeps) == ("POST", "/v1/x", 12, True)
    assert head.headers == {"host": "here", "x-y": "a b, c", "content-length": "12"}
    assert RequestHead(b"GET / HTTP/1.1\r\nX: \r\n").headers == {"x": ""}


@pytest.mark.parametrize(
    ("first", "said", "keeps"),
    [
        ("1.1", "", True),
        ("1.1", "connection: close\r\n", False),
        ("1.1", "connection: te, Close\r\n", False),
        ("1.0", "", False),
        ("1.0", "connection: Keep-Alive\r\n", True),
    ],
)
def test_whether_a_connection_stays_open(first, said, keeps):
    assert RequestHead(f"GET / HTTP/{first}\r\n{said}".encode()).keeps is keeps


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nhost : x\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n",
        b"GET / HTTP/1.1\r\nx: a\r\n b\r\n",
        b"GET / HTTP/1.1\r\nx: a\nb: c\r\n",
        b"GET / HTTP/1.1\r\nx: \x00\r\n",
        b"GET / HTTP/1.1\r\nx\r\n",
        b"GET  / HTTP/1.1\r\n",
        b"GET / HTTP/2.0\r\n",
        b"G(T / HTTP/1.1\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: +1\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 1\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n",
        b"POST / HTTP/1.1\r\ntransfer-encoding: gzip, chunked\r\n",
        b"POST / HTTP/1.0\r\ntransfer-encoding: chunked\r\n",
    ],
)
def test_what_could_be_understood_in_two_ways_is_refused(head):
    with pytest.raises(Malformed):
        RequestHead(head)


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data):
    for read in (RequestHead, lambda data: Chunks().feed(data)):
        with contextlib.suppress(Malformed):
            read(data)


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=5), st.lists(st.integers(0, 400), max_size=6), st.data())
def test_chunks_may_arrive_in_any_pieces(pieces, cuts, data):
    extension = data.draw(st.sampled_from([b"", b";a=b", b" ;x"]))
    raw = b"".join(b"%x%b\r\n%b\r\n" % (len(piece), extension, piece) for piece in pieces)
    raw += b"0\r\n" + data.draw(st.sampled_from([b"", b"x-sum: 1\r\n"])) + b"\r\nNEXT"
    chunks, out = Chunks(), []
    places = sorted({0, len(raw), *(cut for cut in cuts if cut < len(raw))})
    rest = b""
    for a, b in pairwise(places):
        if chunks.done:
            rest += raw[a:b]
        else:
            out.append(chunks.feed(raw[a:b]))
    assert chunks.done and b"".join(out) == b"".join(pieces) and chunks.rest + rest == b"NEXT"


@pytest.mark.parametrize("raw", [b"zz\r\n", b"-1\r\n", b"f" * 16 + b"\r\n", b"1\r\nab\r\n", b"1" * 2000])
def test_broken_chunks_are_refused(raw):
    with pytest.raises(Malformed):
        Chunks().feed(raw)
