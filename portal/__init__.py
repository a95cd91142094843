"""The portal. Its version stands in pyproject.toml and nowhere else."""

import tomllib
from pathlib import Path

with (Path(__file__).parent.parent / "pyproject.toml").open("rb") as _file:
    __version__ = tomllib.load(_file)["project"]["version"]
