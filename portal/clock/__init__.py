"""The clock: when each of its sweeps last ran, that none runs for ever, and which is an alarm."""
