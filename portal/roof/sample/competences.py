"""The demo's catalogue of who owns what."""

import tomllib
from datetime import timedelta
from pathlib import Path

from routing.workflow.competences import add_competence

SOURCE = "《天河市市级部门权责清单（2026年版）》"


def load(year):
    """Laid down a year ago."""
    clerk, at = year.register.people["lihui"], year.now - timedelta(days=366)
    for unit, matters in tomllib.loads(Path(__file__).with_suffix(".toml").read_text()).items():
        for n, (matter, words) in enumerate(matters.items(), 1):
            said = {"matter": matter, "words": words, "source": f"{SOURCE}{unit}第{n}项"}
            add_competence(by=clerk, at=at, unit=year.units[unit], **said)
