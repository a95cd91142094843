"""The whole portal in one file: the database as it was at one moment, and every file that its rows name."""
