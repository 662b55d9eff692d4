"""What `verify-emulator exec` loads into programs whose language can be told to, so that they call the emulator."""

from pathlib import Path

FOLDER = Path(__file__).parent
PYTHON = FOLDER / "python"
"""For PYTHONPATH: Python imports the `sitecustomize` that it finds first."""

NODE = FOLDER / "node.cjs"
"""For NODE_OPTIONS --require."""
