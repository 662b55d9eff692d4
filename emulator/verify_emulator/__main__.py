"""The entry point of the command and of `python -m verify_emulator`."""

import gc

gc.disable()  # imports make no garbage, and looking for it would be a twentieth of the start; serving turns it on

from verify_emulator.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
