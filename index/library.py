"""The front door: everything a front end may ask of the articles and their index."""

import asyncio
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Self

from index.answer import Answer, Filters, RankedPassage, SearchResult
from index.answering.claim import check_claim
from index.answering.prose import OnDraft
from index.answering.timeline import as_question, tell_timeline
from index.article import Article, Reference
from index.asking import answer_question
from index.collection import Collection
from index.conversation import Conversation
from index.embedding import CachedEmbedder, Embedder
from index.equipment import Equipment
from index.errors import (
    CollectionError,
    ConfigurationError,
    EmbedderMismatch,
    IndexMirrored,
    IndexMissing,
    TooManyOpenFiles,
)
from index.finding import find_candidates
from index.handles import FOR_AN_EVENT_LOOP, handles_are_used_up
from index.language_model import LanguageModel
from index.question import Question
from index.reranking import Reranker
from index.retrieval import Candidate, spread
from index.running import Run, run_here
from index.scope import Scope
from index.settings import Settings
from index.status import Status
from index.store.generations import Generations, Undone
from index.store.view import View
from index.timeline import Timeline
from index.verdict import CheckedClaim

if TYPE_CHECKING:
    from index.adding import Addition
    from index.plan import Preview
    from index.progress import OnProgress
    from index.rebuild import Rebuild, RebuildReport

_log = logging.getLogger(__name__)


class Library:
    """The articles that somebody may see, and their index; one object serves any number of threads.

    Those are the shared articles, of ARTICLES_DIR, and with a ``collection`` those that belong to
    it. Who sees what is decided in `view` alone: everything that reads, reads through it.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        equipment: Equipment | None = None,
        collection: Collection | None = None,
    ) -> None:
        self.settings = settings
        self.collection = collection
        self._equipment = equipment or Equipment(settings)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open a library; nothing is read until something is asked.

        Raises:
            ConfigurationError: nothing can be written to DATA_DIR, and there is no index in it.
        """
        library = cls(settings)
        if not library.is_built:
            library.require_writable()
        return library

    def require_writable(self) -> None:
        """See that DATA_DIR can be written to.

        Raises:
            ConfigurationError: it can't.
        """
        data = self.settings.data
        try:
            data.mkdir(parents=True, exist_ok=True)
            TemporaryFile(dir=data).close()
        except OSError as error:
            raise ConfigurationError(
                f"DATA_DIR is {data}, where nothing can be written ({error.strerror}): "
                "set it to another folder."
            ) from error

    def of(self, collection_id: str | None) -> Self:
        """Return the library as one server has it, with its own articles; None: without any.

        It shares what this one keeps open, so that it costs nothing to make one for a question.

        Raises:
            CollectionError: the id is none.
        """
        collection = (
            None
            if collection_id is None
            else Collection.named(collection_id, data=self.settings.data)
        )
        return type(self)(self.settings, equipment=self._equipment, collection=collection)

    @property
    def embedder(self) -> Embedder:
        """The embedding model that EMBEDDINGS names."""
        return self._equipment.embedder

    @property
    def _cached_embedder(self) -> Embedder:
        return CachedEmbedder(self.embedder, self.settings.data / "embeddings.sqlite")

    @property
    def reranker(self) -> Reranker | None:
        """The cross-encoder that RERANKER names, if it names one."""
        return self._equipment.reranker

    @property
    def language_model(self) -> LanguageModel | None:
        """The language model that LANGUAGE_MODEL names, if it names one."""
        return self._equipment.language_model

    def warm_up(self) -> None:
        """Begin to load what the first question needs, and return at once."""
        self._equipment.warm_up()

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
        return await answer_question(
            self,
            question,
            filters=filters,
            question_id=question_id,
            conversation=conversation,
            run=run,
            on_draft=on_draft,
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
        if handles_are_used_up(FOR_AN_EVENT_LOOP):
            raise TooManyOpenFiles  # a loop that can't be made complains in words of its own
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
        with self.view() as view:
            candidates, scope = self.candidates(view, understood, filters)
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
        with self.view() as view:
            candidates, scope = self.candidates(view, understood, filters)
            timeline = tell_timeline(
                understood, candidates, view, topic=topic, embedder=self.embedder
            )
        return replace(timeline, notices=scope.notices, seconds=time.perf_counter() - began)

    def check_claim(self, claim: str, *, filters: Filters | None = None) -> CheckedClaim:
        """Return what the articles say of each statement in a claim; raises what `search` raises.

        Raises:
            QuestionError: nothing in it can be checked.
        """
        began = time.perf_counter()
        with self.view() as view:

            def find(statement: str) -> list[Candidate]:
                return self.candidates(view, Question.understand(statement), filters)[0]

            checked = check_claim(claim, find, view, embedder=self.embedder)
        return replace(checked, seconds=time.perf_counter() - began)

    def articles(self) -> list[Reference]:
        """Return everything that is indexed, by path."""
        with self.view() as view:
            return view.references()

    def article(self, article_id: str) -> Article | None:
        """Return one article with its whole cleaned text."""
        with self.view() as view:
            return view.article(article_id)

    def own_articles(self) -> list[Reference]:
        """Return what of that is the collection's own, by path."""
        if not self.collection:
            return []
        try:
            with self._equipment.lender.lend([self.collection.folder]) as own:
                return own.references()
        except IndexMissing:
            return []

    def publishers(self) -> list[str]:
        """Return the publishers of the indexed articles, the most frequent first."""
        with self.view() as view:
            return view.publishers()

    def locations(self) -> list[Path]:
        """Return the files and folders that were indexed, as absolute paths."""
        with self.view() as view:
            return [Path(place) for manifest in view.manifests for place in manifest.locations]

    def status(self) -> Status:
        """Tell what is indexed, with what, and how fresh it is."""
        with self.view() as view:
            dates = [a.published for a in view.references() if a.published]
            newest = max(view.manifests, key=lambda manifest: manifest.built)
            return Status(
                articles=view.article_count,
                passages=view.passage_count,
                generation=" + ".join(manifest.name for manifest in view.manifests),
                built=datetime.fromisoformat(newest.built),
                embedder=newest.embedder,
                store=newest.chroma_url or "embedded Chroma",
                newest=str(max(dates)) if dates else None,
            )

    def check(self) -> None:
        """See that the index of the shared articles is there, and its files as they were written.

        Raises:
            IndexMissing, IndexDamaged: they aren't.
        """
        Generations(self.settings.data).check()

    def is_of_now(self) -> bool:
        """Whether this Footnote would make the index as it is, with the embedder that is set.

        That is the collection's, or without one everyone's. Another version's may not even be read.
        """
        folder = self._folders[-1]
        return Generations(folder).is_of_now(embedder=lambda: self.embedder.name)

    @property
    def is_built(self) -> bool:
        """Whether there is an index to answer from."""
        return any(Generations(folder).exist for folder in self._folders)

    def rebuild(
        self, *, full: bool = False, on_progress: "OnProgress | None" = None
    ) -> "RebuildReport":
        """Bring the index in line with the articles; answers go on from the old one meanwhile.

        With a collection that is the index of its own articles, else that of the shared ones. Where
        the index follows another machine's, what is there is fetched, and nothing made.

        Raises:
            RebuildRunning: another process is at it.
            ConfigurationError: there is nothing to index, or nowhere to write it.
            CollectionError: nothing was ever added to the collection.
            IndexUnreachable: the machine to follow doesn't answer.
        """
        self.require_writable()
        if self.settings.index_url:
            return self._follow(self.settings.index_url, on_progress)
        return self._new_rebuild(on_progress).run(full=full)

    def _follow(self, url: str, on_progress: "OnProgress | None") -> "RebuildReport":
        from index.mirroring import Mirror
        from index.store.source import Source

        with closing(Source(url)) as source:
            mirror = Mirror(
                source,
                self.settings.data,
                self.collection,
                on_progress=on_progress or (lambda _: None),
                chroma_key=self.settings.chroma_key,
            )
            return mirror.report()

    def preview_rebuild(self, *, on_progress: "OnProgress | None" = None) -> "Preview":
        """Tell what `rebuild` would do, and write nothing of it; raises what that raises.

        Raises:
            IndexMirrored: the index follows another machine's.
        """
        self.require_own_index()
        return self._new_rebuild(on_progress).preview()

    def _new_rebuild(self, on_progress: "OnProgress | None") -> "Rebuild":
        # Answering needs none of the libraries that read articles.
        from index.reading import find
        from index.rebuild import Rebuild

        own = self._existing_collection() if self.collection else None
        locations = (own.articles,) if own else self.settings.articles
        find(locations)  # tells what is missing before a model is loaded or fetched
        return Rebuild(
            locations=locations,
            data=own.folder if own else self.settings.data,
            chroma_url=self.settings.chroma_place,
            chroma_key=self.settings.chroma_key,
            embedder=self._cached_embedder,
            on_progress=on_progress or (lambda _: None),
            collection=own.id if own else None,
        )

    def undo_rebuild(self) -> Undone:
        """Answer from the generation before the current one again, for what `rebuild` rebuilds.

        Raises:
            RebuildRunning, NothingToUndo, IndexMissing, StoreUnreachable: it can't be done.
            CollectionError: nothing was ever added to the collection.
            IndexMirrored: the index follows another machine's.
        """
        self.require_own_index()
        self.require_writable()
        own = self._existing_collection() if self.collection else None
        data = own.folder if own else self.settings.data
        generations = Generations(data, chroma_key=self.settings.chroma_key)
        return generations.undo(embedder=self.embedder.name)

    def add(self, name: str, content: bytes, *, replaces: bool = False) -> "Addition":
        """Keep a file in the collection; `index.adding.add` tells more. A rebuild indexes it.

        Raises:
            ArticleError: no article can be read from it, or it is too large; nothing is kept.
            IndexMirrored: the index follows another machine's.
        """
        from index.adding import add

        self.require_own_index()
        assert self.collection, "only a collection's own articles are added"
        return add(self.collection, name, content, replaces=replaces)

    def remove(self, article_id: str) -> Reference:
        """Delete one of the collection's own articles and return it; a rebuild forgets it.

        Raises:
            CollectionError: it is everyone's, or there is none of this id.
            IndexMirrored: the index follows another machine's.
        """
        from index.adding import remove

        self.require_own_index()
        own = next((each for each in self.own_articles() if each.id == article_id), None)
        if own is None:
            raise CollectionError(self._why_not_removable(article_id))
        assert self.collection
        remove(self.collection, own)
        return own

    def destroy_collection(self) -> bool:
        """Delete the collection's articles and their index; tell whether there were any.

        Raises:
            RebuildRunning: another process is at it.
            StoreUnreachable: the Chroma server, where a part of it is, doesn't answer.
        """
        assert self.collection, "everyone's articles are not ours to delete"
        folder = self.collection.folder
        if not folder.exists():
            return False
        self._equipment.lender.forget(folder)
        Generations(folder, chroma_key=self.settings.chroma_key).destroy()
        return True

    def require_own_index(self) -> None:
        """See that the index is this machine's to change.

        Raises:
            IndexMirrored: it follows another machine's.
        """
        if self.settings.index_url:
            raise IndexMirrored

    def close(self) -> None:
        """Release the index, for everyone that it is shared with."""
        self._equipment.lender.close()

    def candidates(
        self, view: View, question: Question, filters: Filters | None
    ) -> tuple[list[Candidate], Scope]:
        """Return the passages that may answer, best first, and where they were looked for."""
        self._check_embedder(view)
        return find_candidates(
            view,
            question,
            filters or Filters(),
            embedder=self.embedder,
            cached=self._cached_embedder,
            reranker=self.reranker,
        )

    def _check_embedder(self, view: View) -> None:
        for manifest in view.manifests:
            if manifest.passages and manifest.embedder != self.embedder.name:
                raise EmbedderMismatch(
                    f"The index was made with the embedder {manifest.embedder}, but EMBEDDINGS "
                    f"now means {self.embedder.name}: run {self._rebuilding}, or set it back if "
                    "it was changed."
                )

    def _existing_collection(self) -> Collection | None:
        if self.collection and not self.collection.exists:
            raise CollectionError(
                f"There is no collection {self.collection.id}: nothing was added to it."
            )
        return self.collection

    def _why_not_removable(self, article_id: str) -> str:
        if self.article(article_id) is None:
            return f"There is no article {article_id}."
        places = ", ".join(map(str, self.settings.articles))
        return (
            f"The article {article_id} is everyone's: its file is in ARTICLES_DIR ({places}), and "
            "who runs Footnote can remove it there."
        )

    @property
    def _rebuilding(self) -> str:
        """What brings every index of the view in line, as it is typed."""
        if self.collection is None:
            return "`footnote rebuild`"
        return f"`footnote rebuild` and `footnote rebuild --collection {self.collection.id}`"

    @contextmanager
    def view(self) -> Iterator[View]:
        """Lend everything that may be seen, as it is indexed now, for the whole of a question."""
        with self._equipment.lender.lend(self._folders) as view:
            yield view

    @property
    def _folders(self) -> Sequence[Path]:
        """Where the indexes are that make up the view: everyone's, then the collection's own."""
        own = [self.collection.folder] if self.collection else []
        return [self.settings.data, *own]
