"""`python -m verify_emulator` is the command line."""

from verify_emulator.cli import main

if __name__ == "__main__":
    main()
