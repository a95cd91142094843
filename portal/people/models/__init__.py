"""Organisations, people, the hats they wear, posts, seats and leave."""

from .organisations import Organisation
from .people import ADMINISTRATORS, Absence, Hat, Post, Role, Seat, User, doer
