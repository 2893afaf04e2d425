"""The encoder reads a sentence-transformers model and computes what BERT computes, text by text or in batches."""

import json
import math

import numpy as np
import pytest

from suffice.errors import UsageError
from suffice.learned.encoder import Encoder

WIDTH, HEADS, LAYERS, INNER = 8, 2, 2, 12
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "where", "is", "my", "card", "##s", "lost"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A model of random weights, in the files of a real one."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import WordPiece

    folder, rng = tmp_path_factory.mktemp("bert"), np.random.default_rng(3)

    def random(*shape):
        return rng.normal(0, 0.5, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": random(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": random(32, WIDTH),
        "embeddings.token_type_embeddings.weight": random(2, WIDTH),
        "embeddings.LayerNorm.weight": random(WIDTH),
        "embeddings.LayerNorm.bias": random(WIDTH),
    }
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        for name, out, into in (
            ("attention.self.query", WIDTH, WIDTH), ("attention.self.key", WIDTH, WIDTH),
            ("attention.self.value", WIDTH, WIDTH), ("attention.output.dense", WIDTH, WIDTH),
            ("intermediate.dense", INNER, WIDTH), ("output.dense", WIDTH, INNER),
        ):  # fmt: skip
            weights |= {f"{at}{name}.weight": random(out, into), f"{at}{name}.bias": random(out)}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights |= {f"{at}{name}.weight": random(WIDTH), f"{at}{name}.bias": random(WIDTH)}
    save_file(weights, folder / "model.safetensors")
    config = {"model_type": "bert", "hidden_act": "gelu", "num_attention_heads": HEADS, "num_hidden_layers": LAYERS}
    (folder / "config.json").write_text(json.dumps(config | {"layer_norm_eps": 1e-12}))
    tokenizer = Tokenizer(WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder, weights


def _norm(row, of, name):
    mean = sum(row) / len(row)
    deviation = math.sqrt(sum((one - mean) ** 2 for one in row) / len(row) + 1e-12)
    return np.array([(one - mean) / deviation for one in row]) * of[f"{name}.weight"] + of[f"{name}.bias"]


def _dense(row, of, name):
    return of[f"{name}.weight"] @ row + of[f"{name}.bias"]


def _bert(ids, of):
    """Token by token, head by head, as the paper has it."""
    rows = [
        _norm(
            of["embeddings.word_embeddings.weight"][word]
            + of["embeddings.position_embeddings.weight"][place]
            + of["embeddings.token_type_embeddings.weight"][0],
            of,
            "embeddings.LayerNorm",
        )
        for place, word in enumerate(ids)
    ]
    size = WIDTH // HEADS
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        query, key, value = (
            [_dense(row, of, f"{at}attention.self.{name}") for row in rows] for name in ("query", "key", "value")
        )
        mixed = []
        for here in range(len(rows)):
            heads = []
            for head in range(HEADS):
                cut = slice(head * size, (head + 1) * size)
                powers = [math.exp(query[here][cut] @ key[there][cut] / math.sqrt(size)) for there in range(len(rows))]
                heads.append(sum(power * value[there][cut] for there, power in enumerate(powers)) / sum(powers))
            mixed.append(np.concatenate(heads))
        rows = [
            _norm(row + _dense(mix, of, f"{at}attention.output.dense"), of, f"{at}attention.output.LayerNorm")
            for row, mix in zip(rows, mixed, strict=True)
        ]
        inner = [
            np.array(
                [one * 0.5 * (1 + math.erf(one / math.sqrt(2))) for one in _dense(row, of, f"{at}intermediate.dense")]
            )
            for row in rows
        ]
        rows = [
            _norm(row + _dense(wide, of, f"{at}output.dense"), of, f"{at}output.LayerNorm")
            for row, wide in zip(rows, inner, strict=True)
        ]
    pooled = sum(rows) / len(rows)
    return pooled / math.sqrt(pooled @ pooled)


def test_it_computes_what_bert_computes(folder):
    path, weights = folder
    texts = {"Where is my card": [2, 4, 5, 6, 7, 3], "cards": [2, 7, 8, 3], "": [2, 3], "zzz lost": [2, 1, 9, 3]}
    found = Encoder(path).encode(list(texts))
    for row, ids in zip(found, texts.values(), strict=True):
        assert row == pytest.approx(_bert(ids, weights), abs=2e-5)


def test_a_batch_gives_what_each_text_gives_alone(folder):
    encoder = Encoder(folder[0])
    texts = ["my card", "where is my lost card is my card", "is", "lost lost lost"] * 20
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.abs(encoder.encode(texts) - alone).max() < 1e-5


def test_long_texts_are_cut_and_rows_have_length_one(folder):
    found = Encoder(folder[0]).encode(["card " * 500])
    assert np.linalg.norm(found[0]) == pytest.approx(1, abs=1e-5)


def test_what_is_no_encoder_is_one_clear_error(tmp_path, folder):
    with pytest.raises(UsageError, match="cannot be read"):
        Encoder(tmp_path)
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / name).write_bytes((folder[0] / name).read_bytes())
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "gpt2"}))
    with pytest.raises(UsageError, match="no BERT"):
        Encoder(tmp_path)


def test_an_ensemble_is_learned_stored_and_loaded_with_its_encoder(folder, tmp_path, monkeypatch):
    import random

    from suffice.learn.kinds.ensemble import EnsembleLearner
    from suffice.learn.learner import Example
    from suffice.learned import store
    from suffice.learned.kinds import ensemble

    for module in ("suffice.learn.kinds.ensemble", "suffice.learned.kinds.ensemble"):
        monkeypatch.setattr(f"{module}.encoder", lambda: Encoder(folder[0]))
    rng = random.Random(1)
    rows = [Example({"input": f"where is my {rng.choice(['card', 'cards'])} {n % 9}"}, "find") for n in range(40)]
    rows += [Example({"input": f"is my card {rng.choice(['lost', 'lost lost'])} {n % 9}"}, "lost") for n in range(40)]
    fitted = EnsembleLearner().fit(rows, "label", seed=0, seconds=60)
    assert isinstance(fitted, ensemble.Ensemble)
    loaded = store.load(tmp_path, store.save(tmp_path, fitted))
    fields = [row.fields for row in rows[::7]] + [{"input": ""}, {"input": "\ud800 \x00"}]
    for one, other in zip(fitted.guesses(fields), loaded.guesses(fields), strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            assert one.value == other.value and one.confidence == pytest.approx(other.confidence, abs=1e-3)
    assert (
        sum(guess.value == row.value for guess, row in zip(fitted.guesses(fields[:12]), rows[::7], strict=True)) == 12
    )
