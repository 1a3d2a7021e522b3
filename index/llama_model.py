"""Language models of any maker, through LlamaIndex's classes for them."""

from textwrap import shorten
from typing import Any, Self

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, LLMMetadata, MessageRole
from llama_index.core.llms import LLM
from llama_index.llms.openai import OpenAI

from index.errors import NoReply
from index.language_model import LONGEST_REASON

# Where each maker's reply tells why it ended, and what it says there if there was more to come.
_ENDINGS = {"finish_reason": "length", "stop_reason": "max_tokens", "done_reason": "length"}
# An OpenAI-like server tells nothing of its model. Only LlamaIndex's own prompts are cut to it.
_CONTEXT_WINDOW = 8_192


class ChatCompletions(OpenAI):
    """A model behind OpenAI's chat interface, of whatever name, on whatever server.

    A class because LlamaIndex's own knows the interface only of the models it has a list of.
    """

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex wants to know of a model before it asks it."""
        return LLMMetadata(
            context_window=_CONTEXT_WINDOW, is_chat_model=True, model_name=self.model
        )


class LlamaIndexModel:
    """A LanguageModel over a LlamaIndex one; several threads may use it at a time."""

    def __init__(self, model: LLM, *, name: str) -> None:
        self.name = name
        self._model = model

    @classmethod
    def of(cls, model: LLM, *, name: str) -> Self:
        """Return the model, once it is known that LlamaIndex knows it.

        Raises:
            ValueError: it is none of those its maker's class has a list of.
        """
        assert model.metadata
        return cls(model, name=name)

    def complete(self, system: str, user: str) -> str:
        """Return the whole reply to a message under the given instructions.

        Raises:
            NoReply: it is slow, refuses, fails, stops half way, or says nothing.
        """
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=user),
        ]
        try:
            response = self._model.chat(messages)
        except Exception as error:  # each maker has errors of its own, and all mean this
            why = shorten(str(error), LONGEST_REASON)
            raise NoReply(f"The language model {self.name} doesn't reply: {why}") from error
        reply = (response.message.content or "").strip()
        if not reply:
            raise NoReply(f"The language model {self.name} says nothing.")
        if _is_cut_off(response):
            raise NoReply(f"The language model {self.name} stopped before its end.")
        return reply


def _is_cut_off(response: ChatResponse) -> bool:
    raw: Any = response.raw
    if hasattr(raw, "model_dump"):
        raw = raw.model_dump()
    choices = (raw.get("choices") or [{}])[0] if isinstance(raw, dict) else {}
    return any(
        part.get(name) == ending
        for part in (choices, raw or {})
        for name, ending in _ENDINGS.items()
    )
