"""Lexical search over passages with tantivy."""

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self, cast

import tantivy

from index.answer import Filters
from index.article import Article, publisher_key
from index.collection import rebuild_command
from index.errors import IndexDamaged
from index.text.sentences import Span
from index.text.words import ANALYSER, analyser

# A headline stands with every passage of its article: at full weight it drowns the passage's own
# words: `make score` shows what another weight does.
_TITLE_BOOST = 0.5
_WRITER_MEMORY = 64_000_000  # bytes; tantivy's minimum is 15 MB a thread

_Clause = tuple[tantivy.Occur, tantivy.Query]


class LexicalWriter:
    """Writes a lexical index text by text; a class because they are numbered as they come."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True)
        index = tantivy.Index(_schema(), path=str(directory))
        index.register_tokenizer(ANALYSER, analyser())
        self._writer = index.writer(heap_size=_WRITER_MEMORY, num_threads=1)
        self._texts = 0

    def add(self, article: Article, spans: Iterable[Span]) -> None:
        """Write slices of an article's text."""
        for start, end in spans:
            self._writer.add_document(_document(self._texts, article, article.text[start:end]))
            self._texts += 1

    def commit(self) -> None:
        """Keep what was written; nothing can be added any more."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class Lexical:
    """The words of texts that are known by number, searchable with BM25."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._searcher = index.searcher()

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open for reading.

        Raises:
            IndexDamaged: the files can't be read.
        """
        try:
            index = tantivy.Index.open(str(directory))
        except ValueError as error:
            raise IndexDamaged(
                f"The lexical index in {directory} can't be read ({error}): "
                f"run {rebuild_command(directory, '--full')}."
            ) from error
        index.register_tokenizer(ANALYSER, analyser())
        return cls(index)

    def best(
        self,
        words: Sequence[str],
        limit: int,
        *,
        filters: Filters,
        phrases: Iterable[Sequence[str]] = (),
        among: Sequence["Lexical"] = (),
    ) -> dict[int, float]:
        """Return the BM25 score of the ``limit`` best texts by number, best first.

        ``phrases`` are runs of terms that count once more where they stand as they are. The scores
        can be compared with those of the other indexes that it is ``among``.
        """
        schema = self._index.schema
        clauses = list(self._clauses(words, phrases, among))
        scored = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, scored), *_restrictions(schema, filters)]
        )
        hits = self._searcher.search(query, limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return {cast(int, n): score for n, (score, _) in zip(numbers, hits, strict=True)}

    def count(self) -> int:
        """Return the number of texts."""
        return int(self._searcher.num_docs)

    def frequency(self, word: str, *, field: str = "text") -> int:
        """Return in how many texts, or their titles, a word stands."""
        return int(self._searcher.doc_freq(field, word))

    def _clauses(
        self,
        words: Sequence[str],
        phrases: Iterable[Sequence[str]],
        among: Sequence["Lexical"],
    ) -> Iterator[tantivy.Query]:
        """Yield what a text may match, each worth what it is worth in all of ``among``.

        tantivy weighs a word by its inverse document frequency in this index alone. In an index of
        few texts no word is rare: beside a big one, what answers best would score next to nothing.
        Weighed by the frequency in all of them, a text scores as it would in one index of all but
        for the texts' mean length, and passages are cut to one length anyway.
        """
        schema, query = self._index.schema, tantivy.Query
        for word in dict.fromkeys(words):
            for field, boost in (("text", 1.0), ("title", _TITLE_BOOST)):
                worth = boost * self._correction(field, [word], among)
                yield query.boost_query(query.term_query(schema, field, word), worth)
        for phrase in phrases:
            worth = self._correction("text", phrase, among)
            yield query.boost_query(query.phrase_query(schema, "text", list(phrase)), worth)

    def _correction(self, field: str, words: Sequence[str], among: Sequence["Lexical"]) -> float:
        """Return what words weigh in all indexes by what in this one; a phrase's are summed up."""
        if len(among) < 2:
            return 1.0
        everywhere = math.fsum(_rarity(field, word, among) for word in words)
        return everywhere / math.fsum(_rarity(field, word, [self]) for word in words)


def _rarity(field: str, word: str, indexes: Sequence[Lexical]) -> float:
    """Return a word's inverse document frequency in the indexes taken as one, as tantivy has it."""
    total = sum(index.count() for index in indexes)
    frequency = sum(index.frequency(word, field=field) for index in indexes)
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("title", tokenizer_name=ANALYSER)
    builder.add_text_field("text", tokenizer_name=ANALYSER)
    builder.add_text_field("publisher", tokenizer_name="raw")
    builder.add_integer_field("earliest", fast=True, indexed=True)
    builder.add_integer_field("latest", fast=True, indexed=True)
    return builder.build()


def _document(number: int, article: Article, text: str) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("number", number)
    document.add_text("title", article.headline)
    document.add_text("text", text)
    if article.publisher:
        document.add_text("publisher", publisher_key(article.publisher))
    if article.published:
        document.add_integer("earliest", article.published.earliest.toordinal())
        document.add_integer("latest", article.published.latest.toordinal())
    return document


def _restrictions(schema: tantivy.Schema, filters: Filters) -> list[_Clause]:
    """Return what `Filters.admits` asks for, in tantivy's terms."""

    def between(field: str, first: int | None, last: int | None) -> tantivy.Query:
        return tantivy.Query.range_query(schema, field, tantivy.FieldType.Integer, first, last)

    clauses: list[_Clause] = []
    if filters.as_of:
        later = between("earliest", filters.as_of.toordinal() + 1, None)
        clauses.append((tantivy.Occur.MustNot, later))
    if filters.since:
        clauses.append((tantivy.Occur.Must, between("latest", filters.since.toordinal(), None)))
    if filters.until:
        clauses.append((tantivy.Occur.Must, between("earliest", None, filters.until.toordinal())))
    if filters.publisher:
        publisher = tantivy.Query.term_query(schema, "publisher", publisher_key(filters.publisher))
        clauses.append((tantivy.Occur.Must, publisher))
    return clauses
