"""Organisations, people and their hats, posts, seats and leave; terms and members; counters of strangers."""

from .counters import Counter
from .organisations import FormerName, Organisation
from .people import ADMINISTRATORS, Absence, Hat, Post, Role, Seat, SeatState, User, doer
from .persons import Belonging, Expertise, OtherName
from .terms import Membership, Sector, Term
