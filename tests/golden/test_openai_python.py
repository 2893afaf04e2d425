"""The openai package of Python: what its users do every day works unchanged."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import openai
import pytest
from pydantic import BaseModel

QUESTION = "What is 12% of 50?"
ASKED = [{"role": "user", "content": QUESTION}]
OPEN = [{"role": "user", "content": "Say something about foxes."}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


class City(BaseModel):
    name: str
    population: int


@pytest.fixture
def client(gateway):
    with openai.OpenAI(base_url=gateway.base_url, api_key="anything", max_retries=0) as client:
        yield client


def test_a_proved_answer_is_a_completion_like_any_other(client, gateway):
    reply = client.chat.completions.with_raw_response.create(model="auto:proved", messages=ASKED)
    completion = reply.parse()
    assert Decimal(completion.choices[0].message.content.split()[-1].rstrip(".")) == 6
    assert completion.object == "chat.completion" and completion.choices[0].finish_reason == "stop"
    assert completion.choices[0].message.role == "assistant" and completion.choices[0].message.refusal is None
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens
    ours = completion.model_extra["suffice"]
    assert ours["guarantee"]["level"] == "proved" and ours["receipt"] == reply.headers["x-suffice-receipt"]
    assert gateway.receipt(ours["receipt"])["answer"] == ours["answer"]


def test_the_receipt_can_be_fetched(client):
    ours = client.chat.completions.create(model="auto", messages=ASKED).model_extra["suffice"]
    receipt = client.get(f"/receipts/{ours['receipt']}", cast_to=dict[str, Any])
    assert receipt["id"] == ours["receipt"] and receipt["status"] == "answered" and receipt["ledger"]["seq"] > 0
    with pytest.raises(openai.NotFoundError, match="receipt"):
        client.get("/receipts/r-00000000000000000000", cast_to=dict[str, Any])


@pytest.mark.parametrize("usage", [False, True])
def test_a_proved_answer_streams(client, usage):
    more: dict[str, Any] = {"stream_options": {"include_usage": True}} if usage else {}
    chunks = list(client.chat.completions.create(model="auto:proved", messages=ASKED, stream=True, **more))
    said = [chunk for chunk in chunks if chunk.choices]
    assert said[0].choices[0].delta.role == "assistant" and said[-1].choices[0].finish_reason == "stop"
    text = "".join(chunk.choices[0].delta.content or "" for chunk in said)
    assert Decimal(text.split()[-1].rstrip(".")) == 6
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"} and len({chunk.id for chunk in chunks}) == 1
    ours = [chunk.model_extra["suffice"] for chunk in chunks if "suffice" in chunk.model_extra]
    assert len(ours) == 1 and ours[0]["guarantee"]["level"] == "proved"
    assert [chunk.usage is not None for chunk in chunks if not chunk.choices] == ([True] if usage else [])


@pytest.mark.parametrize("model", ["house", "auto"])
def test_a_models_completion_keeps_what_it_said(client, model):
    completion = client.chat.completions.create(model=model, messages=OPEN)
    message = completion.choices[0].message
    assert message.content == "You said: Say something about foxes."
    assert message.annotations[0].url_citation.url == "https://example.com/fox"
    assert message.model_extra["reasoning_content"] and message.model_extra["vendor_note"]["größe"] == "ein µ"
    assert completion.choices[0].logprobs.content[0].token == "You"
    assert completion.usage.completion_tokens_details.reasoning_tokens == 5
    assert completion.usage.prompt_tokens_details.cached_tokens == 4
    assert completion.service_tier == "default" and completion.system_fingerprint == "fp_44709d6fcb"
    assert completion.model == "vendor/house-1-2026-11-01" and completion.id == "chatcmpl-upstream-1"


@pytest.mark.parametrize("model", ["house", "auto"])
def test_a_models_stream_is_handed_on(client, model):
    with client.chat.completions.stream(model=model, messages=OPEN) as stream:
        for _ in stream:
            pass
        completion = stream.get_final_completion()
    assert completion.choices[0].message.content.strip() == "You said: Say something about foxes."
    chunks = list(client.chat.completions.create(model=model, messages=OPEN, stream=True))
    assert all(chunk.choices or "suffice" in chunk.model_extra for chunk in chunks), "nobody asked for the usage"
    assert all(chunk.usage is None for chunk in chunks)
    assert "".join(chunk.choices[0].delta.model_extra.get("reasoning_content", "") for chunk in chunks if chunk.choices)


@pytest.mark.parametrize("model", ["house", "auto"])
def test_a_streams_usage_comes_to_who_asks_for_it(client, model):
    stream = client.chat.completions.create(
        model=model, messages=OPEN, stream=True, stream_options={"include_usage": True}
    )
    counted = [chunk for chunk in stream if chunk.usage is not None]
    assert len(counted) == 1 and counted[0].choices == []
    assert counted[0].usage.prompt_tokens_details.cached_tokens == 4


@pytest.mark.parametrize("model", ["house", "auto"])
@pytest.mark.parametrize("streamed", [False, True])
def test_tools_are_called_and_answered(client, model, streamed):
    messages: list[Any] = [{"role": "user", "content": "What is the weather in Paris?"}]
    if streamed:
        with client.chat.completions.stream(model=model, messages=messages, tools=[WEATHER]) as stream:
            choice = stream.get_final_completion().choices[0]
    else:
        choice = client.chat.completions.create(model=model, messages=messages, tools=[WEATHER]).choices[0]
    calls = choice.message.tool_calls
    assert choice.finish_reason == "tool_calls" and choice.message.content is None
    assert [call.function.name for call in calls] == ["get_weather"] * 2
    assert calls[0].function.arguments == '{"city": "Paris"}'
    messages.append({"role": "assistant", "content": None, "tool_calls": [c.to_dict() for c in calls]})
    messages += [{"role": "tool", "tool_call_id": call.id, "content": "12 degrees"} for call in calls]
    done = client.chat.completions.create(model=model, messages=messages, tools=[WEATHER])
    assert done.choices[0].message.content == "You said: 12 degrees"


@pytest.mark.parametrize("model", ["house", "auto"])
def test_a_schema_is_kept_to(client, model):
    completion = client.chat.completions.parse(model=model, messages=OPEN, response_format=City)
    assert completion.choices[0].message.parsed == City(name="Paris", population=2100000)


def test_models_are_listed(client):
    ids = [model.id for model in client.models.list()]
    assert {"auto", "house"} <= set(ids) and all(model.object == "model" for model in client.models.list())


def test_errors_are_the_packages_own(client):
    with pytest.raises(openai.NotFoundError, match="nothere") as missing:
        client.chat.completions.create(model="nothere", messages=OPEN)
    assert missing.value.code == "model_not_found" and missing.value.param == "model"
    with pytest.raises(openai.UnprocessableEntityError, match="auto") as refused:
        client.chat.completions.create(model="auto:proved", messages=OPEN)
    assert refused.value.code == "not_proved" and refused.value.response.headers["x-suffice-receipt"]
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model="auto", messages=[])
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model="auto", messages="hello")


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, openai.BadRequestError),
        (401, openai.AuthenticationError),
        (403, openai.PermissionDeniedError),
        (404, openai.NotFoundError),
        (409, openai.ConflictError),
        (422, openai.UnprocessableEntityError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
        (503, openai.InternalServerError),
    ],
)
def test_an_upstream_error_passes_as_it_is(client, status, kind, streamed):
    said = [{"role": "user", "content": f"status {status}"}]
    with pytest.raises(kind) as error:
        client.chat.completions.create(model="house", messages=said, stream=streamed)
    assert error.value.status_code == status and error.value.code == f"code_{status}"
    assert error.value.response.headers["retry-after"] == "7"
    assert error.value.response.headers["x-suffice-receipt"]
    assert error.value.body["message"] == f"upstream says {status}"


def test_retries_of_the_client_see_the_upstreams_wish(gateway, upstream):
    upstream.log(clear=True)
    with openai.OpenAI(base_url=gateway.base_url, api_key="x", max_retries=1) as client:
        waited: list[float] = []
        client._sleep_for_retry = lambda **what: waited.append(what["response"].headers["retry-after"])  # type: ignore
        with pytest.raises(openai.RateLimitError):
            client.chat.completions.create(model="house", messages=[{"role": "user", "content": "status 429"}])
    assert waited == ["7"] and len(upstream.log()["requests"]) == 2


def test_the_asynchronous_client_and_many_at_once(gateway):
    async def ask(client: openai.AsyncOpenAI, number: int) -> str:
        if number % 2:
            messages: Any = [{"role": "user", "content": f"What is {number} plus {number}?"}]
            completion = await client.chat.completions.create(model="auto:proved", messages=messages)
            return completion.choices[0].message.content or ""
        stream = await client.chat.completions.create(
            model="house", messages=[{"role": "user", "content": f"word{number}"}], stream=True
        )
        return "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])

    async def all_at_once() -> list[str]:
        async with openai.AsyncOpenAI(base_url=gateway.base_url, api_key="x", max_retries=0) as client:
            return await asyncio.gather(*(ask(client, number) for number in range(40)))

    for number, text in enumerate(asyncio.run(all_at_once())):
        assert (str(2 * number) if number % 2 else f"word{number}") in text
