"""What an emulator has, as one document: to be kept in a file, handed on, and gone back to."""
