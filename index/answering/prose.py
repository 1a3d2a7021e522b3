"""Answers in a language model's words, each sentence backed by the articles'."""

import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date

from index.answer import Answer, Sentence
from index.answering.prompts import INSTRUCTIONS, correction_prompt, question_prompt
from index.answering.quotes import SILENCE, citation
from index.answering.reply import Claim, claims_of, is_silent
from index.answering.support import Finding, check
from index.article import Article, Passage
from index.embedding import Embedder
from index.errors import NoReply
from index.language_model import LanguageModel
from index.running import Run
from index.text.sentences import Span

OnDraft = Callable[[Answer], None]

IN_QUOTES = "The language model gave no answer that holds; this one does without it."
# About 2,000 tokens, which small local models still read in seconds.
OFFERED = 8
# A letter, a digit, a letter, a digit: nothing an article could hold by chance, as [1] would be.
# Without l, o, 0 and 1, which models mix up.
_KEY = ("abcdefghjkmnpqrstuvwxyz", "23456789") * 2
# One to four sentences are wanted: who writes on and on isn't read to the end.
_MOST_SENTENCES = 8
_LONGEST_REPLY = 8_000  # characters


@dataclass(frozen=True, slots=True)
class Offer:
    """A passage that is shown to the model, and the article it is from."""

    passage: Passage
    article: Article


@dataclass(frozen=True, slots=True)
class _Reply:
    """What has been read of a reply, checked sentence by sentence."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def silent(self) -> bool:
        return is_silent(self.text)

    @property
    def borne_out(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.problem]

    @property
    def wrong(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Correspondence:
    """Whom is written to, about which passages, and with what the replies are checked."""

    model: LanguageModel
    passages: Mapping[str, Passage]
    embedder: Embedder
    run: Run

    async def reply_to(self, prompt: str, on_reply: Callable[[_Reply], None]) -> _Reply:
        """Return a reply; ``on_reply`` is told what came of it whenever a sentence is checked."""
        text: list[str] = []
        findings: dict[str, Finding] = {}
        async with aclosing(self.model.stream(INSTRUCTIONS, prompt)) as pieces:
            async for claim in claims_of(_read_into(text, pieces), known=self.passages.keys()):
                if claim.text in findings:
                    continue
                findings[claim.text] = await self.run(self._checked, claim)
                on_reply(_Reply("".join(text), tuple(findings.values())))
                if len(findings) == _MOST_SENTENCES:
                    break
        return _Reply("".join(text), tuple(findings.values()))

    def _checked(self, claim: Claim) -> Finding:
        return check(claim, self.passages, embedder=self.embedder)


async def _read_into(text: list[str], pieces: AsyncIterator[str]) -> AsyncIterator[str]:
    """Yield the pieces of a reply that are read, having put each behind the text so far."""
    length = 0
    async for piece in pieces:
        text.append(piece)
        yield piece
        length += len(piece)
        if length > _LONGEST_REPLY:
            return


async def answer_in_prose(
    quotes: Answer,
    offers: Sequence[Offer],
    *,
    model: LanguageModel,
    embedder: Embedder,
    asked: date,
    run: Run,
    on_draft: OnDraft | None = None,
) -> Answer:
    """Return the language model's answer to what ``quotes`` answers, or that there is none.

    Its sentences are checked one by one as they come; ``on_draft`` is told the answer so far
    whenever another one is borne out. Those that their sources don't bear out go back once, all
    together; what is still wrong then is left out and counted in a notice.

    Raises:
        NoReply: the model gives none, or none of its sentences is borne out.
    """
    keyed = dict(zip(_keys(), offers, strict=False))
    passages = {key: offer.passage for key, offer in keyed.items()}
    letters = _Correspondence(model=model, passages=passages, embedder=embedder, run=run)
    prompt = question_prompt(quotes.question, passages, asked=asked)

    def tell(reply: _Reply) -> None:
        if on_draft and reply.findings and not reply.findings[-1].problem:
            on_draft(_answer(quotes.question, reply, keyed))

    reply = await letters.reply_to(prompt, tell)
    if reply.wrong and not reply.silent:
        reply = _better(reply, await _corrected(letters, prompt, reply))
    if reply.borne_out:
        return _answer(quotes.question, reply, keyed, notices=_left_out(len(reply.wrong)))
    if reply.silent:
        return _silence(quotes)
    raise NoReply("No sentence of the language model's answer is borne out by what it cites.")


def _keys() -> Iterator[str]:
    """Yield keys that nobody can know beforehand, none twice."""
    seen: set[str] = set()
    while True:
        key = "".join(map(secrets.choice, _KEY))
        if key not in seen:
            seen.add(key)
            yield key


async def _corrected(letters: _Correspondence, prompt: str, reply: _Reply) -> _Reply | None:
    problems = [(item.claim.text, str(item.problem)) for item in reply.wrong]
    try:
        return await letters.reply_to(
            correction_prompt(prompt, reply.text, problems), lambda _: None
        )
    except NoReply:
        return None


def _better(first: _Reply, second: _Reply | None) -> _Reply:
    """Return the corrected reply, unless nothing of it holds where something of the first does."""
    if second is None or (first.borne_out and not second.borne_out):
        return first
    return second


def _answer(
    question: str, reply: _Reply, offers: Mapping[str, Offer], *, notices: tuple[str, ...] = ()
) -> Answer:
    """Return what is borne out, its citations numbered in the order of their use."""
    numbers: dict[tuple[str, Span], int] = {}
    articles: dict[str, Article] = {}
    sentences = []
    for finding in reply.borne_out:
        used = []
        for key, span in finding.backing.items():
            offer = offers[key]
            articles[offer.article.id] = offer.article
            place = offer.article.id, _moved(span, offer.passage.start)
            used.append(numbers.setdefault(place, len(numbers) + 1))
        sentences.append(Sentence(finding.claim.text, tuple(dict.fromkeys(used))))
    return Answer(
        question=question,
        answered=True,
        sentences=tuple(sentences),
        citations=tuple(
            citation(number, articles[article], span) for (article, span), number in numbers.items()
        ),
        notices=notices,
        mode="language model",
    )


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _left_out(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    if count == 1:
        return ("One sentence was left out because its source doesn't bear it out.",)
    return (f"{count} sentences were left out because their sources don't bear them out.",)


def _silence(quotes: Answer) -> Answer:
    """Return the honest no, with the closest quotes offered as such."""
    return replace(
        quotes,
        answered=False,
        sentences=(Sentence(SILENCE, ()),),
        citations=(),
        closest=quotes.closest or quotes.citations,
        mode="language model",
    )
