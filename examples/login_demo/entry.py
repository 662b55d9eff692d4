"""Making an account and logging in: a code by SMS, then a second factor where there is one, or a passkey."""

import re
from secrets import randbelow

import approvals
import authenticators
import factors
import passcodes
import passkeys
from refusals import Refused
from sessions import Asked, Person, Session
from starlette.responses import RedirectResponse, Response
from visits import Visit

LONGEST_NAME = 40
UNANSWERED = {
    "denied": "That login was denied on your phone. If it was not you, somebody else has your number.",
    "expired": "Your phone did not answer in time. Ask it once more.",
}


def sign_up(visit: Visit) -> Response:
    name = visit.typed.get("name", "")
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused(f"Tell us your name, in {LONGEST_NAME} characters at most.")
    return _send_code(visit, name)


def log_in(visit: Visit) -> Response:
    return _send_code(visit, None)


def _send_code(visit: Visit, new_name: str | None) -> Response:
    """To any number: only who has the phone in hand is told whether there is an account."""
    phone = re.sub(r"[\s().-]", "", visit.typed.get("phone", ""))
    passcodes.send(visit.shop.service, phone)
    return visit.go("/code", Session(code_went_to=phone, new_name=new_name))


def show_code(visit: Visit) -> Response:
    return visit.show("code.html", phone=_code_went_to(visit))


def send_again(visit: Visit) -> Response:
    passcodes.send(visit.shop.service, _code_went_to(visit))
    visit.session.notice = "We have sent the code once more."
    return visit.go("/code")


def check_code(visit: Visit) -> Response:
    """The number is that of the session: nobody else's form can log a browser in."""
    phone = _code_went_to(visit)
    passcodes.check(visit.shop.service, phone, visit.typed.get("code", ""))
    person = visit.shop.people.by_phone.get(phone) or _make_account(visit, phone)
    if factors.of(visit.shop.service, person.identity).has_second:
        return visit.go("/second-step", Session(halfway=person))
    return visit.go("/", Session(person=person))


def _code_went_to(visit: Visit) -> str:
    if visit.session.code_went_to is None:
        raise Refused("Begin with your phone number.", at="/")
    return visit.session.code_went_to


def _make_account(visit: Visit, phone: str) -> Person:
    if visit.session.new_name is None:
        raise Refused("There is no account with that number yet. Create one.", at="/sign-up")
    person = Person(visit.session.new_name, phone)
    factors.create_entity(visit.shop.service, person.identity)
    visit.shop.people.add(person)
    return person


def show_second_step(visit: Visit) -> Response:
    found = factors.of(visit.shop.service, visit.halfway.identity)
    return visit.show("second_step.html", factors=found)


def check_second_step(visit: Visit) -> Response:
    person, service = visit.halfway, visit.shop.service
    apps = factors.of(service, person.identity).totp
    if not apps:
        raise Refused("Your account has no authenticator app.")
    authenticators.check(service, person.identity, apps[-1].sid, visit.typed.get("code", ""))
    return visit.go("/", Session(person=person))


def ask_phone(visit: Visit) -> Response:
    """The phone and the page show the same number, so that nobody approves somebody else's login by mistake."""
    person, service = visit.halfway, visit.shop.service
    phones = factors.of(service, person.identity).push
    if not phones:
        raise Refused("Your account has no phone that could approve.")
    number = str(randbelow(90) + 10)
    details = {"Number": number, "Computer": _computer(visit), "Address": _address(visit)}
    question = f"Log in to {visit.shop.name}?"
    sid = approvals.ask(service, person.identity, phones[-1].sid, question, details)
    visit.session.asked = Asked(sid, number)
    return visit.go("/approval")


def _computer(visit: Visit) -> str:
    return visit.request.headers.get("sec-ch-ua-platform", "").strip('"') or "unknown"


def _address(visit: Visit) -> str:
    return visit.request.client.host if visit.request.client else "unknown"


def show_approval(visit: Visit) -> Response:
    return visit.show("approval.html", number=_asked(visit).number)


def approval_status(visit: Visit) -> Response:
    if visit.session.halfway is None or visit.session.asked is None:
        return visit.answer({"status": "none"})
    return visit.answer({"status": _answered(visit)})


def finish_approval(visit: Visit) -> Response:
    """The page sends this when the phone has answered; what the answer was is asked again, here."""
    person, status = visit.halfway, _answered(visit)
    if status == "approved":
        return visit.go("/", Session(person=person))
    if status == "pending":
        raise Refused("Your phone has not answered yet.")
    visit.session.asked = None
    raise Refused(UNANSWERED[status], at="/second-step")


def _asked(visit: Visit) -> Asked:
    if visit.session.asked is None:
        raise Refused("Your phone was not asked yet.", at="/second-step")
    return visit.session.asked


def _answered(visit: Visit) -> str:
    return approvals.status(visit.shop.service, visit.halfway.identity, _asked(visit).challenge_sid)


def start_passkey(visit: Visit) -> Response:
    challenge = passkeys.ask_to_sign(visit.shop.service)
    visit.session.passkey_sid = challenge.sid
    return visit.answer(challenge.options["publicKey"])


def finish_passkey(visit: Visit) -> Response:
    """The device has asked for a finger, a face or a PIN: no second factor is due."""
    asked, visit.session.passkey_sid = visit.session.passkey_sid, None
    challenge = passkeys.check(visit.shop.service, visit.body)
    person = visit.shop.people.by_identity.get(challenge.identity)
    if asked is None or asked != challenge.sid or person is None:
        raise Refused("This browser was not asked to sign that.")
    return visit.answer({}, Session(person=person))


def log_out(visit: Visit) -> Response:
    visit.shop.sessions.end(visit.request.cookies)
    return RedirectResponse("/", 303)
