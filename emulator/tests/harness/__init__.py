"""What the tests drive an emulator with: in this process, on a thread, as a program, over bare sockets."""
