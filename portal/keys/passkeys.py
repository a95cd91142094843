"""Passkeys (WebAuthn): what the browser is asked to do, and whether what it answers is right."""

import base64
from ipaddress import ip_address

from django.conf import settings
from django.http.request import split_domain_port
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
)

WRONG = (ValueError, KeyError, TypeError, AttributeError)  # what the library raises on answers that are not
STATE = "passkey"  # in the session: what was asked


def work_at(request):
    """Whether there can be passkeys at this address: they are made for a name, never for a number."""
    host = _host(request)
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def ask_to_make(request, user, keys):
    """What the browser is to do, as JSON."""
    entity = PublicKeyCredentialUserEntity(
        id=str(user.pk).encode(), name=user.username, display_name=user.name
    )
    asked, state = _server(request).register_begin(entity, [_credential(key) for key in keys])
    request.session[STATE] = state
    return dict(asked)


def made(request, answer):
    """(the credential in base64, how often it has signed). Raises one of WRONG."""
    found = _server(request).register_complete(request.session.pop(STATE), answer)
    return base64.b64encode(found.credential_data).decode(), found.counter


def ask_to_sign(request, keys):
    asked, state = _server(request).authenticate_begin([_credential(key) for key in keys])
    request.session[STATE] = state
    return dict(asked)


def signed(request, keys, answer):
    """(the key that signed, how often it has). Raises one of WRONG."""
    known = {_credential(key).credential_id: key for key in keys}
    state = request.session.pop(STATE)  # each question is answered once
    credentials = [_credential(key) for key in keys]
    found = _server(request).authenticate_complete(state, credentials, answer)
    counter = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    return known[found.credential_id], counter


def _credential(key):
    return AttestedCredentialData(base64.b64decode(key.secret))


def _host(request):
    return split_domain_port(request.get_host())[0]  # one of ALLOWED_HOSTS


def _server(request):
    rp = PublicKeyCredentialRpEntity(name=settings.PORTAL_NAME, id=_host(request))
    here = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(rp, verify_origin=lambda origin: origin == here)
