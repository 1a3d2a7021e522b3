"""Indexes of a wanted number of passages, real ones first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from benchmarks.speed.assembling import Assembling
from benchmarks.speed.place import Place
from benchmarks.speed.real import Source, read_lines, write_lines
from benchmarks.speed.recombination import recombine, sentences_of
from index.embedding import embedded_text
from index.library import Library
from index.text.splitting import split_passages

# So many of the real articles are recombined: about 200,000 sentences.
_RECOMBINED = 2_700
# How many real passages tell how far a passage's vector lies from the mean of its sentences'.
_SAMPLE = 500

_Article = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """An index of about ``size`` passages; ``real`` of its ``passages`` are real ones."""

    size: int
    passages: int
    real: int
    library: Library
    articles: Path

    @property
    def data(self) -> Path:
        """Where the index is kept."""
        return self.library.settings.data


def open_sizes(place: Place, source: Source, sizes: Sequence[int]) -> list[Sized]:
    """Return an index of each size, brought in line; the first time takes long."""
    return [_open(place, source, size) for size in sorted(sizes)]


def _open(place: Place, source: Source, size: int) -> Sized:
    name = f"{source.name}-{size}"
    path = place.folder("articles") / f"{name}.jsonl"
    if not path.exists():
        write_lines(path, _of_size(place, source, size))
    real_titles = {article["title"] for article in source.articles}
    articles = list(read_lines(path))
    real = [article for article in articles if article["title"] in real_titles]
    made = frozenset(str(each["title"]) for each in articles if each["title"] not in real_titles)
    sample = list(passages_of(source.articles, limit=_SAMPLE))
    embedder = Assembling(place.cached, synthetic=made, sample=sample) if made else place.cached
    library = place.library(name, path, embedder=embedder)
    library.rebuild()
    return Sized(
        size=size,
        passages=library.status().passages,
        real=sum(len(split_passages(article["text"] or "")) for article in real),
        library=place.library(name, path),
        articles=path,
    )


def _of_size(place: Place, source: Source, size: int) -> Iterator[_Article]:
    """Yield articles until they come to so many passages."""
    pool = source.articles[:_RECOMBINED]
    synthetic = recombine(pool, place.cached)
    passages = 0
    for article in chain(source.articles, synthetic):
        if passages >= size:
            return
        passages += len(split_passages(article["text"] or ""))
        yield article


def passages_of(articles: Sequence[_Article], *, limit: int | None = None) -> Iterator[str]:
    """Yield the passages of articles as they are embedded."""
    return islice(_passages(articles), limit)


def _passages(articles: Sequence[_Article]) -> Iterator[str]:
    for article in articles:
        text, title = article["text"] or "", article["title"]
        for start, end in split_passages(text):
            yield f"{title}\n{text[start:end]}" if title else text[start:end]


def texts_of(library: Library) -> Iterator[tuple[str, str]]:
    """Yield every passage of an index as it is embedded, with the id of its article."""
    for reference in library.articles():
        article = library.article(reference.id)
        assert article is not None, "the catalogue has what it lists"
        for start, end in split_passages(article.text):
            yield article.id, embedded_text(article, article.text[start:end])


def sentences(source: Source, limit: int) -> list[str]:
    """Return so many different sentences of the real articles, or all if they have fewer."""
    found = (s for article in source.articles for s in sentences_of(article["text"] or ""))
    return list(islice(dict.fromkeys(found), limit))
