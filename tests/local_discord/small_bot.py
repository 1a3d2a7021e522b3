"""A small discord.py bot that uses everything the local Discord knows, for its own tests."""

import asyncio
import re
from typing import Any

import discord
from discord import app_commands, ui

from tests.local_discord.interaction import Patience

SHORT = Patience(first_response=0.3, token=0.6)  # what ``dawdle`` and ``ponder`` outstay


class SmallBot(discord.Client):
    """Remembers the messages it hears and what goes wrong in its commands."""

    def __init__(self, intents: discord.Intents | None = None, **options: Any) -> None:
        intents = intents or discord.Intents.default()
        super().__init__(intents=intents, guild_ready_timeout=0.05, **options)
        self.tree = app_commands.CommandTree(self)
        self.tree.error(self.remember)
        self.heard: list[str] = []
        self.errors: asyncio.Queue[BaseException] = asyncio.Queue()
        for command in COMMANDS:
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Register what survives a restart, and the commands."""
        self.add_dynamic_items(Echo)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once, without the pause that spares the real Discord."""

    async def remember(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError
    ) -> None:
        """Keep an error of a command."""
        await self.errors.put(getattr(error, "original", error))

    async def on_message(self, message: discord.Message) -> None:
        """Reply to mentions and direct messages."""
        if message.author == self.user:
            return
        self.heard.append(message.content)
        if self.user in message.mentions or message.guild is None:
            await message.reply(f"heard {message.content}")


class ShardedBot(SmallBot, discord.AutoShardedClient):
    """The same bot as one that grows out of one connection."""


class Echo(ui.DynamicItem[ui.Button[Any]], template=r"echo:(?P<word>\w+)"):
    """A button that knows its word from its custom id, whatever process made it."""

    def __init__(self, word: str) -> None:
        super().__init__(ui.Button(label=f"Echo {word}", custom_id=f"echo:{word}"))
        self.word = word

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> "Echo":
        """Return the button that was pressed."""
        return cls(match["word"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Put the word in the place of the message."""
        await interaction.response.edit_message(content=self.word)


class Publishers(ui.Select[Any]):
    """A menu whose choice is answered in a message of its own, after a silent deferral."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=name, value=name) for name in ("alpha", "beta")]
        super().__init__(custom_id="publishers", options=options)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Say what was chosen."""
        await interaction.response.defer()
        await interaction.followup.send(f"chose {self.values[0]}", ephemeral=True)


class Form(ui.Modal, title="Ask again"):
    """A form with one labelled field."""

    question = ui.Label[Any](text="Your question", component=ui.TextInput())

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was written."""
        field = self.question.component
        assert isinstance(field, ui.TextInput)
        await interaction.response.send_message(f"asked {field.value}")


@app_commands.command(description="Think, then answer")
async def ask(interaction: discord.Interaction, question: str) -> None:
    """Answer by editing a deferred response."""
    await interaction.response.defer(thinking=True)
    await interaction.edit_original_response(content=f"You asked {question}")


@app_commands.command(description="Answer in private, twice")
async def whisper(interaction: discord.Interaction) -> None:
    """Answer ephemerally and follow up."""
    await interaction.response.send_message("first", ephemeral=True)
    await interaction.followup.send("second", ephemeral=True)


@app_commands.command(description="Think in public, answer in private")
async def regret(interaction: discord.Interaction) -> None:
    """Follow up ephemerally on a deferral that wasn't."""
    await interaction.response.defer()
    await interaction.followup.send("in private?", ephemeral=True)


@app_commands.command(description="Think in public, take it back, answer in private")
async def withdraw(interaction: discord.Interaction) -> None:
    """Follow up ephemerally where nothing is left to fill in."""
    await interaction.response.defer()
    await interaction.delete_original_response()
    await interaction.followup.send("afresh", ephemeral=True)


@app_commands.command(description="Answer too late")
async def dawdle(interaction: discord.Interaction) -> None:
    """Let the time for the first response pass."""
    await asyncio.sleep(SHORT.first_response * 1.2)
    await interaction.response.send_message("too late")


@app_commands.command(description="Think for too long")
async def ponder(interaction: discord.Interaction) -> None:
    """Let the interaction's token expire."""
    await interaction.response.defer()
    await asyncio.sleep(SHORT.token * 1.2)
    await interaction.edit_original_response(content="too late")


@app_commands.command(description="Acknowledge twice")
async def stutter(interaction: discord.Interaction) -> None:
    """Respond through two objects, of which neither knows of the other."""
    await discord.InteractionResponse(interaction).defer()
    await discord.InteractionResponse(interaction).defer()


@app_commands.command(description="Show buttons and a menu")
async def buttons(interaction: discord.Interaction) -> None:
    """Answer with components."""
    view = ui.View(timeout=None).add_item(Echo("hello")).add_item(Publishers())
    await interaction.response.send_message("press", view=view)


@app_commands.command(description="Show a layout")
async def layout(interaction: discord.Interaction) -> None:
    """Answer with components v2."""
    box = ui.Container[Any](ui.TextDisplay("In a box"), ui.ActionRow(Echo("boxed")))
    view = ui.LayoutView(timeout=None).add_item(ui.TextDisplay("# Heading")).add_item(box)
    await interaction.response.send_message(view=view)


@app_commands.command(description="Open a form")
async def form(interaction: discord.Interaction) -> None:
    """Answer with a modal."""
    await interaction.response.send_modal(Form())


@app_commands.command(description="Attach a file again")
async def copy(
    interaction: discord.Interaction, file: discord.Attachment, times: int, loud: bool = False
) -> None:
    """Answer with copies of a file."""
    files = [await file.to_file() for _ in range(times)]
    await interaction.response.send_message("LOUD" if loud else "quiet", files=files)


@app_commands.context_menu(name="Check this")
async def check(interaction: discord.Interaction, message: discord.Message) -> None:
    """Answer with the words of a message that the bot couldn't read itself."""
    await interaction.response.send_message(f"checked {message.content}")


@app_commands.command(description="Say what one may do")
async def whoami(interaction: discord.Interaction) -> None:
    """Answer with a permission of the one who asks."""
    manages = interaction.permissions.manage_guild
    await interaction.response.send_message(f"{interaction.user.name} manages: {manages}")


sources = app_commands.Group(name="sources", description="Sources")


@sources.command(name="by", description="Sources by publisher")
async def by(interaction: discord.Interaction, publisher: str) -> None:
    """Answer from a subcommand."""
    await interaction.response.send_message(f"by {publisher}")


@by.autocomplete("publisher")
async def complete(
    interaction: discord.Interaction, current: str
) -> list[app_commands.Choice[str]]:
    """Offer what was written, in capitals."""
    return [app_commands.Choice(name=current.upper(), value=current)]


Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group

COMMANDS: tuple[Command, ...] = (
    ask,
    buttons,
    check,
    copy,
    dawdle,
    form,
    layout,
    ponder,
    regret,
    sources,
    stutter,
    whisper,
    whoami,
    withdraw,
)
