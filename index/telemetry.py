"""What libraries would report of whoever uses them, which nothing of Footnote does."""

import os

# onnxruntime gives the machine an id, and tells Microsoft of every process and model, unless it is
# told not to before it is imported
# (https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md). The library with which
# fastembed downloads tells the hub what runs it. Chroma's setting stands where Chroma is opened.
_OFF = {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def report_nothing() -> None:
    """Switch off the reports of what is imported from now on, unless the environment wants them."""
    for name, value in _OFF.items():
        os.environ.setdefault(name, value)
