"""Answers in a language model's words, each sentence backed by the articles'."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.answer import Answer, Citation, Sentence
from index.answering.prompts import INSTRUCTIONS, correction_prompt, question_prompt
from index.answering.quotes import SILENCE, citation
from index.answering.reply import is_silent, read_reply
from index.answering.support import Finding, check
from index.article import Passage
from index.embedding import Embedder
from index.errors import NoReply
from index.language_model import LanguageModel
from index.retrieval import Candidate, spread
from index.store.generation import Generation
from index.text.sentences import Span

IN_QUOTES = "The language model gave no answer that holds; this one does without it."
# About 2,000 tokens, which small local models still read in seconds.
_OFFERED = 8
# A letter, a digit, a letter, a digit: nothing an article could hold by chance, as [1] would be.
# Without l, o, 0 and 1, which models mix up.
_KEY = ("abcdefghjkmnpqrstuvwxyz", "23456789") * 2


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reply, checked sentence by sentence."""

    findings: tuple[Finding, ...]
    silent: bool

    @property
    def borne_out(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.problem]

    @property
    def wrong(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.problem]


def answer_in_prose(
    quotes: Answer,
    candidates: Sequence[Candidate],
    generation: Generation,
    *,
    model: LanguageModel,
    embedder: Embedder,
    asked: date,
) -> Answer:
    """Return the language model's answer to what ``quotes`` answers, or that there is none.

    Its sentences are checked one by one. Those that their sources don't bear out go back once,
    all together; what is still wrong then is left out and counted in a notice.

    Raises:
        NoReply: the model gives none, or none of its sentences is borne out.
    """
    passages = _keyed([candidate.passage for _, candidate in spread(candidates, _OFFERED)])
    prompt = question_prompt(quotes.question, passages, asked=asked)
    text = model.complete(INSTRUCTIONS, prompt)
    reply = _checked(text, passages, embedder)
    if reply.wrong and not reply.silent:
        problems = [(item.claim.text, str(item.problem)) for item in reply.wrong]
        again = correction_prompt(prompt, text, problems)
        reply = _better(reply, _corrected(again, passages, model=model, embedder=embedder))
    if reply.borne_out:
        return _answer(quotes.question, reply, passages, generation)
    if reply.silent:
        return _silence(quotes)
    raise NoReply("No sentence of the language model's answer is borne out by what it cites.")


def _keyed(passages: Sequence[Passage]) -> dict[str, Passage]:
    """Return the passages under keys that nobody can know beforehand."""
    keyed: dict[str, Passage] = {}
    for passage in passages:
        key = _new_key()
        while key in keyed:
            key = _new_key()
        keyed[key] = passage
    return keyed


def _new_key() -> str:
    return "".join(map(secrets.choice, _KEY))


def _checked(text: str, passages: Mapping[str, Passage], embedder: Embedder) -> _Reply:
    claims = read_reply(text, known=passages.keys())
    findings = (check(claim, passages, embedder=embedder) for claim in claims)
    return _Reply(tuple(findings), is_silent(text))


def _corrected(
    prompt: str, passages: Mapping[str, Passage], *, model: LanguageModel, embedder: Embedder
) -> _Reply | None:
    try:
        return _checked(model.complete(INSTRUCTIONS, prompt), passages, embedder)
    except NoReply:
        return None


def _better(first: _Reply, second: _Reply | None) -> _Reply:
    """Return the corrected reply, unless nothing of it holds where something of the first does."""
    if second is None or (first.borne_out and not second.borne_out):
        return first
    return second


def _answer(
    question: str, reply: _Reply, passages: Mapping[str, Passage], generation: Generation
) -> Answer:
    numbers: dict[tuple[str, Span], int] = {}
    sentences = []
    for finding in reply.borne_out:
        cited = [
            (passages[key].article.id, _moved(span, passages[key].start))
            for key, span in finding.backing.items()
        ]
        used = [numbers.setdefault(place, len(numbers) + 1) for place in cited]
        sentences.append(Sentence(finding.claim.text, tuple(dict.fromkeys(used))))
    return Answer(
        question=question,
        answered=True,
        sentences=tuple(sentences),
        citations=tuple(
            _citation(number, article, span, generation)
            for (article, span), number in numbers.items()
        ),
        notices=_left_out(len(reply.wrong)),
        mode="language model",
    )


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _citation(number: int, article_id: str, span: Span, generation: Generation) -> Citation:
    article = generation.catalogue.article(article_id)
    assert article is not None, "a passage's article is in the same generation"
    return citation(number, article, span)


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
