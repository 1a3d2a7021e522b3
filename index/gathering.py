"""What there is to index: every article in the files, read only where that isn't known already."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.article import Article
from index.errors import ArticleError
from index.reading import Apart, SourceFile, read_drafts
from index.reading.draft import Draft, finish
from index.reading.known import KnownFile, Outcome, Sighting, Stamp, content_sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The articles by id, in the order of their files.

    ``known`` is what is to be known of the files next time.
    """

    articles: Mapping[str, Sighting]
    failed: tuple[ArticleError, ...]
    known: Mapping[str, KnownFile]


def gather(
    sources: Sequence[SourceFile],
    *,
    known: Mapping[str, KnownFile],
    stored: Mapping[str, str],
    on_count: Callable[[int], None] = lambda _: None,
    on_read: Callable[[Article, str], None] = lambda _article, _fingerprint: None,
) -> Gathered:
    """Return what the files hold.

    Args:
        sources: The files, in order: of articles with one id the first counts.
        known: What they held before, by name.
        stored: The fingerprints, by id, of articles that needn't be read because they are at hand.
        on_count: Told how many articles and failures there are so far.
        on_read: Given each article that counts and had to be read, with its fingerprint, before
            the next one is read.
    """
    with Apart() as apart:
        gathering = _Gathering(known, stored, on_count, on_read, apart)
        for source in sources:
            gathering.take(source)
    return gathering.result()


def fingerprint(article: Article) -> str:
    """Return a hash of everything that is stored of an article."""
    content = json.dumps([article.to_json(), article.text], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


class _Gathering:
    """Gathering under way; a class because which article counts depends on all those before."""

    def __init__(
        self,
        known: Mapping[str, KnownFile],
        stored: Mapping[str, str],
        on_count: Callable[[int], None],
        on_read: Callable[[Article, str], None],
        apart: Apart,
    ) -> None:
        self._apart = apart
        self._known = known
        self._stored = stored
        self._on_count = on_count
        self._on_read = on_read
        self._articles: dict[str, Sighting] = {}
        self._failed: list[ArticleError] = []
        self._next: dict[str, KnownFile] = {}

    def take(self, source: SourceFile) -> None:
        """Take in one file, from what is known of it or by reading it."""
        before = self._known.get(source.name)
        if source.flaw:
            self._failed.append(ArticleError(source.name, source.flaw))
            self._tell()
        elif before and self._is_at_hand(before.outcomes) and (same := _if_same(before, source)):
            self._next[source.name] = same
            for outcome in same.outcomes:
                self._count(outcome, None)
            self._tell()
        else:
            self._read_file(source, before.outcomes if before else ())

    def result(self) -> Gathered:
        """Return what there is."""
        return Gathered(
            articles=self._articles,
            failed=tuple(self._failed),
            known=self._next,
        )

    def _read_file(self, source: SourceFile, before: Sequence[Outcome]) -> None:
        """Read a file, and clean of it what wasn't in it before."""
        drafts = {outcome.draft: outcome for outcome in before if outcome.draft}
        looked, stamp, content = time.time_ns(), _stamp(source), content_sha256(source.path)
        outcomes = []
        try:
            for draft in read_drafts(source, apart=self._apart):
                outcome, article = self._outcome(draft, drafts)
                outcomes.append(outcome)
                self._count(outcome, article)
                self._tell()
        except ArticleError as error:  # whatever it was may have passed by the next time
            self._failed.append(error)
            self._tell()
            return
        if stamp and content and stamp == _stamp(source):
            self._next[source.name] = KnownFile(
                stamp=stamp, looked=looked, sha256=content, outcomes=tuple(outcomes)
            )

    def _outcome(
        self, draft: Draft | ArticleError, before: Mapping[str, Outcome]
    ) -> tuple[Outcome, Article | None]:
        """Return what comes of a draft, and its article unless that is at hand."""
        if isinstance(draft, ArticleError):
            return Outcome(draft="", article=None, failures=((draft.path, draft.reason),)), None
        known = before.get(draft.sha256)
        if known and self._is_at_hand([known]):
            return known, None
        items = list(finish(draft))
        article = next((item for item in items if isinstance(item, Article)), None)
        outcome = Outcome(
            draft=draft.sha256,
            article=_sighting(article) if article else None,
            failures=tuple(
                (item.path, item.reason) for item in items if isinstance(item, ArticleError)
            ),
        )
        return outcome, article

    def _is_at_hand(self, outcomes: Sequence[Outcome]) -> bool:
        """Tell whether of every article that will count the text is stored."""
        return all(
            self._stored.get(first.id) == first.fingerprint
            for first in _first_of_each(outcomes)
            if first.id not in self._articles
        )

    def _count(self, outcome: Outcome, article: Article | None) -> None:
        self._failed += outcome.errors
        if not outcome.article:
            return
        first = self._articles.setdefault(outcome.article.id, outcome.article)
        if first is not outcome.article:
            reason = f"the same address as {first.path}"
            self._failed.append(ArticleError(outcome.article.path, reason))
        elif article:
            self._on_read(article, first.fingerprint)

    def _tell(self) -> None:
        self._on_count(len(self._articles) + len(self._failed))


def _if_same(before: KnownFile, source: SourceFile) -> KnownFile | None:
    """Return what is known of a file, if that still is in it, with its stamp of now."""
    looked, stamp = time.time_ns(), _stamp(source)
    if stamp is None:
        return None
    if before.is_as_before(stamp):
        return before
    if content_sha256(source.path) != before.sha256:
        return None
    return replace(before, stamp=stamp, looked=looked)


def _stamp(source: SourceFile) -> Stamp | None:
    try:
        return Stamp.of(source.path)
    except OSError:
        return None


def _sighting(article: Article) -> Sighting:
    return Sighting(article.id, article.path, fingerprint(article))


def _first_of_each(outcomes: Sequence[Outcome]) -> Iterator[Sighting]:
    """Yield the first article of every id."""
    seen: set[str] = set()
    for outcome in outcomes:
        if outcome.article and outcome.article.id not in seen:
            seen.add(outcome.article.id)
            yield outcome.article
