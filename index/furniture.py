"""What surrounds an article on its page, recognised by its wording: one row, one kind."""

import re

from index.sentences import split_sentences


_SHORTHANDS = {
    "…": r"[^\n]*",
    "BUTTON": r"(?:share|tweet|e-?mail|print|save|copy link|listen|facebook|twitter|x|whatsapp"
    r"|telegram|linkedin|reddit|pinterest|messenger|pocket)",
    "AGENCY": r"(?:\bAP|\bAFP|Getty Images|Reuters|\bEPA|Shutterstock|Alamy)",
}

# One regular expression a line. Each matches a whole sentence, and a paragraph goes only if each of
# its sentences is matched: prose about subscriptions or shares isn't touched.
_SENTENCES = {
    "subscription notices": r"""
        you(?:’ve| have) (?:reached|read|used|hit) (?=…(?:article|stor))(?=…(?:free|limit))…
        (?:subscribe|register|sign (?:in|up)|log ?in)\b…to (?:continue|keep) reading…
        (?:subscribe|register|sign (?:in|up)|log ?in)(?: now| today| here)?
        subscribe (?:now |today )?(?:and|to) …(?:save|support|today)…
        (?:try|get) \d+ (?:days|weeks|months) (?:for )?free…
        start your …free trial…
        already an? (?:\w+ )?(?:subscriber|member)\?…
        join [\w’ ]{1,40} for …access…
        become an? (?:\w+ )?(?:subscriber|member)(?: today| now)?
        you must (?:become|be|log|sign|subscribe|register) …to (?:view|read|post|comment)…
        to (?:continue reading|read the full \w+), …
        this (?:article|content|story) is …(?:for|to) …(?:subscribers|members)…
        (?:view )?(?:our )?current issue
        support (?:\w+ )?(?:local|quality|independent) journalism…
        thank you for supporting our journalism
    """,
    "buttons that share or keep the page": r"""
        (?:BUTTON\b[ ,|·]*+)++
        share (?:this|the|on|via)\b(?: \w+){0,4}
        follow us on …
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
        (?:related|more|watch|listen|don’t miss)(?: (?:articles?|news|on this))?: ?…[^.]
        (?:also read|(?:read|see) (?:more|also|next)): ?…[^.]
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
        video player was …|video content …|ad (?:froze|audio|never)…
        (?:1\. )?how relevant is this ad to you
    """,
    "notices about cookies and personal data": r"""
        (?:we|this (?:web)?site|our (?:web)?site) uses? cookies…
        by (?:using|continuing|clicking|browsing) …(?:cookies|terms|privacy)…
        (?:accept|reject|manage)(?: all)? (?:cookies|preferences)…
        we will use the (?:details|information) you have shared …
        you agree to the processing, …
        if you wish to object to the use of your data…
    """,
    "newsletters and alerts to sign up for": r"""
        (?:sign up|subscribe|register|get|join|want|enter)\b …(?:newsletters?|inbox)\b…
        (?:sign up|subscribe|register|get)\b …(?:text|e-?mail|news|message) alerts?…
        would you like to receive …newsletter…
        the [\w’ ]{1,30} newsletter provides you with …
        you can (?:also )?(?:get|subscribe|sign up) …(?:inbox|newsletter|sign up)…
        sign up (?:for free )?(?:right )?here
        a version of this (?:story|article) (?:first )?appeared in …newsletter…
        to get (?:it|updates) …(?:sent|inbox)…
    """,
    "who owns the text and who answers for it": r"""
        (?:©|\(c\)|copyright)(?: ©)? ?\d{4}…
        all rights reserved
        (?:the )?(?:views|opinions)(?: and opinions)? expressed (?:in this|here|above|are|by)\b…
        this (?:article|column|commentary|piece) …not necessarily (?:reflect|represent)…
    """,
    "names of reporters and photographers outside a sentence": r"""
        contribut(?:ing|ors?): …
        …contributed (?:reporting )?to this (?:report|story|article)
        (?-i:[–—-]{1,2} ?[A-Z][\w.’-]++(?: [A-Z][\w.’-]++){0,3})
        (?:photo|image|picture|photograph)s?(?: credit)?(?: by)?: [\w.,’/&() -]{1,60}
        (?=…AGENCY\W*$)(?-i:(?:(?:via|for|and|by|the)\b|[(]?[A-Z][\w.’-]*+)[ /,|()©-]*+)++
    """,
    "ways to reach the reporter": r"""
        (?:follow|contact|reach|e-?mail|send) …@…
    """,
    "a dateline without its sentence": r"""
        [\w.,’()/ -]{1,60} [–—]
    """,
}


def _compiled() -> re.Pattern[str]:
    lines = (line.strip() for sentences in _SENTENCES.values() for line in sentences.splitlines())
    alternatives = "|".join(line for line in lines if line)
    for shorthand, expression in _SHORTHANDS.items():
        alternatives = alternatives.replace(shorthand, expression)
    return re.compile(rf"[^\w(©–—-]*(?:{alternatives})\W*", re.IGNORECASE)


_FURNITURE = _compiled()

# The longest notices (about personal data) have some 500 characters; a longer paragraph is prose.
_LONGEST = 600


def is_furniture(paragraph: str) -> bool:
    """Tell whether the whole paragraph belongs to the page, not to the article."""
    if not any(character.isalnum() for character in paragraph):
        return True
    plain = paragraph.replace("'", "’")
    if len(plain) > _LONGEST or not _FURNITURE.match(plain):
        return False
    return all(_FURNITURE.fullmatch(plain, *sentence) for sentence in split_sentences(plain))
