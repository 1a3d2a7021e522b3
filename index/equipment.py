"""What is opened once and serves every question: the models, and the generations."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property

from index.embedding import Embedder, load_embedder
from index.language_model import LanguageModel, load_language_model
from index.reranking import Reranker, load_reranker
from index.settings import Settings, environment
from index.store.lending import Lender
from index.store.vectors import import_chroma


class Equipment:
    """The models that the settings name, each loaded when it is first needed, and the lender.

    A class because `Library` objects of many servers share it.
    """

    def __init__(self, settings: Settings) -> None:
        self.lender = Lender(chroma_key=settings.chroma_key)
        self._settings = settings
        self._models = settings.data / "models"
        self._coming_embedder: Future[Embedder] | None = None

    def warm_up(self) -> None:
        """Begin to load what every question needs, beside whatever the caller does meanwhile."""
        threads = ThreadPoolExecutor(2)
        self._coming_embedder = threads.submit(self._load_embedder)
        threads.submit(import_chroma)
        threads.shutdown(wait=False)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model that EMBEDDINGS names."""
        return self._coming_embedder.result() if self._coming_embedder else self._load_embedder()

    @cached_property
    def reranker(self) -> Reranker | None:
        """The cross-encoder that RERANKER names, if it names one."""
        return load_reranker(self._settings.reranker, cache_dir=self._models)

    @cached_property
    def language_model(self) -> LanguageModel | None:
        """The language model that LANGUAGE_MODEL names, if it names one."""
        return load_language_model(self._settings, environment())

    def _load_embedder(self) -> Embedder:
        return load_embedder(
            self._settings.embeddings, cache_dir=self._models, environment=environment()
        )
