"""A question's way from the words typed to its answer."""

import logging
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.answer import Answer, Citation, Filters
from index.answering.conflicts import find_conflicts
from index.answering.freshness import freshness_notices
from index.answering.prose import IN_QUOTES, OFFERED, Offer, OnDraft, answer_in_prose
from index.answering.quotes import answer_in_quotes
from index.answering.speakers import answer_who_said
from index.conversation import Conversation
from index.errors import NoReply
from index.follow_ups.inquiry import Inquiry, understand
from index.follow_ups.rewriting import rewritten
from index.language_model import LanguageModel
from index.question import Question, on_one_line, require_question
from index.retrieval import Candidate, spread
from index.running import Run
from index.scope import Scope
from index.store.view import View

if TYPE_CHECKING:
    from index.library import Library

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the index has on a question; nothing is offered where no language model is set."""

    quotes: Answer
    scope: Scope
    offers: tuple[Offer, ...] = ()


async def answer_question(
    library: "Library",
    question: str,
    *,
    filters: Filters | None,
    question_id: str | None,
    conversation: Conversation,
    run: Run,
    on_draft: OnDraft | None,
) -> Answer:
    """Return the answer from what a library may see; `Library.answer` tells more."""
    began = time.perf_counter()
    question = on_one_line(question)
    require_question(question)
    inquiry = await _understand(library, question, conversation, run)
    found = await run(_find, library, inquiry, filters)
    draft = await _in_prose(library, found, run, on_draft)
    leans = inquiry.question != question
    return replace(
        draft,
        id=uuid.uuid4().hex[:12],
        question=question,
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


async def _understand(
    library: "Library", question: str, conversation: Conversation, run: Run
) -> Inquiry:
    """Return what is asked in the light of the conversation."""
    by_rules = understand(question, conversation)
    if by_rules.question == question or by_rules.already or by_rules.quoted:
        return by_rules
    model = await run(_language_model, library)
    by_model = await rewritten(question, conversation, model) if model else None
    return Inquiry(question=by_model) if by_model else by_rules


def _language_model(library: "Library") -> LanguageModel | None:
    return library.language_model


def _find(library: "Library", inquiry: Inquiry, filters: Filters | None) -> _Found:
    """Return the answer in quotes, and what a language model needs to word another."""
    question = Question.understand(inquiry.question)
    with library.view() as view:
        candidates, scope = library.candidates(view, question, filters)
        # What was quoted before may have been changed or removed, or be another server's.
        if quoted := [quote for quote in inquiry.quoted if view.has(quote)]:
            return _Found(answer_who_said(question.text, quoted, view.article), scope)
        quotes = answer_in_quotes(
            question, candidates, view, embedder=library.embedder, already=inquiry.already
        )
        offers: list[Offer] = []
        if library.language_model:
            offers = _offers(candidates, view, already=inquiry.already)
    return _Found(quotes, scope, tuple(offers))


def _offers(candidates: list[Candidate], view: View, *, already: Sequence[Citation]) -> list[Offer]:
    """Return what a language model is shown: the best passages that nothing was cited from."""
    best = (candidate.passage for _, candidate in spread(candidates, OFFERED))
    return [
        Offer(passage, article)
        for passage in best
        if not any(quote.is_from(passage) for quote in already)
        and (article := view.article(passage.article.id))
    ]


async def _in_prose(
    library: "Library", found: _Found, run: Run, on_draft: OnDraft | None
) -> Answer:
    """Return the language model's answer, or the quotes with a notice if it has none."""
    if not (library.language_model and found.offers):
        return found.quotes
    try:
        return await answer_in_prose(
            found.quotes,
            found.offers,
            model=library.language_model,
            embedder=library.embedder,
            asked=found.scope.asked,
            run=run,
            on_draft=on_draft,
        )
    except NoReply as error:
        _log.warning("%s", error)
        return replace(found.quotes, notices=(*found.quotes.notices, IN_QUOTES))
