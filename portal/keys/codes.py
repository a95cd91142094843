"""Six digits from a phone (RFC 6238), and the codes for the day on which the phone is lost."""

import base64
import secrets
from hashlib import sha256

import pyotp
import segno
from django.conf import settings
from django.utils.safestring import mark_safe

STEP = 30  # seconds for which six digits hold
DRIFT = 1  # so many steps the phone's clock may be off
HOW_MANY = 10  # recovery codes


def new_secret():
    return pyotp.random_base32()


def qr(user, secret):
    """For the app; black on white also in the dark, as a phone must read it."""
    issuer = f"{settings.PORTAL_NAME} {settings.COMMITTEE_NAME}"
    address = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer)
    return mark_safe(segno.make(address, micro=False).svg_inline(border=4, light="#fff", omitsize=True))


def in_fours(secret):
    """As one can copy it by hand."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def step_of(secret, code, at):
    """Which half minute these six digits are of, if of this one or one beside it; else None."""
    app, now = pyotp.TOTP(secret), int(at.timestamp()) // STEP
    near = range(now - DRIFT, now + DRIFT + 1)
    return next((step for step in near if secrets.compare_digest(app.generate_otp(step), code)), None)


def new_recovery_codes():
    """16 letters each, 80 random bits: no guess and no table of digests reaches them."""
    return [base64.b32encode(secrets.token_bytes(10)).decode() for _each in range(HOW_MANY)]


def digest(code):
    return sha256(code.encode()).hexdigest()
