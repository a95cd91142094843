"""Files people hand in: what is accepted, by content and not only by name; how they are kept and shown."""

from reports.files.checks import ACCEPT, check, clean_name
from reports.files.fields import FilesField
from reports.files.refusal import Refused
from reports.files.storing import drop, erase_files, keep

__all__ = ["ACCEPT", "FilesField", "Refused", "check", "clean_name", "drop", "erase_files", "keep"]
