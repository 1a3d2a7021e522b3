"""Synthetic articles: real sentences, put together anew with those of articles like theirs."""

import random
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from index.embedding import Embedder
from index.text.sentences import split_sentences

# What an article is mixed with is among so many whose titles mean the most like its own.
_LIKE = 8
# A run of sentences is of one article; a paragraph is a run.
_RUN = (2, 4)
_SHORTEST = 4  # words; anything shorter is a label rather than a sentence
_SEED = 2

_Article = Mapping[str, str | None]


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text that are worth recombining."""
    found = (text[start:end] for start, end in split_sentences(text))
    return [sentence for sentence in found if len(sentence.split()) >= _SHORTEST]


def recombine(articles: Sequence[_Article], embedder: Embedder) -> Iterator[dict[str, str | None]]:
    """Yield synthetic articles without end, each with a title that no real one has.

    Each has the length, publisher and date of a real one, and its sentences alternate, run by run,
    with those of an article that is like it.
    """
    chance = random.Random(_SEED)  # noqa: S311 (no secret)
    like = _neighbours(articles, embedder)
    sentences = [sentences_of(article["text"] or "") for article in articles]
    made = 0
    while True:
        for place in chance.sample(range(len(articles)), len(articles)):
            if len(sentences[place]) < _RUN[0]:
                continue
            other = chance.choice(like[place])
            made += 1
            yield {
                **articles[place],
                "title": f"{articles[place]['title']} – {articles[other]['title']} ({made})",
                "url": None,
                "text": _mixed(sentences[place], sentences[other], chance),
            }


def _neighbours(articles: Sequence[_Article], embedder: Embedder) -> list[list[int]]:
    """Return the places of the articles whose titles are nearest, for each article."""
    vectors = embedder.embed([article["title"] or "" for article in articles])
    wanted = min(_LIKE, len(articles) - 1)
    nearest = []
    for place, vector in enumerate(vectors):
        similarity = vectors @ vector
        similarity[place] = -1.0
        nearest.append(np.argsort(-similarity)[:wanted].tolist())
    return nearest


def _mixed(own: Sequence[str], other: Sequence[str], chance: random.Random) -> str:
    paragraphs: list[str] = []
    taken = 0
    while taken < len(own):
        size = chance.randint(*_RUN)
        turn = own if len(paragraphs) % 2 == 0 or not other else other
        first = chance.randrange(max(1, len(turn) - size))
        run = turn[first : first + size]
        paragraphs.append(" ".join(run))
        taken += len(run)
    return "\n\n".join(paragraphs)
