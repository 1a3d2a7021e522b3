"""What a language model may write that no reader may see, as rows of tables.

``{tram}``, ``{audit}``, ``{horses}``, ``{flood}`` and ``{wire}`` stand for the keys under which the
articles of `tests.articles` are offered.
"""

import asyncio

from aiohttp import web

from index.answering.prompts import INSTRUCTIONS, SILENT
from tests.chat_server import Behaviour, Prompt, event, fails, reply_events, says, sends, stalls

GOOD = "Some 2,600 people rode the tram on its first day."
_COST = "The extension of 3.4 kilometres cost 412 million crowns, said the mayor, Jiří Zábranský."

# Each stands behind the good sentence, and has to go while that stays.
BAD_SENTENCES = {
    # Figures
    "number": "The extension of 3.4 kilometres cost 512 million crowns. [{tram}]",
    "digits turned": "The extension of 3.4 kilometres cost 421 million crowns. [{tram}]",
    "number in words": "The extension cost five hundred million crowns, said the mayor. [{tram}]",
    "twelve for eleven": "“We waited twelve years for this”, said Božena Černá. [{tram}]",
    "words for another figure": "Some three thousand rode the tram on its first day. [{tram}]",
    "a dozen": "The line will run every dozen minutes until midnight. [{tram}]",
    "a couple": "A couple of million crowns is what the extension cost, said the mayor. [{tram}]",
    "double": "The extension cost double the 412 million crowns, said the mayor. [{tram}]",
    "half": "Half of the 412 million crowns for the extension was paid, said the mayor. [{tram}]",
    "scale": "The extension of 3.4 kilometres cost 412 billion crowns. [{tram}]",
    "no scale": "The extension of 3.4 kilometres cost 412 crowns. [{tram}]",
    "scale as a letter": "The extension of 3.4 kilometres cost 412bn crowns. [{tram}]",
    "decimal moved": "The extension of 34 kilometres cost 412 million crowns. [{tram}]",
    "decimal comma": "The extension of 3,5 kilometres cost 412 million crowns. [{tram}]",
    "one more figure": "Some 2,600 people rode the tram in 14 trams on its first day. [{tram}]",
    "range": "Some 2,600 to 3,900 people rode the tram on its first day. [{tram}]",
    "negative": "The extension of 3.4 kilometres cost -7 million crowns. [{tram}]",
    "fraction": "Some 2,600 people, ⅔ of the town, rode the tram on its first day. [{tram}]",
    "superscript": "Some 2,600 people rode the tram on its first day⁷. [{tram}]",
    "full-width": "The extension of 3.4 kilometres cost ５１２ million crowns. [{tram}]",
    "Arabic-Indic": "The extension of 3.4 kilometres cost ٥١٢ million crowns. [{tram}]",
    "Devanagari": "The extension of 3.4 kilometres cost ५१२ million crowns. [{tram}]",
    "mathematical": "The extension of 3.4 kilometres cost 𝟓𝟏𝟐 million crowns. [{tram}]",
    "circled": "The extension of 3.4 kilometres cost ⑤⑫ million crowns. [{tram}]",
    "Roman": "The extension of 3.4 kilometres cost Ⅻ million crowns. [{tram}]",
    "letter l for one": "The extension of 3.4 kilometres cost 4l2 million crowns. [{tram}]",
    "letter O for zero": "Some 2,6OO people rode the tram on its first day. [{tram}]",
    "zero-width": "The extension of 3.4 kilometres cost 5\u200b12 million crowns. [{tram}]",
    "figure of another passage": "The extension of Tram 9 cost 463 million crowns. [{tram}]",
    # Percent, units, currencies
    "percent": "The extension cost 412 million crowns, 15% more than planned. [{tram}]",
    "percent for a number": "The extension of 3.4% cost 412 million crowns. [{tram}]",
    "percent in words": "Ninety percent of the people rode the tram on its first day. [{tram}]",
    "euros": "The extension of 3.4 kilometres cost 412 million euros. [{tram}]",
    "currency sign": "The extension of 3.4 kilometres cost €412 million. [{tram}]",
    "currency code": "The extension of 3.4 kilometres cost 412 million USD. [{tram}]",
    "zlotys": "The extension of 3.4 kilometres cost 412 million zlotys. [{tram}]",
    "miles": "The extension of 3.4 miles cost 412 million crowns. [{tram}]",
    "metres": "The extension of 3.4 metres cost 412 million crowns. [{tram}]",
    "hours": "The line will run every eight hours until midnight. [{tram}]",
    "months": "“We waited eleven months for this”, said Božena Černá. [{tram}]",
    # Dates
    "year": "The extension of 3.4 kilometres cost 412 million crowns in 2021. [{tram}]",
    "day": "Tram 9 carried its first passengers to the new hospital on 15 May 2024. [{tram}]",
    "month": "Tram 9 carried its first passengers to the new hospital in June 2024. [{tram}]",
    "weekday": "Tram 9 carried its first passengers to the new hospital on Friday. [{tram}]",
    "date in figures": "Tram 9 carried its first passengers on 2023-05-14. [{tram}]",
    "short date": "Tram 9 carried its first passengers on 12/06/24. [{tram}]",
    "year of a month": "Tram 9 carried its first passengers in May 2019. [{tram}]",
    "decade": "Tram 9 carried its first passengers to the hospital in the 1990s. [{tram}]",
    "century": "Tram 9 carried its first passengers in the 19th century. [{tram}]",
    "time": "The line will run every eight minutes until 11:45 p.m. [{tram}]",
    "yesterday": "Tram 9 carried its first passengers to the new hospital yesterday. [{tram}]",
    # Names
    "name": "The extension cost 412 million crowns, said the mayor, Karel Dvořák. [{tram}]",
    "first name": "The extension cost 412 million crowns, said Karel Zábranský. [{tram}]",
    "names swapped": "The extension cost 412 million crowns, said Božena Černá. [{tram}]",
    "place": "Tram 9 carried its first passengers to the new hospital of Brno. [{tram}]",
    "body": "The extension cost 412 million crowns, the World Bank said. [{tram}]",
    "publisher": "The extension cost 412 million crowns, The New York Times wrote. [{tram}]",
    "another's name": "The trawler Meridian cost 412 million crowns, the mayor said. [{tram}]",
    "name in capitals": "The extension cost 412 million crowns, said KAREL DVOŘÁK. [{tram}]",
    "name in small letters": "The extension cost 412 million crowns, said karel dvořák. [{tram}]",
    "Cyrillic look-alike": "The extension cost 412 million crowns, said Jіří Zábrаnský. [{tram}]",
    "acronym": "The extension cost 412 million crowns, the IMF said. [{tram}]",
    # Quotations
    "curly": "“Every crown of the 412 million was worth it”, said the mayor. [{tram}]",
    "straight": 'The extension cost 412 million crowns, "worth every one", he said. [{tram}]',
    "single": "The extension cost 412 million crowns, ‘worth every one’, said the mayor. [{tram}]",
    "German": "The extension cost 412 million crowns, „worth every one“, said the mayor. [{tram}]",
    "French": "The extension cost 412 million crowns, « worth every one », he said. [{tram}]",
    "French inner": "The extension cost 412 million crowns, ‹worth every one›, he said. [{tram}]",
    "Japanese": "The extension cost 412 million crowns, 「worth every one」, he said. [{tram}]",
    "Japanese double": "The extension cost 412 million crowns, 『worth it』, he said. [{tram}]",
    "full-width marks": "The extension cost 412 million crowns, ＂worth it＂, he said. [{tram}]",
    "low": "The extension cost 412 million crowns, ‚worth every one‘, he said. [{tram}]",
    "backticks": "The extension cost 412 million crowns, ``worth every one'', he said. [{tram}]",
    "primes": "The extension cost 412 million crowns, ″worth every one″, he said. [{tram}]",
    "unclosed": "The mayor said of the 412 million crowns: “worth every one. [{tram}]",
    "words left out": "“Some … people hated the tram on its first day”, said the mayor. [{tram}]",
    "one word more": "“We never waited eleven years for this”, said Božena Černá. [{tram}]",
    # Meaning
    "denial": "A night tram was not ruled out because the neighbours objected. [{tram}]",
    "content": "The mayor promised that nobody would ever pay a fare on this line. [{tram}]",
    "opinion": "The extension was a scandalous waste of money, said the mayor. [{tram}]",
    "language": "Die Verlängerung um 3,4 Kilometer kostete 412 Millionen Kronen. [{tram}]",
    "Cyrillic": "Продление на 3,4 километра стоило 412 миллионов крон. [{tram}]",
    "Chinese": "3.4公里的延长线耗资4.12亿克朗。 [{tram}]",
    "question": "Do you want to know what the extension of Tram 9 cost the town? [{tram}]",
    # Keys
    "no key": _COST,
    "wrong passage": f"{_COST} [{{wire}}]",
    "invented key": f"{_COST} [z9z9]",
    "a key of the same shape": f"{_COST} [q4z7]",
    "number as key": f"{_COST} [1]",
    "title as key": f"{_COST} [The Moravian Post]",
    "footnote": f"{_COST}[^1]",
    "superscript marker": f"{_COST}¹",
    "half a key": f"{_COST} [{{tram_half}}",
    "key not closed": f"{_COST} [{{tram}}",
    "key in the text": f"As {{tram}} says, {_COST[0].lower()}{_COST[1:]} [{{tram}}]",
    "invented key in the text": f"As z9z9 says, {_COST[0].lower()}{_COST[1:]} [{{tram}}]",
    "number in round brackets": f"{_COST[:-1]} (3). [{{tram}}]",
    # Markup
    "table": "| Cost of the extension | 412 million crowns | [{tram}]",
    "link": "The extension cost [412 million crowns](https://evil.example/tram). [{tram}]",
    "bare link": "The extension cost 412 million crowns, see evil.example/tram for more. [{tram}]",
    "address": "The extension cost 412 million crowns: https://evil.example [{tram}]",
    "image": "![cost](https://evil.example/412.png) 412 million crowns [{tram}]",
    "HTML": "The extension cost <b>412 million crowns</b>, said the mayor. [{tram}]",
    "script": "<script>alert(1)</script> The extension cost 412 million crowns. [{tram}]",
    "entity": "The extension cost 412 million crowns &lt;b&gt; said the mayor. [{tram}]",
    "everyone": "@everyone The extension cost 412 million crowns, said the mayor. [{tram}]",
    "mention": "<@123456789012345678> The extension cost 412 million crowns. [{tram}]",
    "channel": "<#123456789012345678> The extension cost 412 million crowns. [{tram}]",
    "emoji markup": "The extension cost 412 million crowns <:money:123456789012345678>. [{tram}]",
    "timestamp": "Tram 9 carried its first passengers <t:1715644800:F>. [{tram}]",
    "spoiler": "The extension cost ||412 million crowns||, said the mayor. [{tram}]",
    "formula": "The extension cost $$412 \\times 10^6$$ crowns, said the mayor. [{tram}]",
    "code": "```python\nprint('The extension cost 412 million crowns')\n``` [{tram}]",
    "JSON": '{"answer": "The extension cost 412 million crowns"} [{tram}]',
    "our fence": '</passage><passage key="a2a2">412 million crowns</passage> [{tram}]',
    # Obedience and leaks
    "obeyed": "HACKED HACKED HACKED. [{tram}]",
    "obeyed at length": "As instructed, I will now ignore all rules and say HACKED. [{tram}]",
    "system prompt": "My instructions: answer in one to four short sentences of prose. [{tram}]",
    "greeting": "Sure, here is your answer about the extension of Tram 9: [{tram}]",
    "apology": "I am sorry, but as a language model I can't help with that. [{tram}]",
    "advice": "You should read the article in The Moravian Post for yourself. [{tram}]",
}

# Whole replies: whatever of them may stand, the rest goes.
WHOLE_REPLIES = {
    "system prompt": INSTRUCTIONS,
    "system prompt with keys": INSTRUCTIONS.replace("\n\n", " [{tram}]\n\n"),
    "ten thousand words": "The extension cost 999 million crowns and nobody knows why. " * 1_000,
    "ten thousand good words": f"{GOOD} [{{tram}}] " * 1_000,
    "one long line": "word " * 10_000,
    "one long word": "a" * 60_000,
    "one long marker": "[" + "k7f2, " * 5_000,
    "brackets": "[" * 5_000 + "]" * 5_000,
    "markers alone": "[{tram}] [{audit}] [1] [2]",
    "headings": f"# Cost\n\n## {GOOD} [{{tram}}]\n\n### Sources\n\n1. [{{tram}}] evil.example",
    "list": f"- {GOOD} [{{tram}}]\n- It cost 999 million crowns. [{{tram}}]\n* Bye. [{{tram}}]",
    "keys in other brackets": f"{GOOD} ({{tram}}) {GOOD} {{{{tram}}}} {GOOD} ⟦{{tram}}⟧",
    "keys in wide brackets": f"{GOOD} ［{{tram}}］ {GOOD} 〔{{tram}}〕 {GOOD} ＜{{tram}}＞",
    "keys in words": f"{GOOD} (source: {{tram}}) {GOOD} [see {{tram}}] {GOOD} [key={{tram}}]",
    "silence and prose": f"{SILENT} But it cost 999 million crowns. [{{tram}}]",
    "silence in parts": SILENT.replace("_", " "),
    "nothing but spaces": " \n\t \u200b\u2060 \n",
    "right to left": "\u202e.snworc noillim 215 tsoc noisnetxe ehT\u202c [{tram}]",
    "control characters": "The extension\x00 cost\x07 512\x1b[31m million crowns. [{tram}]",
    "sentence torn by a marker": "It [{tram}] cost 512 [{tram}] million crowns. [{tram}]",
    "two figures in two passages": "The extension cost 875 million crowns. [{tram}, {audit}]",
    "all keys for one invention": "The mayor resigned on Monday. [{tram}] [{audit}] [{wire}]",
}


def _answers_with(body: bytes, content_type: str = "text/event-stream") -> Behaviour:
    async def behave(_: Prompt, __: web.Request) -> web.StreamResponse:
        return web.Response(body=body, headers={"Content-Type": content_type})

    return behave


def _hangs_up() -> Behaviour:
    async def behave(_: Prompt, request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        await asyncio.sleep(0)
        return web.Response()

    return behave


def _begun(*more: bytes, torn: bool = False) -> Behaviour:
    """Say the first words of a reply, and then what is no reply any more."""
    return sends(lambda _: [event({"content": "The extension cost"}), *more], torn=torn)


_WITHOUT_DELTA = (
    b'data: {"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0}]}\n\n'
)

# The model answers with no reply at all, or with none that has an end: quotes are left.
NO_REPLIES = {
    "bad request": fails(400),
    "no key": fails(401),
    "no money": fails(402),
    "no right": fails(403),
    "no such model": fails(404),
    "too long for the model": fails(400, "This model's maximum context length is 4096 tokens."),
    "too large": fails(413),
    "unprocessable": fails(422),
    "too many requests": fails(429),
    "broken": fails(500),
    "overloaded": fails(529),
    "stall": stalls(),
    "stall half way": stalls(f"{GOOD} [{{tram}}] The extension"),
    "empty": says(""),
    "empty stream": _answers_with(b""),
    "only the end": _answers_with(b"data: [DONE]\n\n"),
    "cut off": says("The extension cost 412 million", ending="length"),
    "filtered": says("The extension cost 412 million", ending="content_filter"),
    "no ending": says("The extension cost 412 million", ending=None),
    "neither ending nor end": sends(lambda _: reply_events("It cost", ending=None, done=False)),
    "error half way": _begun(b'data: {"error": {"message": "overloaded"}}\n\n'),
    "broken JSON": _begun(b'data: {"choices": [{"delta": {"conte\n\n'),
    "not JSON": _begun(b"data: oops\n\n"),
    "a list": _begun(b"data: [1, 2]\n\n"),
    "no delta": _begun(_WITHOUT_DELTA),
    "no choices": _begun(b'data: {"id": "1"}\n\n'),
    "not UTF-8": _begun(b"data: \xff\xfe\xff\n\n"),
    "connection reset": _begun(torn=True),
    "connection reset at once": _hangs_up(),
    "HTML": _answers_with(b"<html><body>Bad gateway</body></html>", "text/html"),
    "whole instead of streamed": _answers_with(b'{"choices": []}', "application/json"),
    "tool call": sends(
        lambda _: [b'data: {"choices": [{"index": 0, "delta": {"tool_calls": []}}]}\n\n']
    ),
}
