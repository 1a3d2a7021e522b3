"""What a server's questions found no good answer to: pages to leaf through, and a spreadsheet."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from discord.utils import format_dt

from bot.alike import Alike
from bot.messages.counting import counted
from bot.messages.markdown import escape, shorten
from bot.state.unanswered import Unanswered

# Six entries of at most 580 characters are a message.
GROUPS_A_PAGE = 6
_LONGEST_QUESTION, _LONGEST_REASON = 200, 120
_MOST_REASONS = 2
NOTHING = "Every question that was asked here was answered, and nobody pressed 👎."

CSV_NAME = "unanswered.csv"
_COLUMNS = ("group", "question", "asked_at", "answered", "asker", "reasons")
# What begins a formula, in narrow or wide form, where a cell begins: also behind what isn't shown,
# and behind what separates cells for whoever opens the file with other separators.
# A run of those is passed over whole, for each of them begins a cell.
_FORMULA = re.compile(r"((?:\A|[;,\t\r\n\"])[\s\x00-\x1f]*+)([=+\-@\uff1d\uff0b\uff0d\uff20]?)")


def page_count(groups: Sequence[Alike]) -> int:
    """Return how many pages the groups fill, at least one."""
    return max(1, -(-len(groups) // GROUPS_A_PAGE))


def unanswered_page(groups: Sequence[Alike], number: int, *, has_more: bool) -> str:
    """Return the page with a number from 1 on; ``has_more`` if older questions were left out."""
    if not groups:
        return NOTHING
    count = sum(len(group.questions) for group in groups)
    which = f"The newest {count:,} questions" if has_more else counted(count, "question")
    begin = (number - 1) * GROUPS_A_PAGE
    shown = groups[begin : begin + GROUPS_A_PAGE]
    return "\n".join(
        [f"**{which} without a good answer**, those alike together", *map(_entry, shown)]
    )


def _entry(group: Alike) -> str:
    question = shorten(escape(group.newest.question), _LONGEST_QUESTION)
    lines = [f"- **{len(group.questions):,} ×** “{question}”", f"-# {', '.join(_details(group))}"]
    reasons = [shorten(escape(reason), _LONGEST_REASON) for reason in group.reasons]
    lines += [f"-# 👎 “{reason}”" for reason in reasons[:_MOST_REASONS]]
    if len(reasons) > _MOST_REASONS:
        lines.append(f"-# … and {len(reasons) - _MOST_REASONS:,} more in the file")
    return "\n".join(lines)


def _details(group: Alike) -> Iterator[str]:
    if group.newest.asked_at:
        yield f"last asked {format_dt(group.newest.asked_at)}"
    unanswered = sum(not each.was_answered for each in group.questions)
    if disliked := len(group.questions) - unanswered:
        yield f"{disliked:,} answered, but 👎"
    if unanswered:
        yield f"{unanswered:,} not answered"


def unanswered_csv(groups: Sequence[Alike]) -> bytes:
    """Return every question on a row of a spreadsheet, with the number of its group.

    It opens in Excel as in everything else: UTF-8 that says so, and nothing in it is a formula.
    """
    file = StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(_COLUMNS)
    for number, group in enumerate(groups, start=1):
        rows.writerows((number, *_cells(each)) for each in group.questions)
    return file.getvalue().encode("utf-8-sig")


def _cells(each: Unanswered) -> tuple[str, ...]:
    return (
        _harmless(each.question),
        each.asked_at.isoformat(timespec="seconds") if each.asked_at else "",
        "yes" if each.was_answered else "no",
        # As a mention: spreadsheets round numbers of so many digits.
        "" if each.asker is None else f"<@{each.asker}>",
        _harmless("\n".join(each.reasons)),
    )


def _harmless(cell: str) -> str:
    """Return what a spreadsheet shows as text, whatever people wrote."""
    return _FORMULA.sub(lambda found: f"{found[1]}'{found[2]}" if found[2] else found[0], cell)
