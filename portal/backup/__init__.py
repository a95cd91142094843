"""The whole portal in one file: every table as it was at one moment, and every file the tables name."""
