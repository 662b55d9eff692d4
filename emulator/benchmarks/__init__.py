"""How fast the emulator is, told as ratios to the bare server it runs on, so that the machine cancels out."""
