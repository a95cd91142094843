"""Organisations, people, the hats they wear, posts, seats and leave; counters of what strangers do."""

from .counters import Counter
from .organisations import Organisation
from .people import ADMINISTRATORS, Absence, Hat, Post, Role, Seat, SeatState, User, doer
