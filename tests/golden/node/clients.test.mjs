// The openai package of Node: what its users do every day works unchanged. GATEWAY: the base URL of a live server.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.GATEWAY, apiKey: "anything", maxRetries: 0 });
const SUM = [{ role: "user", content: "What is 12% of 50?" }];
const OPEN = [{ role: "user", content: "Say something about foxes." }];
const SAID = "You said: Say something about foxes.";
const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
const CITY = {
  type: "json_schema",
  json_schema: {
    name: "city",
    strict: true,
    schema: {
      type: "object",
      properties: { name: { type: "string" }, population: { type: "integer" } },
      required: ["name", "population"],
      additionalProperties: false,
    },
  },
};

test("a proved answer is a completion like any other", async () => {
  const { data, response } = await client.chat.completions.create({ model: "auto:proved", messages: SUM }).withResponse();
  assert.match(data.choices[0].message.content, /\b6\b/);
  assert.equal(data.choices[0].finish_reason, "stop");
  assert.equal(data.suffice.guarantee.level, "proved");
  assert.equal(data.suffice.receipt, response.headers.get("x-suffice-receipt"));
});

test("a proved answer streams", async () => {
  const runner = client.chat.completions.stream({ model: "auto:proved", messages: SUM });
  assert.match(await runner.finalContent(), /\b6\b/);
});

for (const model of ["house", "auto"]) {
  test(`${model}: a model's completion keeps what it said`, async () => {
    const reply = await client.chat.completions.create({ model, messages: OPEN });
    const message = reply.choices[0].message;
    assert.equal(message.content, SAID);
    assert.equal(message.refusal, null);
    assert.equal(message.annotations[0].url_citation.url, "https://example.com/fox");
    assert.equal(message.vendor_note.größe, "ein µ");
    assert.equal(reply.choices[0].logprobs.content[0].token, "You");
    assert.equal(reply.usage.completion_tokens_details.reasoning_tokens, 5);
    assert.equal(reply.system_fingerprint, "fp_44709d6fcb");
  });

  test(`${model}: a stream is handed on`, async () => {
    const stream = await client.chat.completions.create({ model, messages: OPEN, stream: true });
    let text = "";
    for await (const chunk of stream) {
      assert.ok(chunk.choices.length || chunk.suffice, "nobody asked for the usage");
      text += chunk.choices[0]?.delta?.content ?? "";
    }
    assert.equal(text.trim(), SAID);
    const counted = client.chat.completions.stream({ model, messages: OPEN, stream_options: { include_usage: true } });
    assert.equal((await counted.totalUsage()).total_tokens, 34);
  });

  test(`${model}: tools are called and answered`, async () => {
    const asked = [];
    const runner = client.chat.completions.runTools({
      model,
      stream: model === "house",
      messages: [{ role: "user", content: "What is the weather?" }],
      tools: [{ type: "function", function: { ...WEATHER.function, parse: JSON.parse, function: ({ city }) => {
        asked.push(city);
        return `12 degrees in ${city}`;
      } } }],
    });
    assert.equal((await runner.finalContent()).trim(), "You said: 12 degrees in Paris");
    assert.deepEqual(asked, ["Paris", "Paris"]);
  });

  test(`${model}: a schema is kept to`, async () => {
    const reply = await client.chat.completions.parse({ model, messages: OPEN, response_format: CITY });
    assert.deepEqual(reply.choices[0].message.parsed, { name: "Paris", population: 2100000 });
  });
}

test("models are listed", async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes("auto") && ids.includes("house"));
});

test("errors are the package's own", async () => {
  const fails = (body, kind, check) =>
    assert.rejects(client.chat.completions.create({ messages: OPEN, ...body }), (error) => {
      assert.ok(error instanceof kind, `${error}`);
      check?.(error);
      return true;
    });
  await fails({ model: "nothere" }, OpenAI.NotFoundError, (error) => assert.equal(error.code, "model_not_found"));
  await fails({ model: "auto:proved" }, OpenAI.UnprocessableEntityError, (error) => assert.match(error.message, /auto/));
  const limited = { model: "house", messages: [{ role: "user", content: "status 429" }] };
  for (const stream of [false, true])
    await fails({ ...limited, stream }, OpenAI.RateLimitError, (error) => {
      assert.equal(error.headers.get("retry-after"), "7");
      assert.equal(error.code, "code_429");
    });
  const broken = { model: "house", messages: [{ role: "user", content: "status 500" }] };
  await fails(broken, OpenAI.InternalServerError, (error) => assert.match(error.message, /upstream says 500/));
});

test("a client that stops reading stops the stream", async () => {
  const messages = [{ role: "user", content: "events 1000 5" }];
  const stream = await client.chat.completions.create({ model: "house", messages, stream: true });
  let seen = 0;
  for await (const _ of stream) if (++seen === 5) break;
  assert.equal(seen, 5);
});
