"""Laws of shapes and replies: what is taken apart can be put together again, and JSON keeps everything."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from suffice.learned.group import Group
from suffice.learned.reply import Reply, Value
from suffice.learned.shape import Shape
from suffice.learned.spelling import trimmed
from suffice.records import Message, Task

_TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r"), max_size=12)
_CONSTANT = _TEXT.filter(bool)
_WORD = st.text("abcXYZ123", min_size=1, max_size=6)


@st.composite
def shapes(draw):
    messages = []
    for _ in range(draw(st.integers(1, 3))):
        inner = draw(st.lists(_CONSTANT, max_size=3))
        messages.append((draw(_TEXT), *inner, draw(_TEXT)) if draw(st.booleans()) else (draw(_TEXT),))
    return Shape(tuple(draw(st.sampled_from(["system", "user"])) for _ in messages), tuple(messages))


@st.composite
def instances(draw):
    shape = draw(shapes())
    return shape, {name: draw(_TEXT) for name in shape.slots}


def _task(shape, fields):
    return Task("t", tuple(map(Message, shape.roles, shape.texts(fields))))


@given(instances())
def test_fields_put_back_give_the_text_and_no_cut_is_guessed(instance):
    shape, fields = instance
    task = _task(shape, fields)
    found = shape.fields(task)
    if found is None:  # another cut gives the same text
        assert _ways(shape, task) > 1
    else:
        assert found == fields and shape.texts(found) == [message.content for message in task.messages]
        assert _ways(shape, task) == 1


def _ways(shape, task):
    """How many cuts there are, counted the slow way."""
    number = 1
    for constants, message in zip(shape.messages, task.messages, strict=True):
        number *= _count(constants, message.content)
    return number


def _count(constants, text):
    if not text.startswith(constants[0]):
        return 0
    ways = {len(constants[0]): 1}
    for place, constant in enumerate(constants[1:], 2):
        after: dict[int, int] = {}
        for start, number in ways.items():
            for end in range(start, len(text) - len(constant) + 1):
                whole = end + len(constant)
                if text.startswith(constant, end) and (place < len(constants) or whole == len(text)):
                    after[whole] = after.get(whole, 0) + number
        ways = after
    return ways.get(len(text), 0)


@given(shapes())
def test_a_shape_survives_json(shape):
    again = Shape.from_json(json.loads(json.dumps(shape.to_json())))
    assert again == shape and again.id == shape.id and again.slots == shape.slots
    assert len(set(shape.slots)) == len(shape.slots)


_KEYS = st.lists(_WORD, min_size=1, max_size=4, unique=True)


@st.composite
def filled(draw):
    """A reply and canonical values for it."""
    record = draw(st.booleans())
    names = [f"{a}.{b}" for a in draw(_KEYS) for b in draw(_KEYS)][:5] if record else ["answer"]
    parts, values = [], {}
    for name in names:
        kind = draw(st.sampled_from(["label", "span", "number", "date", "text"]))
        empty = draw(st.sampled_from([None, "null", "missing"])) if record else None
        if kind == "label":
            labels = tuple(draw(st.lists(_WORD.map(str.lower), min_size=1, max_size=4, unique=True)))
            parts.append(Value(name, kind, labels, empty=empty))
            values[name] = draw(st.sampled_from(labels))
        elif kind == "number":
            style = {"decimals": draw(st.sampled_from([None, 0, 2])), "grouped": draw(st.booleans())}
            if literal := record and draw(st.booleans()):
                style["grouped"] = False
            around = {} if literal else {"before": draw(st.sampled_from(["", "$", "EUR "])), "after": ""}
            parts.append(Value(name, kind, literal=literal, empty=empty, **style, **around))
            values[name] = str(draw(st.integers(-(10**9), 10**9)))
        elif kind == "date":
            parts.append(Value(name, kind, style=draw(st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%B %-d, %Y"]))))
            values[name] = draw(st.dates(date(1000, 1, 1))).isoformat()
        else:
            parts.append(Value(name, kind, empty=empty))
            values[name] = trimmed(draw(_TEXT.filter(str.strip))) or "x"
        if parts[-1].empty and draw(st.booleans()):
            values[name] = ""
    around = draw(st.sampled_from([("", ""), ("The answer is ", "."), ("<a>", "</a>")])) if not record else ("", "")
    return Reply(tuple(parts), record, *around, draw(st.sampled_from([None, 2])), draw(st.booleans())), values


@given(filled())
def test_a_reply_says_its_values_and_is_read_back(case):
    reply, values = case
    text = reply.text(values)
    if reply.parts[0].output not in ("span", "text") or reply.record:
        assert reply.values(text) == values
    if reply.record:
        json.loads(text)
    assert all(reply.same(name, value, value) for name, value in values.items())


@given(filled())
def test_a_group_survives_json(case):
    reply, _ = case
    group = Group.of(Shape(("user",), (("Say: ", ""),)), reply)
    assert Group.from_json(json.loads(json.dumps(group.to_json()))) == group


@given(st.text(max_size=60), filled())
def test_no_text_breaks_a_reply(text, case):
    reply, _ = case
    read = reply.values(text)
    if read is not None:
        assert reply.values(reply.text(read)) is not None or reply.parts[0].output in ("span", "text")
