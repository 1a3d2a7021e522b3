"""What the figures were measured on and with."""

import os
import platform
from importlib import metadata
from pathlib import Path

# What an embedding model's integers run faster with.
_FLAGS = ("avx2", "avx512f", "avx_vnni", "avx512_vnni", "amx_int8")
_LIBRARIES = ("chromadb", "onnxruntime", "tantivy", "numpy", "llama-index-core")


def describe() -> dict[str, str]:
    """Return the processor, the system and the versions that matter."""
    about = _processor()
    flags = about.get("flags", "").split()
    return {
        "processor": about.get("model name") or platform.processor() or platform.machine(),
        "cores": str(os.cpu_count()),
        "instructions": ", ".join(flag for flag in _FLAGS if flag in flags) or "unknown",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    } | {name: metadata.version(name) for name in _LIBRARIES}


def _processor() -> dict[str, str]:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in pairs}
