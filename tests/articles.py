"""A small collection of invented news: several publishers, languages, formats and dates.

Two articles disagree on what the tram cost, one repeats a paragraph, and one says nothing of
itself.
"""

from collections.abc import Mapping
from pathlib import Path

_TRAM = """---
title: Tram 9 Reaches the Hospital at Last
publisher: The Moravian Post
author: Petra Šimková
published: 2024-05-14
url: https://post.example/tram-9?from=front
---

Tram 9 carried its first passengers to the new hospital of Želivov on Tuesday morning. The extension
of 3.4 kilometres cost 412 million crowns, said the mayor, Jiří Zábranský.

Some 2,600 people rode the tram on its first day. "We waited eleven years for this," said Božena
Černá, a nurse, who used to walk from the terminus.

The line will run every eight minutes until midnight. A night tram was ruled out because the
neighbours objected to the noise.
"""

_AUDIT = """---
title: Auditors Put the Price of Tram 9 Higher
publisher: Evening Dispatch
published: 2024-09-02
url: https://dispatch.example/2024/tram-audit
---

The extension of Tram 9 to the hospital of Želivov cost 463 million crowns, the regional audit
office found. Its report counts the land that the town bought for the depot.

The mayor called the report unfair. He told the council on Monday that the depot would have been
needed in any case.
"""

_HORSES = """---
title: Žluťoučký kůň returns to the stage 🐎
publisher: Kultura
published: 2023-11
---

“Žluťoučký kůň”, the play that made Aino Ström famous, returns to the Theatre Königsplatz on
9 December. Every ticket costs €18 – half of what it did in 2019.

🐎🐎 Two live horses take part. Their keeper, Zoë Müller, says that the animals “know the text
better than some actors do”.

The theatre has 640 seats. Reservations are taken by telephone only.

The theatre has 640 seats. Reservations are taken by telephone only.

Ström will not act herself: she broke her wrist while sailing near Åland in August.
"""

_FLOOD = """The river Lusha left its banks near Kostrino on Sunday night and flooded forty houses.

Rescue teams in boats took 118 people to a school on the hill. Nobody was hurt, a spokeswoman of
the fire brigade said.

The dam upstream had been opened too late, farmers claimed. The water company denied this and
said that rain of 90 millimetres in six hours could not have been foreseen.
"""

_LIBRARY = """<!DOCTYPE html>
<html lang="en"><head><title>Library opens on Sundays</title>
<meta property="og:title" content="Library opens on Sundays">
<meta property="og:site_name" content="The Courier of Brackwater">
<meta property="article:published_time" content="2024-02-20T08:00:00Z">
</head><body><nav>Home Politics Sport</nav><article><h1>Library opens on Sundays</h1>
<p>The public library of Brackwater will open on Sundays from March, its director, Owen Tate, said
on Tuesday. The town pays for three more librarians.</p>
<p>Last year 91,000 visitors came, a third more than before the pandemic. Students had asked for
longer hours in a petition with 1,900 signatures.</p>
</article></body></html>
"""

_WIRE = (
    '{"title": "Coast Guard Ends Search", "publisher": "Harbour Wire", "published": "2025-01-07", '
    '"url": "https://wire.example/search", "text": "The coast guard ended its search for the '
    "trawler Meridian on Tuesday. All nine sailors had been picked up by a Norwegian freighter, "
    'the Solveig.\\n\\nThe trawler sank in a storm 40 miles west of Skarvik."}\n'
)

ARTICLES = {
    "tram.md": _TRAM,
    "audit.md": _AUDIT,
    "culture/horses.md": _HORSES,
    "flood.txt": _FLOOD,
    "library.html": _LIBRARY,
    "wire.jsonl": _WIRE,
}

QUESTIONS = (
    "How much did the extension of Tram 9 cost?",
    "Who is the mayor of Želivov?",
    "How many people rode the tram on its first day?",
    "Why was a night tram ruled out?",
    "What did the auditors find about Tram 9?",
    "Which freighter picked up the sailors of the Meridian?",
    "Where did the trawler sink?",
    "How many people were taken to a school after the flood?",
    "Did anybody get hurt when the Lusha flooded Kostrino?",
    "When does Žluťoučký kůň return to the Theatre Königsplatz?",
    "Who keeps the horses in the play?",
    "Why will Aino Ström not act herself?",
    "How many seats does the theatre have?",
    "What does a ticket cost?",
    "When will the library of Brackwater open on Sundays?",
    "How many visitors came to the library last year?",
    "Who is Owen Tate?",
    "Who won the chess tournament in Reykjavík?",
    "What is the capital of Peru?",
    "🐎?! how many horses",
)


def write_articles(directory: Path) -> Path:
    """Return the directory with the articles in it."""
    for name, content in ARTICLES.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return directory


def write_dated(folder: Path, texts: Mapping[str, str]) -> None:
    """Write texts of one publisher to files, each named for the date it was published."""
    for day, text in texts.items():
        article = f"---\npublisher: The Gazette\npublished: {day}\n---\n\n{text}\n"
        (folder / f"{day}.md").write_text(article)
