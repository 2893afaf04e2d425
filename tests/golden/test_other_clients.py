"""LangChain and Pydantic AI, each as its own manual uses it."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import BaseModel

with warnings.catch_warnings():  # what these packages say of Python's and each other's future is not ours to answer
    warnings.simplefilter("ignore")
    from langchain_core.tools import tool
    from langchain_openai import ChatOpenAI
    from openai import AsyncOpenAI
    from pydantic_ai import Agent, ModelHTTPError, NativeOutput
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

SUM = "What is 12% of 50?"
OPEN = "Say something about foxes."


class City(BaseModel):
    """A city and its people."""

    name: str
    population: int


@tool
def get_weather(city: str) -> str:
    """Weather of a city."""
    return f"12 degrees in {city}"


# --- langchain -----------------------------------------------------------------------------------
@pytest.fixture
def chat(gateway):
    def make(model: str, **more: Any) -> ChatOpenAI:
        return ChatOpenAI(model=model, base_url=gateway.base_url, api_key="anything", max_retries=0, **more)

    return make


def test_langchain_gets_proved_answers(chat):
    reply = chat("auto:proved").invoke(SUM)
    assert "6" in reply.content and reply.response_metadata["finish_reason"] == "stop"
    assert "6" in "".join(chunk.content for chunk in chat("auto:proved").stream(SUM))


@pytest.mark.parametrize("model", ["house", "auto"])
def test_langchain_talks_streams_and_counts(chat, model):
    reply = chat(model).invoke(OPEN)
    assert reply.content == f"You said: {OPEN}" and reply.usage_metadata["input_tokens"] == 23
    whole: Any = None
    for chunk in chat(model, stream_usage=True).stream(OPEN):
        whole = chunk if whole is None else whole + chunk
    assert whole.content.strip() == f"You said: {OPEN}"
    assert whole.usage_metadata["input_token_details"]["cache_read"] == 4


@pytest.mark.parametrize("model", ["house", "auto"])
def test_langchain_calls_tools_and_keeps_to_schemas(chat, model):
    reply = chat(model).bind_tools([get_weather]).invoke("What is the weather in Paris?")
    assert [call["args"] for call in reply.tool_calls] == [{"city": "Paris"}] * 2
    found = chat(model).with_structured_output(City, method="json_schema").invoke(OPEN)
    assert found == City(name="Paris", population=2100000)


def test_langchain_runs_many_at_once(chat):
    async def both() -> list[Any]:
        model = chat("auto:proved")
        async with model.root_async_client:
            return await model.abatch([f"What is {n} times 12?" for n in range(2, 12)])

    said = [reply.content.split()[-1].rstrip(".") for reply in asyncio.run(both())]
    assert said == [str(12 * n) for n in range(2, 12)]


def test_langchain_sees_errors(chat):
    with pytest.raises(Exception, match="auto") as refused:
        chat("auto:proved").invoke(OPEN)
    assert getattr(refused.value, "status_code", None) == 422
    with pytest.raises(Exception, match="upstream says 429"):
        chat("house").invoke("status 429")


# --- pydantic-ai ---------------------------------------------------------------------------------
@pytest.fixture
def run(gateway):
    """Run what is made of a model, and close its client on the same event loop."""

    def make(name: str, work: Callable[[OpenAIChatModel], Awaitable[Any]]) -> Any:
        async def whole() -> Any:
            async with AsyncOpenAI(base_url=gateway.base_url, api_key="anything", max_retries=0) as client:
                return await work(OpenAIChatModel(name, provider=OpenAIProvider(openai_client=client)))

        return asyncio.run(whole())

    return make


def test_pydantic_ai_gets_proved_answers(run):
    assert "6" in run("auto:proved", lambda model: Agent(model).run(SUM)).output


@pytest.mark.parametrize("name", ["house", "auto"])
def test_pydantic_ai_talks_and_counts(run, name):
    result = run(name, lambda model: Agent(model, system_prompt="Be brief.").run(OPEN))
    assert result.output == f"You said: {OPEN}"
    assert result.usage.input_tokens == 23 and result.usage.cache_read_tokens == 4


@pytest.mark.parametrize("name", ["house", "auto"])
def test_pydantic_ai_streams(run, name):
    async def work(model: OpenAIChatModel) -> str:
        async with Agent(model).run_stream(OPEN) as stream:
            return await stream.get_output()

    assert run(name, work).strip() == f"You said: {OPEN}"


@pytest.mark.parametrize("name", ["house", "auto"])
def test_pydantic_ai_calls_tools_and_keeps_to_schemas(run, name):
    asked: list[str] = []

    def weather(city: str) -> str:
        """Weather of a city."""
        asked.append(city)
        return f"12 degrees in {city}"

    result = run(name, lambda model: Agent(model, tools=[weather]).run("What is the weather?"))
    assert result.output == "You said: 12 degrees in Paris" and asked == ["Paris", "Paris"]
    result = run(name, lambda model: Agent(model, output_type=NativeOutput(City)).run(OPEN))
    assert result.output == City(name="Paris", population=2100000)


def test_pydantic_ai_sees_errors(run):
    with pytest.raises(ModelHTTPError) as refused:
        run("auto:proved", lambda model: Agent(model).run(OPEN))
    assert refused.value.status_code == 422
