"""What surrounds an article on its page, recognised by its wording: one row, one kind."""

import re

from index.text.sentences import split_sentences

_SHORTHANDS = {
    "…": r"[^\n]*",
    "BUTTON": r"(?:share|tweet|e-?mail|print|save|copy link|listen|facebook|twitter|x|instagram"
    r"|whatsapp|telegram|linkedin|reddit|pinterest|messenger|tiktok|youtube)",
    "AGENCY": r"(?:AP|AFP|Associated Press|CNN(?: Business)?|EPA|Getty Images|Reuters)",
    "PIECE": r"(?:article|column|commentary|page|piece|post|report|story)",
    "NAMES": r"(?-i:(?:(?:via|for|and|by|the)\b|[(]?[A-Z][\w.’-]*+)[ /,|()©-]*+)++",
}

# One regular expression a line. Each matches a whole sentence, and is worded as a page speaks to
# its reader, so that an article about subscriptions, newsletters or shares keeps its sentences.
_SENTENCES = {
    "subscription notices": r"""
        you(?:’ve| have) (?:reached|read|used|hit) (?=…(?:article|stor))(?=…(?:free|limit))…
        (?:subscribe|register|sign (?:in|up)|log ?in)\b…to (?:continue|keep) reading…
        (?:subscribe|register|sign (?:in|up)|log ?in)(?: now| today| here)?
        subscribe (?:now|today)…
        subscribe and (?:save|support)…
        subscribe to [\w.’ ]{1,40} (?:now|today)
        (?:try|get) \d+ (?:days|weeks|months) (?:for )?free…
        start your …free trial…
        already an? (?:\w+ )?(?:subscriber|member)\?…
        join [\w’ ]{1,40} for (?:insider|exclusive|full|unlimited|premium) access…
        become an? (?:\w+ )?(?:subscriber|member)(?: today| now)?
        you must (?:become an?|be an?|be logged in|log ?in|sign in|subscribe|register)\b…to…comment…
        you must (?:be logged in|log ?in|sign in|subscribe|register)\b…to (?:view|read|post)…
        to (?:continue reading|read the full (?:article|story)), …
        this PIECE is (?:\w+ ){0,3}(?:for|to) (?:\w+ )?(?:subscribers|members)(?: only)?
        (?:view )?(?:our )?current issue
        (?:consider supporting|support) (?:our |strong )?(?:local |quality )?journalism(?: by…)?
        (?:consider supporting|support) our (?:work|newsroom|reporting)…
        thank you for supporting our journalism
    """,
    "buttons that share or keep the page": r"""
        (?:BUTTON\b[ ,|·]*+)++
        share (?:this|the)(?: PIECE)?(?: (?:on|via|with)…)?
        (?:share|follow us) (?:on|via) BUTTON…
        (?:click|tap) (?:here )?to (?:share|print|e-?mail|copy)…
    """,
    "menus and links around the text": r"""
        (?:(?:toggle|open|close|show|hide|main) )?(?:menu|navigation|search)
        skip to (?:main |the )?(?:content|navigation)
        back to top
        home|next|previous|close|loading
        (?:click here to )?(?:read|show|see|load|view) more(?: here)?
        continue reading
        terms of (?:use|service)|privacy policy|contact us|about us
    """,
    "pointers to other articles": r"""
        (?:related|also read|(?:read|see) (?:more|also|next))(?: (?:articles?|news))?: ?…
        more [\w ]{1,30}: ?https?:…
        (?!…\.\W*$)(?:more|watch|don’t miss)(?: news)?: ?…
    """,
    "the comment box": r"""
        (?:leave|post|add|write) a (?:comment|reply)
        (?:(?:view|show|see|post) )?(?:all )?(?:\d+ )?comments?(?: \(\d+\))?
        join the conversation|no comments(?: yet)?
        your e-?mail address will not be published
        required fields are marked…
        save my name, e-?mail…
        (?:name|e-?mail|website)(?: ?\*)+
    """,
    "advertisements and the words of the video player": r"""
        advertisements?|advertising|sponsored(?: content)?|ad feedback|promoted
        (?:story|article) continues below…
        scroll (?:down )?to continue…
        video player was slow to load content…
        1\.|how relevant is this ad to you
    """,
    "notices about cookies and personal data": r"""
        (?:we|this (?:web)?site|our (?:web)?site) uses? cookies(?: (?:to|and|on|for)\b…)?
        by (?:using|continuing|clicking|browsing|signing)\b…you (?:agree|accept|consent)\b…
        (?:accept|reject|manage)(?: all)? (?:cookies|preferences)
        we will use the (?:details|information) you have shared …
        you agree to the processing, …
        if you wish to object to the use of your data…
    """,
    "newsletters and alerts to sign up for": r"""
        (?:sign up|subscribe|register)\b …(?:our|the|free|daily|weekly|\w+’s) …newsletters?…
        (?:sign up|subscribe|register|get)\b …(?:text|e-?mail|news|message) alerts\b…
        (?:sign up|subscribe|register) to get …
        (?:get|want) …(?:news|updates|stories|headlines|roundup|deals)\b…(?:inbox|newsletter)\b…
        (?:get|join) our …newsletter…
        enter your e-?mail…
        would you like to receive …newsletter…
        the [\w’ ]{1,30} newsletter provides you with …
        you can (?:also )?(?:get|subscribe to|sign up for) …(?:your inbox|newsletter)…
        you can (?:also )?subscribe to our …
        (?-i:(?:[A-Z][\w’]* ){0,4}(?:NEWSLETTER|[Nn]ewsletter): ?)…
        sign up (?:for free )?(?:right )?here
        a version of this PIECE (?:first )?appeared in …newsletter…
        to get (?:it|updates) …your inbox…
    """,
    "who owns the text and who answers for it": r"""
        (?:©|c\)|copyright)(?: ©)? ?\d{4}…
        all rights reserved
        (?:the )?(?:views|opinions)(?: and opinions)? expressed …(?:own|necessarily)\b…
        this PIECE …not necessarily (?:reflect|represent)…
    """,
    "names outside a sentence: reporters, photographers, a dateline": r"""
        contribut(?:ing|ors?): …
        from [\w ]{1,40} (?:staff|wire|news service) reports
        (?-i:Special (?:to|for) (?:[Tt]he )?[A-Z][\w ]{1,30})
        (?-i:[–—-]* ?[A-Z]\S*(?: (?:[A-Z]|and|reporter|writer)…)?) contributed…to this PIECE
        (?-i:[–—-]{1,2} ?[A-Z][\w.’-]++(?: [A-Z][\w.’-]++){0,3})
        (?:photo|image|picture|photograph)s?(?: credit)?(?::| by:?) NAMES
        (?:the )?AGENCY|AP Photo…
        (?=…(?:/|via |\()AGENCY\W*$)NAMES
        (?=…\bAGENCY [–—]$)NAMES
    """,
    "ways to reach the reporter": r"""
        (?:follow|contact|reach|e-?mail) (?:her|him|them|me|us|(?:the )?reporter)\b…@…
        (?:follow|contact|reach|e-?mail) (?-i:[A-Z])[\w.’-]*…@…
    """,
    "the state of the page": r"""
        this is a (?:breaking|developing)(?: news)? story(?: and …)?
        this story is (?:breaking|developing)(?: and …)?
        this PIECE(?: and headline)? (?:has|have) been updated(?: with additional \w+)?
    """,
}


def _compiled() -> re.Pattern[str]:
    lines = (line.strip() for sentences in _SENTENCES.values() for line in sentences.splitlines())
    alternatives = "|".join(_first_found(line) for line in lines if line)
    for shorthand, expression in _SHORTHANDS.items():
        alternatives = alternatives.replace(shorthand, expression)
    return re.compile(rf"[^\w©–—\"“‘’-]*+(?:{alternatives})\W*", re.IGNORECASE)


def _first_found(line: str) -> str:
    """Have each part that follows any words, but for the last, be looked for once.

    If what comes after it isn't behind its first place, it isn't behind a later one either; to try
    all of them together takes the cube of a sentence's length.
    """
    start, *middle = _parts(line)
    if not middle:
        return line
    *middle, end = middle
    return start + "".join(f"(?>[^\\n]*?{part})" for part in middle) + f"…{end}"


def _parts(line: str) -> list[str]:
    """Return what stands between the … of a line that are in none of its groups."""
    parts, depth = [""], 0
    for token in re.findall(r"\\.|.", line):
        depth += (token == "(") - (token == ")")
        if token == "…" and not depth:
            parts.append("")
        else:
            parts[-1] += token
    return parts


_FURNITURE = _compiled()

_NAME = r"[A-Z][\w.'’-]{1,30}(?: [\w.'’-]{1,30}){1,3}"

# A box about the author: the name run together with the line above it, or the profession.
_AUTHOR_BOX = re.compile(
    rf"(?P<repeated>{_NAME})\s?(?P=repeated) "
    rf"|(?P<name>{_NAME}),? (?:is|was) (?:an?|the) (?:[\w'’,-]{{1,30}} ){{0,6}}?"
    r"(?:writer|reporter|correspondent|columnist|journalist|editor|contributor|producer)\b"
)

# The longest notices have some 400 characters, the longest boxes twice that.
_LONGEST_NOTICE = 500
_LONGEST_BOX = 800
# In words: a shorter sentence ("Next.", "Read more.") within a paragraph may well be prose.
_SHORTEST_NOTICE = 3
_WORD = re.compile(r"\w+")


def is_furniture(paragraph: str) -> bool:
    """Tell whether the whole paragraph belongs to the page, not to the article."""
    return not without_furniture(paragraph)


def without_furniture(paragraph: str) -> str:
    """Return the paragraph without the page's sentences before and behind the article's own."""
    trimmed = _trimmed(paragraph)
    while trimmed != paragraph:
        paragraph, trimmed = trimmed, _trimmed(trimmed)
    return paragraph


def _trimmed(paragraph: str) -> str:
    spans = split_sentences(paragraph)
    if all(_belongs_to_page(paragraph[span.start : span.end]) for span in spans):
        return ""
    first = next(span for span in spans if not _is_notice(paragraph[span.start : span.end]))
    last = next(span for span in spans[::-1] if not _is_notice(paragraph[span.start : span.end]))
    return paragraph[first.start : last.end]


def _is_notice(sentence: str) -> bool:
    return len(_WORD.findall(sentence)) >= _SHORTEST_NOTICE and _belongs_to_page(sentence)


def _belongs_to_page(sentence: str) -> bool:
    if not any(map(str.isalnum, sentence)):
        return True
    plain = sentence.replace("'", "’")
    return len(plain) <= _LONGEST_NOTICE and _FURNITURE.fullmatch(plain) is not None


def boxed_author(paragraph: str) -> str | None:
    """Return whom a paragraph tells of that is worded like the box about an article's author."""
    match = _AUTHOR_BOX.match(paragraph) if len(paragraph) <= _LONGEST_BOX else None
    return match["repeated"] or match["name"] if match else None
