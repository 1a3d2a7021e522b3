"""Models of other makers are asked over HTTP, and their failures are told in our words."""

import importlib.util
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding.load import load_embedder
from index.errors import ConfigurationError, NoVectors

TEXTS = ["oboe", "a longer text about an oboe", "tuba\nand viola"]


@dataclass
class Service:
    """A local server that speaks the embedding protocols of OpenAI and of Ollama."""

    requests: list[tuple[str, dict[str, Any], str | None]] = field(default_factory=list)
    status: int = 200
    address: str = ""

    def reply(self, path: str, request: dict[str, Any], authorization: str | None) -> object:
        """Return the protocol's answer: each text's length, and twice it, as a vector."""
        self.requests.append((path, request, authorization))
        if self.status != 200:
            return {"error": {"message": "the key was revoked", "code": None}}
        texts = [request["input"]] if isinstance(request["input"], str) else request["input"]
        vectors = [[len(text), 2 * len(text), 2] for text in texts]
        if path == "/api/embed":
            return {"model": request["model"], "embeddings": vectors}
        data = [
            {"object": "embedding", "index": place, "embedding": vector}
            for place, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return {"object": "list", "model": request["model"], "data": data, "usage": usage}


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the service."""

    def __init__(self, service: Service, *arguments: Any) -> None:
        self.service = service
        super().__init__(*arguments)

    def do_POST(self) -> None:
        """Answer in JSON."""
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.service.reply(self.path, request, self.headers["Authorization"])
        content = json.dumps(reply).encode()
        self.send_response(self.service.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the terminal quiet."""


@pytest.fixture
def service() -> Iterator[Service]:
    """The server, listening on a free port."""
    service = Service()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, service)) as server:
        service.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield service
        server.shutdown()
        thread.join()


@pytest.fixture
def environment(service: Service) -> dict[str, str]:
    """Settings that point both protocols to the local server."""
    return {
        "OPENAI_API_KEY": "sk-local",
        "OPENAI_API_BASE": f"{service.address}/v1",
        "OLLAMA_HOST": service.address,
    }


needs_ollama = pytest.mark.skipif(
    not importlib.util.find_spec("llama_index.embeddings.ollama"),
    reason='needs `pip install "footnote[ollama]"`',
)
PROTOCOLS = [
    "openai/text-embedding-3-small",
    pytest.param("ollama/nomic-embed-text", marks=needs_ollama),
]


@pytest.mark.parametrize("setting", PROTOCOLS)
def test_a_service_embeds_texts(
    setting: str, tmp_path: Path, service: Service, environment: dict[str, str]
) -> None:
    """The rows are the service's, in order and of unit length, under the setting's name."""
    embedder = load_embedder(setting, cache_dir=tmp_path, environment=environment)
    expected = np.array([[len(text), 2 * len(text), 2] for text in TEXTS])
    expected = expected / np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(embedder.embed(TEXTS), expected, rtol=1e-5)
    assert embedder.name == setting
    assert embedder.dimensions == 3
    assert service.requests[0][1]["model"] == setting.partition("/")[2]


@pytest.mark.parametrize("setting", PROTOCOLS)
def test_nothing_is_asked_before_it_is_needed(
    setting: str, tmp_path: Path, service: Service, environment: dict[str, str]
) -> None:
    """Loading sends no request: a status can be told without the service."""
    load_embedder(setting, cache_dir=tmp_path, environment=environment)
    assert service.requests == []


@pytest.mark.parametrize("setting", PROTOCOLS)
def test_an_empty_text_is_never_sent(
    setting: str, tmp_path: Path, service: Service, environment: dict[str, str]
) -> None:
    """Services refuse one, so something that says nothing goes in its place."""
    embedder = load_embedder(setting, cache_dir=tmp_path, environment=environment)
    assert embedder.embed(["", "  \n"]).shape == (2, 3)
    assert embedder.embed([]).shape == (0, 3)
    assert [text for _, request, _ in service.requests for text in request["input"]] == ["."] * 3


@pytest.mark.parametrize("setting", PROTOCOLS)
def test_a_refusal_is_told_in_our_words(
    setting: str, tmp_path: Path, service: Service, environment: dict[str, str]
) -> None:
    """The reader learns which model failed; what the service said is for who may read it."""
    service.status = 401
    embedder = load_embedder(setting, cache_dir=tmp_path, environment=environment)
    with pytest.raises(NoVectors, match=setting) as caught:
        embedder.embed(TEXTS)
    assert "the key was revoked" in caught.value.in_full
    assert "the key was revoked" not in str(caught.value)


def test_the_key_goes_to_the_service(
    tmp_path: Path, service: Service, environment: dict[str, str]
) -> None:
    """OpenAI's protocol is followed, with the key of the settings."""
    embedder = load_embedder("openai/any-name", cache_dir=tmp_path, environment=environment)
    embedder.embed(TEXTS)
    path, _, authorization = service.requests[0]
    assert (path, authorization) == ("/v1/embeddings", "Bearer sk-local")


@pytest.mark.parametrize("environment", [{}, {"OPENAI_API_KEY": ""}])
def test_openai_needs_a_key(tmp_path: Path, environment: dict[str, str]) -> None:
    """Without one the setting and the key are named, before anything is sent."""
    with pytest.raises(
        ConfigurationError, match="EMBEDDINGS=openai/some-model needs OPENAI_API_KEY"
    ):
        load_embedder("openai/some-model", cache_dir=tmp_path, environment=environment)


@pytest.mark.parametrize("family", ["ollama", "fastembed"])
def test_a_missing_package_is_named(family: str, tmp_path: Path) -> None:
    """The message carries the line that installs it."""
    if importlib.util.find_spec(f"llama_index.embeddings.{family}"):
        pytest.skip(f"the package for {family} is installed")
    with pytest.raises(ConfigurationError) as caught:
        load_embedder(f"{family}/some-model", cache_dir=tmp_path, environment={})
    assert f'pip install "footnote[{family}]"' in str(caught.value)
