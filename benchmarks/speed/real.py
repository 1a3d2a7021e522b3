"""Real articles and questions: RealTimeQA's where they stand beside the project, else the seeds."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.run import COLLECTIONS, Collection
from benchmarks.speed.place import Place
from index.article import Article
from index.reading import find, read
from index.scorecard.questions import load_questions

_SEED = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the day on which it was asked, where that is known."""

    text: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """Articles and questions on them; ``articles`` are shuffled, so that any number is a sample."""

    name: str
    articles: Sequence[dict[str, str | None]]
    questions: Sequence[Asked]


def load(place: Place, *, seeds_only: bool = False) -> Source:
    """Return the best source that is on this machine; its cleaned articles are kept."""
    collection = _best(seeds_only)
    kept = place.folder("articles") / f"{collection.name}.jsonl"
    if not kept.exists():
        write_lines(kept, _shuffled(collection.articles))
    questions = [
        Asked(question.text, question.as_of)
        for path in collection.questions
        for question in load_questions(path)
    ]
    return Source(collection.name, list(read_lines(kept)), questions)


def _best(seeds_only: bool) -> Collection:
    by_name = {collection.name: collection for collection in COLLECTIONS}
    news = by_name["realtimeqa"]
    return by_name["seeds"] if seeds_only or news.missing else news


def _shuffled(location: Path) -> list[dict[str, str | None]]:
    found = (each for source in find([location]) for each in read(source))
    articles = [_shape(each) for each in found if isinstance(each, Article)]
    random.Random(_SEED).shuffle(articles)  # noqa: S311 (no secret)
    return articles


def _shape(article: Article) -> dict[str, str | None]:
    known = article.to_json()
    names = ("title", "publisher", "author", "published", "url")
    return {name: known[name] for name in names} | {"text": article.text}


def write_lines(path: Path, articles: Iterable[dict[str, str | None]]) -> None:
    """Write articles as JSON Lines, all or nothing."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    fresh.replace(path)


def read_lines(path: Path) -> Iterator[dict[str, str | None]]:
    """Yield the articles of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
