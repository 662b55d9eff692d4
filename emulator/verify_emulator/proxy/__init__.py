"""A small HTTP proxy that takes Twilio's hosts to the emulator, and relays what is for others or refuses it."""

from verify_emulator.proxy.proxy import Proxy as Proxy
from verify_emulator.proxy.routes import Routes as Routes
