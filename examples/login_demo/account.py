"""The page of somebody who is logged in, and the factors they add: an authenticator app, passkeys, phones."""

from io import BytesIO

import approvals
import authenticators
import factors
import passkeys
import segno
from refusals import Refused
from starlette.responses import Response
from visits import SECURITY, Visit


def home(visit: Visit) -> Response:
    """The account, or for everybody else the way in."""
    person = visit.session.person
    if person is None:
        return visit.show("log_in.html")
    return visit.show("account.html", person=person, factors=factors.of(visit.shop.service, person.identity))


def begin_authenticator(visit: Visit) -> Response:
    person, service = visit.person, visit.shop.service
    if factors.of(service, person.identity).totp:
        raise Refused("Your authenticator app is on already.")
    factor = authenticators.begin(service, person.identity, person.name)
    binding = factor.binding or {}
    visit.session.totp = {"sid": str(factor.sid), "uri": binding["uri"], "secret": binding["secret"]}
    return visit.go("/authenticator")


def show_authenticator(visit: Visit) -> Response:
    return visit.show("authenticator.html", secret=_new_totp(visit)["secret"])


def draw_qr(visit: Visit) -> Response:
    drawn = BytesIO()
    segno.make(_new_totp(visit)["uri"], error="m").save(drawn, kind="svg", scale=6, light="#fff")
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers=SECURITY)


def finish_authenticator(visit: Visit) -> Response:
    factor_sid = _new_totp(visit)["sid"]
    authenticators.finish(visit.shop.service, visit.person.identity, factor_sid, visit.typed.get("code", ""))
    visit.session.totp = None
    visit.session.notice = "Your authenticator app is on: from now on, logging in takes its code as well."
    return visit.go("/")


def _new_totp(visit: Visit) -> dict[str, str]:
    if visit.session.totp is None:
        raise Refused("Begin here.", at="/")
    return visit.session.totp


def begin_phone(visit: Visit) -> Response:
    person, service = visit.person, visit.shop.service
    visit.session.phones_before = len(factors.of(service, person.identity).push)
    visit.session.access_token = approvals.create_access_token(
        service, person.identity, f"{person.name}'s phone"
    )
    return visit.go("/phone-app")


def show_phone(visit: Visit) -> Response:
    if visit.session.access_token is None:
        raise Refused("Begin here.", at="/")
    minutes = approvals.TOKEN_SECONDS // 60
    return visit.show("phone_app.html", token=visit.session.access_token, minutes=minutes)


def phone_status(visit: Visit) -> Response:
    return visit.answer({"status": "added" if _is_added(visit) else "pending"})


def finish_phone(visit: Visit) -> Response:
    if not _is_added(visit):
        raise Refused("Your phone has not registered yet.")
    visit.session.access_token = None
    visit.session.notice = "Your phone is added: it can approve logins."
    return visit.go("/")


def _is_added(visit: Visit) -> bool:
    phones = factors.of(visit.shop.service, visit.person.identity).push
    return len(phones) > visit.session.phones_before


def start_passkey(visit: Visit) -> Response:
    factor = passkeys.ask_to_make(visit.shop.service, visit.person.identity, visit.person.name)
    visit.session.passkey_sid = factor.sid
    return visit.answer(factor.options["publicKey"])


def finish_passkey(visit: Visit) -> Response:
    asked, visit.session.passkey_sid = visit.session.passkey_sid, None
    factor = passkeys.keep(visit.shop.service, visit.body)
    if asked is None or asked != factor.sid or factor.identity != visit.person.identity:
        raise Refused("This browser was not asked to make that passkey.")
    visit.session.notice = "Your passkey is added: next time it is all you need."
    return visit.answer({})
