"""A resource that is only declared is served in full. Source: our contract, and Twilio's conventions for every resource
(twilio.com/docs/usage/twilios-response)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

import pytest
from harness.local import ACCOUNT, Local
from pydantic import Field

from verify_emulator.account_settings import AccountSettings
from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock
from verify_emulator.events import Events
from verify_emulator.faults.faults import Faults
from verify_emulator.http.endpoint import VerifySide
from verify_emulator.http.routes import Routes
from verify_emulator.ids import Ids
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches, lists, updates
from verify_emulator.resources.params import Flag, Params, Whole
from verify_emulator.resources.resource import HIDDEN, Resource
from verify_emulator.settings import Settings
from verify_emulator.store.memory import Memory


@dataclass(slots=True, kw_only=True)
class Shelf(Resource):
    PREFIX: ClassVar[str] = "SH"

    sid: str
    account_sid: str
    unique_name: str
    wide: bool
    date_created: datetime
    date_updated: datetime


@dataclass(slots=True, kw_only=True)
class Book(Resource):
    KEY: ClassVar[str] = "title"
    PARENT: ClassVar[str] = "shelf_sid"

    title: str
    shelf_sid: str
    account_sid: str
    pages: int
    authors: tuple[str, ...]
    price: Annotated[int, HIDDEN]
    date_created: datetime
    date_updated: datetime


class CreateShelf(Params):
    unique_name: str
    wide: Flag = False


class UpdateShelf(Params):
    wide: Flag = False


class CreateBook(Params):
    title: str
    pages: Annotated[Whole, Field(ge=1)] = 100
    authors: tuple[str, ...] = ()
    price: Whole = 1


SHELVES = Collection(
    name="shelves",
    model=Shelf,
    path="/v2/Shelves",
    links={"books": "Books"},
    operations=(creates(CreateShelf), lists(), fetches(), updates(UpdateShelf), deletes()),
)
BOOKS = Collection(
    name="books",
    model=Book,
    parent=SHELVES,
    path="/v2/Shelves/{shelf_sid}/Books",
    operations=(creates(CreateBook), lists(), fetches(), deletes()),
)


@pytest.fixture(params=[False, True], ids=["inline", "in a thread"])
def library(request: pytest.FixtureRequest, make_emulator: Callable[..., Local]) -> Local:
    """Serves the two collections above, on a store that blocks and on one that does not."""
    clock, settings = Clock(), Settings()
    store = Memory(furnish=lambda session, sid: None, children=lambda: {Shelf: [Book]}, keep={})
    store.blocks = request.param
    local = make_emulator()
    local.app = VerifySide(  # type: ignore[assignment]
        Routes([SHELVES, BOOKS]),
        clock=clock,
        accounts=Accounts(clock, defaults=AccountSettings()),
        store=store,
        ids=Ids(),
        settings=settings,
        events=Events(),
        faults=Faults(),
    )
    return local


def make_shelf(library: Local) -> dict[str, Any]:
    answer = library.post("/v2/Shelves", UniqueName="novels", Wide="true")
    assert answer.status == 201
    shelf: dict[str, Any] = answer.json
    return shelf


def test_a_create_makes_a_record_of_its_parameters(library: Local) -> None:
    shelf = make_shelf(library)
    url = f"http://emulator.test/v2/Shelves/{shelf['sid']}"
    assert shelf["sid"].startswith("SH")
    assert list(shelf) == [*Shelf.__slots__, "url", "links"]
    assert (shelf["account_sid"], shelf["unique_name"], shelf["wide"]) == (ACCOUNT, "novels", True)
    assert shelf["date_created"] == shelf["date_updated"]
    assert (shelf["url"], shelf["links"]) == (url, {"books": f"{url}/Books"})


def test_a_record_below_another_has_its_parents_sid(library: Local) -> None:
    shelf = make_shelf(library)
    form = b"Title=Emma%20Woodhouse/1&Pages=300&Authors=Jane&Authors=Austen&Price=5"
    book = library.send("POST", f"/v2/Shelves/{shelf['sid']}/Books", form).json
    assert list(book) == [
        "title", "shelf_sid", "account_sid", "pages", "authors", "date_created", "date_updated", "url",
    ]  # fmt: skip
    assert (book["shelf_sid"], book["account_sid"]) == (shelf["sid"], ACCOUNT)
    assert (book["pages"], book["authors"]) == (300, ["Jane", "Austen"])
    assert book["url"] == f"{shelf['url']}/Books/Emma%20Woodhouse%2F1"
    assert library.get(book["url"].removeprefix("http://emulator.test")).json == book


def test_defaults_stand_in_for_what_is_not_sent(library: Local) -> None:
    shelf = make_shelf(library)
    book = library.post(f"/v2/Shelves/{shelf['sid']}/Books", Title="Emma").json
    assert (book["pages"], book["authors"]) == (100, [])


def test_an_update_changes_one_field(library: Local) -> None:
    shelf = make_shelf(library)
    changed = library.post(f"/v2/Shelves/{shelf['sid']}", Wide="false").json
    assert {**changed, "date_updated": ""} == {**shelf, "wide": False, "date_updated": ""}


def test_a_delete_takes_what_is_below_along(library: Local) -> None:
    shelf = make_shelf(library)
    library.post(f"/v2/Shelves/{shelf['sid']}/Books", Title="Emma")
    path = f"/v2/Shelves/{shelf['sid']}"
    assert library.send("DELETE", path).status == 204
    for gone in (path, f"{path}/Books", f"{path}/Books/Emma"):
        assert library.get(gone).refusal == (404, 20404, f"The requested resource {gone} was not found")


def test_a_list_holds_what_is_below_its_parent(library: Local) -> None:
    first, second = make_shelf(library), make_shelf(library)
    for title in ("Emma", "Persuasion"):
        library.post(f"/v2/Shelves/{first['sid']}/Books", Title=title)
    answer = library.get(f"/v2/Shelves/{first['sid']}/Books").json
    assert [book["title"] for book in answer["books"]] == ["Emma", "Persuasion"]
    assert answer["meta"]["key"] == "books"
    assert library.get(f"/v2/Shelves/{second['sid']}/Books").json["books"] == []


def test_a_record_is_not_found_below_another_parent(library: Local) -> None:
    first, second = make_shelf(library), make_shelf(library)
    library.post(f"/v2/Shelves/{first['sid']}/Books", Title="Emma")
    assert library.get(f"/v2/Shelves/{first['sid']}/Books/Emma").status == 200
    assert library.get(f"/v2/Shelves/{second['sid']}/Books/Emma").status == 404


def test_a_key_that_is_no_sid_may_look_like_one(library: Local) -> None:
    """A record without a PREFIX is addressed by whatever text its KEY holds."""
    shelf = make_shelf(library)
    library.post(f"/v2/Shelves/{shelf['sid']}/Books", Title=ACCOUNT)
    assert library.get(f"/v2/Shelves/{shelf['sid']}/Books/{ACCOUNT}").status == 200
    assert library.get(f"/v2/Shelves/{ACCOUNT}").refusal == (400, 60200, "Invalid parameter")


def test_faults_are_named_as_twilio_names_parameters(library: Local) -> None:
    shelf = make_shelf(library)
    books = f"/v2/Shelves/{shelf['sid']}/Books"
    assert library.post("/v2/Shelves").refusal[2] == "Missing required parameter UniqueName in the post body"
    assert library.post(books, Title="x", Pages="0").refusal == (400, 60200, "Invalid parameter: Pages")
    assert library.post(books, Title="x", Price="1.5").refusal == (400, 60200, "Invalid parameter: Price")


def test_what_a_rule_needs_is_in_the_call(library: Local) -> None:
    """A rule takes (call, params) or (call, resource, params) and sees nothing of HTTP."""
    assert [field for field in Call.__slots__ if "http" in field or "request" in field] == []
    assert BOOKS.operation_id(BOOKS.operations[0]) == "CreateBook"
    assert (SHELVES.has_items, BOOKS.has_items) == (True, True)
