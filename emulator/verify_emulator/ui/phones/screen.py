"""The screen Phones: its routes, and what its two halves share."""

from starlette.routing import Route

from verify_emulator.ui.pages import Pages
from verify_emulator.ui.parts import Parts, Screen
from verify_emulator.ui.phones.authenticator_pages import AuthenticatorPages
from verify_emulator.ui.phones.message_pages import MessagePages


def make_screen(pages: Pages, parts: Parts) -> Screen:
    messages = MessagePages(pages, parts)
    authenticators = AuthenticatorPages(pages, parts)
    fragments = "/ui/fragments"
    return Screen(
        name="phones",
        title="Phones",
        path="/",
        routes=[
            Route("/", messages.page),
            Route("/phones", messages.page),
            Route("/phones/authenticators", authenticators.page),
            Route(f"{fragments}/tabs", messages.tabs),
            Route(f"{fragments}/recipients", messages.recipients),
            Route(f"{fragments}/links", messages.links),
            Route(f"{fragments}/nobody", messages.nobody),
            Route(f"{fragments}/handset", messages.handset),
            Route(f"{fragments}/messages", messages.messages),
            Route(f"{fragments}/message", messages.message),
            Route(f"{fragments}/authenticators", authenticators.news),
        ],
    )
