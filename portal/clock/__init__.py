"""The clock: when each of its sweeps last ran, that none runs for ever, and when one that stands still is an alarm."""
