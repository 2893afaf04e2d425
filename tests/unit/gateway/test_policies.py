"""Policies over HTTP: verdicts with their clauses, facts and receipts, and what is no case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.gateway.conftest import Served

EXAMPLES = Path(__file__).parents[3] / "examples"
HOUSE = "1. Guests may not smoke.\n2. Members may enter the lounge.\n3. Only members may enter the pool.\n"
FACTS = {"order 7": {"days since delivery": 12, "price": ["money", "80", "USD"], "is final sale": False}}
REFUND = {"name": "refund_order", "arguments": {"order_id": "order 7"}}


def config(folder: Path, keys: str = "") -> str:
    (folder / "house.txt").write_text(HOUSE)
    return (
        f'[policies.returns]\nfile = "{EXAMPLES / "returns_policy.json"}"\n[policies.house]\nfile = "house.txt"\n{keys}'
    )


@pytest.fixture(scope="module")
def guarding(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("guarding")
    server = Served(folder, config(folder))
    yield server
    server.stop()


def check(server: Served, name: str, case: object, headers: dict[str, str] | None = None):
    body = case if isinstance(case, bytes) else json.dumps(case).encode()
    return server.request("POST", f"/v1/policies/{name}/check", body, headers or {})


def test_a_tool_call_is_allowed_with_the_clauses_and_a_proved_receipt(guarding):
    status, headers, reply = check(guarding, "returns", {"tool_call": REFUND, "facts": FACTS})
    assert status == 200 and reply["object"] == "policy.check" and reply["verdict"] == "allowed"
    assert [clause.split()[0] for clause in reply["clauses"] if clause[0].isdigit()] == ["1.", "6."]
    assert reply["receipt"] == headers["x-suffice-receipt"]
    receipt = guarding.get(f"/v1/receipts/{reply['receipt']}")[2]
    assert receipt["answer"] == "allowed" and receipt["guarantee"]["level"] == "proved"
    assert receipt["solver"] == "policy returns" and receipt["evidence"]["body"]["steps"]
    assert receipt["task"]["policy"] == "returns" and receipt["cost"]["cpu_s"] > 0


def test_what_is_forbidden_quotes_its_clause(guarding):
    facts = {"order 7": {**FACTS["order 7"], "is final sale": True}}
    reply = check(guarding, "returns", {"tool_call": REFUND, "facts": facts})[2]
    assert reply["verdict"] == "forbidden" and "2. A final sale is never refunded." in reply["clauses"]


def test_an_open_case_names_the_fact_and_is_proved_open(guarding):
    facts = {"order 7": {"days since delivery": 12, "price": ["money", "80", "USD"]}}
    reply = check(guarding, "returns", {"facts": facts, "ask": ["may be refunded by the assistant", "order 7"]})[2]
    assert reply["verdict"] == "needs a fact"
    assert {"fact": "order 7 is not final sale", "then": "allowed"} in reply["wants"]
    receipt = guarding.get(f"/v1/receipts/{reply['receipt']}")[2]
    assert receipt["guarantee"]["level"] == "proved" and set(receipt["evidence"]["body"]["facts"]) >= {
        "with",
        "without",
    }


def test_where_no_single_fact_settles_it_what_is_unknown_is_named(guarding):
    reply = check(guarding, "returns", {"facts": [], "ask": ["may be refunded by the assistant", "order 7"]})[2]
    assert reply["verdict"] == "needs a fact"
    assert "order 7 is faulty" in reply["open"] or reply["wants"]


def test_words_judge_words(guarding):
    reply = check(guarding, "house", {"case": "Jo is a guest. May Jo smoke?"})[2]
    assert reply["verdict"] == "forbidden" and reply["clauses"][0] == "Guests may not smoke."
    status, headers, reply = check(guarding, "house", {"case": "Jo has a hat on. Frobnicate Jo?"})
    assert status == 422 and reply["error"]["code"] == "not_understood" and reply["error"]["type"] == "refused"
    assert guarding.get(f"/v1/receipts/{headers['x-suffice-receipt']}")[2]["status"] == "refused"


def test_policies_are_listed(guarding):
    rows = guarding.get("/v1/policies")[2]["data"]
    assert [(row["id"], row["kind"]) for row in rows] == [("returns", "form"), ("house", "text")]
    assert rows[0]["tools"] == ["refund_order"]


@pytest.mark.parametrize(
    ("name", "case", "expected", "says"),
    [
        ("nobody", {"facts": []}, 404, "there are: returns, house"),
        ("returns", {"facts": []}, 400, "either 'ask' or 'tool_call'"),
        ("returns", {"facts": 3, "ask": ["is late", "order 7"]}, 400, "facts are"),
        ("returns", {"facts": [["cmp"]], "ask": ["is late", "order 7"]}, 400, "not a case"),
        ("returns", {"case": "May it be refunded?"}, 400, "in words"),
        ("house", {"facts": [], "ask": ["is late", "jo"]}, 400, "in words"),
        ("returns", b"{", 400, "JSON"),
        ("returns", {"tool_call": {"name": "drop_tables"}, "facts": []}, 422, "drop_tables"),
        ("returns", {"facts": {"o": {"x": None}}, "ask": ["is late", "o"]}, 400, "neither true"),
    ],
)
def test_what_is_no_case_is_an_error_in_the_usual_form(guarding, name, case, expected, says):
    status, _, reply = check(guarding, name, case)
    assert status == expected and says in reply["error"]["message"]


def test_methods_and_paths(guarding):
    assert guarding.get("/v1/policies/returns/check")[0] == 405
    assert guarding.request("POST", "/v1/policies/returns", b"{}", {})[0] == 404
    assert guarding.request("POST", "/v1/policies", b"{}", {})[0] == 405
    assert check(guarding, "house", {"case": "May Jo smoke?"}, {"origin": "https://evil.example"})[0] == 403


def test_keys_are_asked_for(tmp_path):
    server = Served(tmp_path, config(tmp_path, '[serve]\nkeys = "keys.json"\n'))
    try:
        key = server.suffice("key", "add", "first").stdout.strip()
        case = {"case": "Jo is a guest. May Jo smoke?"}
        assert _denied(server, case)
        status, _, reply = check(server, "house", case, {"authorization": f"Bearer {key}"})
        assert status == 200
        own = server.get(f"/v1/receipts/{reply['receipt']}", {"authorization": f"Bearer {key}"})[2]
        assert own["key"] == "first"
    finally:
        server.stop()


def _denied(server: Served, case: object) -> bool:
    import time

    for _ in range(50):  # noticed within a second
        if check(server, "house", case)[0] == 401:
            return True
        time.sleep(0.1)
    return False


def test_a_policy_that_cannot_be_read_stops_the_start(guarding, tmp_path):
    wrong = tmp_path / "wrong.toml"
    for text, says in (
        ('[policies.x]\nfile = "missing.json"\n', "cannot read"),
        ("[policies.x]\n", "name the file"),
        ('[policies."a b"]\nfile = "x"\n', "no name for a policy"),
    ):
        wrong.write_text(text)
        done = guarding.suffice("serve", "--config", str(wrong), "--port", "1")
        assert done.returncode == 2 and says in done.stderr
