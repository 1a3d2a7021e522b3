"""``python -m bot``: the command line, and without arguments the Discord bot."""

import sys

from bot.command_line.cli import main

if __name__ == "__main__":
    sys.argv[1:] = sys.argv[1:] or ["bot"]
    main()
