"""People log in with a code that comes by SMS. Serve it with `waitress-serve --call app:create_app`."""

import os
import re
from secrets import token_urlsafe

import passcodes
from flask import Blueprint, Flask, current_app, redirect, render_template, request, session, url_for
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext
from werkzeug.wrappers import Response

pages = Blueprint("pages", __name__)

Answer = str | Response | tuple[str, int]


def verify_service() -> ServiceContext:
    """The Verify Service that sends and checks the codes."""
    client: Client = current_app.extensions["twilio"]
    return client.verify.v2.services(current_app.config["TWILIO_VERIFY_SERVICE_SID"])


@pages.get("/")
def start() -> Answer:
    return redirect(url_for("pages.me"))


@pages.get("/login")
def ask_for_phone() -> Answer:
    return render_template("login.html")


@pages.post("/login")
def send_code() -> Answer:
    phone = re.sub(r"[\s().-]", "", request.form["phone"])
    try:
        passcodes.send(verify_service(), phone)
    except passcodes.Refused as refused:
        return render_template("login.html", phone=phone, reason=refused.reason), refused.status
    session["code_went_to"] = phone
    return redirect(url_for("pages.ask_for_code"))


@pages.get("/login/check")
def ask_for_code() -> Answer:
    if "code_went_to" not in session:
        return redirect(url_for("pages.ask_for_phone"))
    return render_template("check.html", phone=session["code_went_to"])


@pages.post("/login/check")
def check_code() -> Answer:
    """The number is that of the session: nobody else's form can log a browser in."""
    if "code_went_to" not in session:
        return redirect(url_for("pages.ask_for_phone"))
    phone = session["code_went_to"]
    try:
        passcodes.check(verify_service(), phone, request.form["code"].strip())
    except passcodes.Refused as refused:
        return render_template("check.html", phone=phone, reason=refused.reason), refused.status
    session.clear()
    session["phone"] = phone
    return redirect(url_for("pages.me"))


@pages.get("/me")
def me() -> Answer:
    if "phone" not in session:
        return redirect(url_for("pages.ask_for_phone"))
    return render_template("me.html", phone=session["phone"])


@pages.post("/logout")
def log_out() -> Answer:
    session.clear()
    return redirect(url_for("pages.ask_for_phone"))


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.update(
        # Unless one is given, everybody has to log in again when the application restarts.
        SECRET_KEY=os.environ.get("SESSION_SECRET") or token_urlsafe(),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=os.environ.get("HTTPS_ONLY") == "true",
        TWILIO_VERIFY_SERVICE_SID=os.environ["TWILIO_VERIFY_SERVICE_SID"],
    )
    sid, token = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
    app.extensions["twilio"] = Client(sid, token, http_client=TwilioHttpClient(timeout=10))
    app.register_blueprint(pages)
    return app
