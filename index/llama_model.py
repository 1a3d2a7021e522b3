"""Language models of any maker, through LlamaIndex's classes for them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from textwrap import shorten
from typing import Any, Self

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, LLMMetadata, MessageRole
from llama_index.core.llms import LLM
from llama_index.llms.openai import OpenAI

from index.errors import NoReply
from index.failure import LONGEST_REASON, kind_of
from index.secrets import masked

# Where OpenAI's, Anthropic's and Ollama's replies tell why they ended.
_ENDINGS = ("finish_reason", "stop_reason", "done_reason")
# What stands there where there was more to come: too long for the reply or for the model, or kept
# back by its maker.
_CUT_OFF = frozenset(
    {"length", "max_tokens", "model_context_window_exceeded", "content_filter", "refusal"}
)
# An OpenAI-like server tells nothing of its model. Only LlamaIndex's own prompts are cut to it.
_CONTEXT_WINDOW = 8_192


class ChatCompletions(OpenAI):
    """A model behind OpenAI's chat interface, of whatever name, on whatever server.

    A class because LlamaIndex's own knows the interface only of the models it has a list of.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Its client is slow to make, and would be made by the event loop at the first reply.
        assert self._get_aclient().chat.completions

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex wants to know of a model before it asks it."""
        return LLMMetadata(
            context_window=_CONTEXT_WINDOW, is_chat_model=True, model_name=self.model
        )


class LlamaIndexModel:
    """A LanguageModel over a LlamaIndex one, which is made anew for each reply.

    A maker's client belongs to the event loop in which it first spoke, and a terminal has a loop
    for each question.
    """

    def __init__(
        self,
        make: Callable[[], LLM],
        *,
        name: str,
        client: str,
        patience: float,
        secrets: frozenset[str],
    ) -> None:
        self.name = name
        self._secrets = secrets
        self._make = make
        self._client = client
        self._patience = patience

    @classmethod
    def of(
        cls,
        make: Callable[[], LLM],
        *,
        name: str,
        client: str,
        patience: float,
        secrets: frozenset[str] = frozenset(),
    ) -> Self:
        """Return the model, once it is known that LlamaIndex knows it.

        Args:
            make: Returns the LlamaIndex model.
            name: What it is called in errors.
            client: The attribute of the LlamaIndex model that holds its connections.
            patience: How many seconds a whole reply may take.
            secrets: What no error may tell, such as its key.

        Raises:
            ValueError: it is none of those its maker's class has a list of.
        """
        assert make().metadata
        return cls(make, name=name, client=client, patience=patience, secrets=secrets)

    async def stream(self, system: str, user: str) -> AsyncGenerator[str, None]:
        """Yield the reply to a message under the given instructions, piece by piece.

        Raises:
            NoReply: it is slow, refuses, fails, stops half way, or says nothing. Pieces may have
                come before.
        """
        says_something, ending = False, None
        async with aclosing(self._chunks(system, user)) as chunks:
            async for chunk in chunks:
                ending = _ending(chunk) or ending
                if piece := chunk.delta or "":
                    says_something |= not piece.isspace()
                    yield piece
        if not says_something:
            raise NoReply(f"The language model {self.name} says nothing.")
        if ending is None or ending in _CUT_OFF:
            raise NoReply(f"The language model {self.name} stopped before its end.")

    async def _chunks(self, system: str, user: str) -> AsyncGenerator[ChatResponse, None]:
        """Yield what LlamaIndex's model yields, until all of it together takes too long."""
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=user),
        ]
        model = await asyncio.to_thread(self._make)
        deadline = asyncio.get_running_loop().time() + self._patience
        try:
            async with asyncio.timeout_at(deadline):
                chunks = await model.astream_chat(messages)
            while True:
                async with asyncio.timeout_at(deadline):
                    chunk = await anext(chunks, None)
                if chunk is None:
                    return
                yield chunk
        except TimeoutError as error:
            why = f"within {self._patience:g} seconds"
            raise NoReply(f"The language model {self.name} doesn't reply {why}.") from error
        except Exception as error:  # each maker has errors of its own, and all mean this
            raise NoReply(
                f"The language model {self.name} doesn't reply, {kind_of(error)}: "
                "`footnote doctor` tells what it says.",
                said=shorten(masked(str(error), self._secrets), LONGEST_REASON),
            ) from None
        finally:
            if client := getattr(model, self._client):
                await client.close()


def _ending(chunk: ChatResponse) -> str | None:
    """Return why the reply ends, as its maker has it; None while it doesn't."""
    raw: Any = chunk.raw
    if hasattr(raw, "model_dump"):
        raw = raw.model_dump()
    choices = raw.get("choices") or [{}]
    told = (
        place.get(name)
        for place in (choices[0], raw, chunk.message.additional_kwargs)
        for name in _ENDINGS
    )
    return next((str(ending) for ending in told if ending), None)
