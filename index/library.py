"""The front door: everything a front end may ask of the articles and their index."""

import asyncio
import logging
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Self

from index.answer import Answer, Citation, Filters, RankedPassage, SearchResult
from index.answering.claim import check_claim
from index.answering.conflicts import find_conflicts
from index.answering.freshness import freshness_notices
from index.answering.prose import IN_QUOTES, OFFERED, Offer, OnDraft, answer_in_prose
from index.answering.quotes import answer_in_quotes
from index.answering.speakers import answer_who_said
from index.answering.timeline import as_question, tell_timeline
from index.article import Article, Reference
from index.conversation import Conversation
from index.embedding import CachedEmbedder, Embedder, load_embedder
from index.errors import ConfigurationError, EmbedderMismatch, IndexMissing, NoReply
from index.follow_ups.inquiry import Inquiry, understand
from index.follow_ups.rewriting import rewritten
from index.language_model import LanguageModel, load_language_model
from index.question import Question
from index.reranking import Reranker, load_reranker, rerank
from index.retrieval import Candidate, retrieve, spread
from index.running import Run, run_here
from index.scope import Scope, understand_scope
from index.settings import Settings, environment
from index.store.generation import Generation, Generations
from index.store.seal import check_seal
from index.timeline import Timeline
from index.verdict import CheckedClaim

if TYPE_CHECKING:
    from index.rebuild import OnProgress, RebuildReport

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is indexed, with what, and how fresh it is; ``built`` is UTC."""

    articles: int
    passages: int
    generation: str
    built: datetime
    embedder: str
    store: str
    newest: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return asdict(self) | {"built": self.built.isoformat()}


class Library:
    """A collection of articles and its index; one object serves any number of threads.

    A class because it keeps open what every question needs: the embedding model and the current
    generation. When another process has switched to a new generation, the next question uses it,
    and the old one is closed when the last question that began on it is done.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._generations = Generations(settings.data)
        self._lock = threading.Lock()
        self._open: _Shared | None = None

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open a library; nothing is read until something is asked.

        Raises:
            ConfigurationError: nothing can be written to DATA_DIR.
        """
        try:
            settings.data.mkdir(parents=True, exist_ok=True)
            TemporaryFile(dir=settings.data).close()
        except OSError as error:
            raise ConfigurationError(
                f"DATA_DIR is {settings.data}, where nothing can be written ({error.strerror}): "
                "set it to another folder."
            ) from error
        return cls(settings)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model that EMBEDDINGS names."""
        return load_embedder(
            self.settings.embeddings,
            cache_dir=self.settings.data / "models",
            environment=environment(),
        )

    @cached_property
    def reranker(self) -> Reranker | None:
        """The cross-encoder that RERANKER names, if it names one."""
        return load_reranker(self.settings.reranker, cache_dir=self.settings.data / "models")

    @cached_property
    def language_model(self) -> LanguageModel | None:
        """The language model that LANGUAGE_MODEL names, if it names one."""
        return load_language_model(self.settings, environment())

    async def answer(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        question_id: str | None = None,
        conversation: Conversation = Conversation(),
        run: Run = asyncio.to_thread,
        on_draft: OnDraft | None = None,
    ) -> Answer:
        """Answer a question from the articles, or say that they don't.

        Args:
            question: What was typed.
            filters: What the answer may be drawn from.
            question_id: What the asker calls the question.
            conversation: What was asked and answered before, for a question that leans on it.
            run: Takes work that needs a core; waiting for a language model is left out of it.
            on_draft: Told of the answer so far while a language model writes it.

        Raises:
            QuestionError: the question is empty or too long.
            IndexMissing: nothing has been indexed yet.
            IndexDamaged, EmbedderMismatch, StoreUnreachable: the index can't be used.
            ConfigurationError: LANGUAGE_MODEL names what can't be had.
        """
        began = time.perf_counter()
        inquiry = await self._understand(question, conversation, run)
        found = await run(self._find, inquiry, filters)
        draft = await self._in_prose(found, run, on_draft)
        leans = inquiry.question != question
        return replace(
            draft,
            id=uuid.uuid4().hex[:12],
            question=" ".join(question.split()),
            question_id=question_id,
            understood_as=inquiry.question if leans else None,
            conflicts=find_conflicts(draft.citations),
            notices=(
                *([f"Understood as: “{inquiry.question}”"] if leans else []),
                *found.scope.notices,
                *draft.notices,
                *freshness_notices(draft.citations, found.scope),
            ),
            seconds=time.perf_counter() - began,
        )

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        question_id: str | None = None,
        conversation: Conversation = Conversation(),
        on_draft: OnDraft | None = None,
    ) -> Answer:
        """Return what `answer` does, to who has no event loop and waits for it."""
        return asyncio.run(
            self.answer(
                question,
                filters=filters,
                question_id=question_id,
                conversation=conversation,
                run=run_here,
                on_draft=on_draft,
            )
        )

    def search(
        self,
        question: str,
        *,
        limit: int = 10,
        filters: Filters | None = None,
        question_id: str | None = None,
    ) -> SearchResult:
        """Return the ``limit`` best passages for a question; raises what `ask` raises."""
        began = time.perf_counter()
        understood = Question.understand(question)
        with self.generation() as generation:
            candidates, scope = self.candidates(generation, understood, filters)
        passages = tuple(
            RankedPassage(rank, score, candidate.passage)
            for rank, (score, candidate) in enumerate(spread(candidates, limit), start=1)
        )
        return SearchResult(
            question=question,
            question_id=question_id,
            passages=passages,
            notices=scope.notices,
            seconds=time.perf_counter() - began,
        )

    def timeline(self, topic: str, *, filters: Filters | None = None) -> Timeline:
        """Return the dated statements on a topic, oldest first; raises what `search` raises."""
        began = time.perf_counter()
        understood = Question.understand(as_question(topic))
        with self.generation() as generation:
            candidates, scope = self.candidates(generation, understood, filters)
            timeline = tell_timeline(
                understood, candidates, generation, topic=topic, embedder=self.embedder
            )
        return replace(timeline, notices=scope.notices, seconds=time.perf_counter() - began)

    def check_claim(self, claim: str, *, filters: Filters | None = None) -> CheckedClaim:
        """Return what the articles say of each statement in a claim; raises what `search` raises.

        Raises:
            QuestionError: nothing in it can be checked.
        """
        began = time.perf_counter()
        with self.generation() as generation:

            def find(statement: str) -> list[Candidate]:
                return self.candidates(generation, Question.understand(statement), filters)[0]

            checked = check_claim(claim, find, generation, embedder=self.embedder)
        return replace(checked, seconds=time.perf_counter() - began)

    def articles(self) -> list[Reference]:
        """Return everything that is indexed, by path."""
        with self.generation() as generation:
            return generation.catalogue.references()

    def article(self, article_id: str) -> Article | None:
        """Return one article with its whole cleaned text."""
        with self.generation() as generation:
            return generation.catalogue.article(article_id)

    def publishers(self) -> list[str]:
        """Return the publishers of the indexed articles, the most frequent first."""
        with self.generation() as generation:
            return generation.catalogue.publishers()

    def locations(self) -> list[Path]:
        """Return the files and folders that were indexed, as absolute paths."""
        with self.generation() as generation:
            return [Path(location) for location in generation.manifest.locations]

    def status(self) -> Status:
        """Tell what is indexed, with what, and how fresh it is."""
        with self.generation() as generation:
            manifest = generation.manifest
            dates = [a.published for a in generation.catalogue.references() if a.published]
        return Status(
            articles=manifest.articles,
            passages=manifest.passages,
            generation=manifest.name,
            built=datetime.fromisoformat(manifest.built),
            embedder=manifest.embedder,
            store=manifest.chroma_url or "embedded Chroma",
            newest=str(max(dates)) if dates else None,
        )

    def check(self) -> None:
        """See that the index is there, and its files as they were written.

        Raises:
            IndexMissing, IndexDamaged: they aren't.
        """
        check_seal(self._generations.current())

    @property
    def is_built(self) -> bool:
        """Whether there is an index to answer from."""
        try:
            self._generations.current()
        except IndexMissing:
            return False
        return True

    def rebuild(
        self, *, full: bool = False, on_progress: "OnProgress | None" = None
    ) -> "RebuildReport":
        """Bring the index in line with the articles; answers go on from the old one meanwhile.

        Raises:
            RebuildRunning: another process is at it.
            ConfigurationError: there is nothing to index.
        """
        # Answering needs none of the libraries that read articles.
        from index.reading import find
        from index.rebuild import Rebuild

        find(self.settings.articles)  # tells what is missing before a model is loaded or fetched
        cached = CachedEmbedder(self.embedder, self.settings.data / "embeddings.sqlite")
        return Rebuild(
            locations=self.settings.articles,
            data=self.settings.data,
            chroma_url=self.settings.chroma_url,
            embedder=cached,
            on_progress=on_progress or (lambda _: None),
        ).run(full=full)

    def close(self) -> None:
        """Release the index."""
        with self._lock:
            if self._open:
                self._open.retire()
                self._open = None

    def candidates(
        self, generation: Generation, question: Question, filters: Filters | None
    ) -> tuple[list[Candidate], Scope]:
        """Return the passages that may answer, best first, and where they were looked for."""
        if generation.manifest.embedder != self.embedder.name:
            raise EmbedderMismatch(
                f"The index was made with the embedder {generation.manifest.embedder}, but "
                f"EMBEDDINGS now means {self.embedder.name}: set it back, or run "
                "`footnote rebuild`."
            )
        scope = understand_scope(
            question.text,
            filters or Filters(),
            publishers=generation.catalogue.publishers(),
            today=date.today(),
        )
        [vector] = self.embedder.embed([question.text])
        for attempt in (scope, *scope.relaxed()):
            candidates = retrieve(generation, question, vector, scope=attempt)
            if candidates:
                break
        if self.reranker:
            candidates = rerank(candidates, question.text, self.reranker)
        return candidates, attempt

    async def _understand(self, question: str, conversation: Conversation, run: Run) -> Inquiry:
        """Return what is asked in the light of the conversation."""
        by_rules = understand(question, conversation)
        if by_rules.question == question or by_rules.already or by_rules.quoted:
            return by_rules
        model = await run(self._load_language_model)
        by_model = await rewritten(question, conversation, model) if model else None
        return Inquiry(question=by_model) if by_model else by_rules

    def _load_language_model(self) -> LanguageModel | None:
        return self.language_model

    def _find(self, inquiry: Inquiry, filters: Filters | None) -> "_Found":
        """Return the answer in quotes, and what a language model needs to word another."""
        question = Question.understand(inquiry.question)
        with self.generation() as generation:
            candidates, scope = self.candidates(generation, question, filters)
            if inquiry.quoted:
                article_of = generation.catalogue.article
                return _Found(answer_who_said(question.text, inquiry.quoted, article_of), scope)
            quotes = answer_in_quotes(
                question,
                candidates,
                generation,
                embedder=self.embedder,
                already=inquiry.already,
            )
            offers = self._offers(candidates, generation, already=inquiry.already)
        return _Found(quotes, scope, tuple(offers))

    def _offers(
        self,
        candidates: list[Candidate],
        generation: Generation,
        *,
        already: Sequence[Citation],
    ) -> list[Offer]:
        """Return what a language model is shown: the best passages that nothing was cited from."""
        if not self.language_model:
            return []
        best = (candidate.passage for _, candidate in spread(candidates, OFFERED))
        return [
            Offer(passage, article)
            for passage in best
            if not any(quote.is_from(passage) for quote in already)
            and (article := generation.catalogue.article(passage.article.id))
        ]

    async def _in_prose(self, found: "_Found", run: Run, on_draft: OnDraft | None) -> Answer:
        """Return the language model's answer, or the quotes with a notice if it has none."""
        if not (self.language_model and found.offers):
            return found.quotes
        try:
            return await answer_in_prose(
                found.quotes,
                found.offers,
                model=self.language_model,
                embedder=self.embedder,
                asked=found.scope.asked,
                run=run,
                on_draft=on_draft,
            )
        except NoReply as error:
            _log.warning("%s", error)
            return replace(found.quotes, notices=(*found.quotes.notices, IN_QUOTES))

    @contextmanager
    def generation(self) -> Iterator[Generation]:
        """Lend the current generation for one question."""
        with self._lock:
            directory = self._generations.current()
            if self._open is None or self._open.generation.manifest.name != directory.name:
                fresh = _Shared(Generation.open(directory))
                if self._open:
                    self._open.retire()
                self._open = fresh
            shared = self._open
            shared.users += 1
        try:
            yield shared.generation
        finally:
            with self._lock:
                shared.users -= 1
                shared.close_if_unused()


@dataclass(frozen=True, slots=True)
class _Found:
    """What the index has on a question; nothing is offered where no language model is set."""

    quotes: Answer
    scope: Scope
    offers: tuple[Offer, ...] = ()


@dataclass(slots=True)
class _Shared:
    """A generation lent to questions, closed when it is retired and the last one is done."""

    generation: Generation
    users: int = 0
    retired: bool = False

    def retire(self) -> None:
        self.retired = True
        self.close_if_unused()

    def close_if_unused(self) -> None:
        if self.retired and not self.users:
            self.generation.close()
