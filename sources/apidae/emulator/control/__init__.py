"""What tests hold over the emulator: a journal of calls, faults, switches, changes of objects."""
