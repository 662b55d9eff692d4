"""The rarer words of declarations: sums_up, answers, ADDRESS, a finder, the path and headers of a call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from harness.declared import serve
from harness.local import Local

from verify_emulator.errors import INVALID_SID_TYPE, TOO_MANY_REQUESTS, TwilioError
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import (
    Collection,
    answers,
    creates,
    deletes,
    fetches,
    lists,
    sums_up,
    updates,
)
from verify_emulator.resources.params import Nothing, Params
from verify_emulator.resources.resource import Resource

SID_OF_A_SHELF = "SH" + "0" * 32


@dataclass(slots=True, kw_only=True)
class Shelf(Resource):
    """Addressed by its label, though its key is a SID."""

    PREFIX: ClassVar[str] = "SH"
    ADDRESS: ClassVar[str] = "label"
    INDEXES: ClassVar[tuple[str, ...]] = ("label",)

    sid: str
    account_sid: str
    label: str


@dataclass(slots=True, kw_only=True)
class Book(Resource):
    """Refers to its shelf by the shelf's key, and stands below its label in the address."""

    PREFIX: ClassVar[str] = "BK"
    PARENT: ClassVar[str] = "shelf_sid"

    sid: str
    shelf_sid: str
    label: str
    title: str


@dataclass(slots=True, kw_only=True)
class Inventory(Resource):
    shelves: int
    wanted: str | None


class CreateShelf(Params):
    label: str


class CreateBook(Params):
    title: str


class Wanted(Params):
    wanted: str | None = None


class Lending(Params):
    sid: str
    title: str | None = None


def count_up(call: Call, params: Wanted) -> Inventory:
    return Inventory(shelves=call.store.count(Shelf), wanted=params.wanted)


def shelve(call: Call, params: CreateBook) -> Book:
    shelf = call.parent
    assert isinstance(shelf, Shelf)
    book = Book(sid=call.ids.sid(Book.PREFIX), shelf_sid=shelf.sid, label=shelf.label, title=params.title)
    call.store.put(book)
    return book


def rename(call: Call, params: Lending) -> Book:
    assert isinstance(call.parent, Shelf)
    book = call.store.get(Book, params.sid, call.parent.sid)
    assert book is not None
    changed = book.changed(title=params.title or book.title)
    call.store.put(changed)
    return changed


def tell_path(call: Call, book: Book, params: Nothing) -> Book:
    call.headers |= {"Path-Values": "|".join(call.path), "Odd-Value": "a\r\nInjected: é🙂"}
    return book


def refuse(call: Call, book: Book, params: Params) -> Book:
    call.headers["Lost"] = "with the answer"
    call.store.delete(book)
    raise TwilioError(
        TOO_MANY_REQUESTS, hint="Not so fast, please.", headers={"Retry-After": "7", "Odd": "x\ny"}
    )


SHELVES = Collection(
    name="shelves",
    model=Shelf,
    path="/v2/Shelves",
    links={"books": "Books"},
    operations=(creates(CreateShelf), lists(), fetches(), deletes()),
)
BOOKS = Collection(
    name="books",
    model=Book,
    parent=SHELVES,
    path="/v2/Shelves/{label}/Books",
    operations=(
        creates(CreateBook, by=shelve),
        lists(),
        fetches(by=tell_path),
        updates(Nothing, by=refuse),
        deletes(),
    ),
)
INVENTORY = Collection(
    name="inventory",
    model=Inventory,
    path="/v2/Shelves/Inventory",
    operations=(sums_up(Wanted, by=count_up),),
)
LENDINGS = Collection(
    name="lendings",
    model=Book,
    parent=SHELVES,
    path="/v2/Shelves/{label}/Lendings",
    operations=(answers(Lending, by=rename),),
)


@pytest.fixture
def library(make_emulator: Callable[..., Local]) -> Local:
    """Two shelves of one book each."""
    local = serve(make_emulator(), SHELVES, BOOKS, INVENTORY, LENDINGS, children={Shelf: [Book]})
    for label in ("novels & tales", "Maps"):
        assert local.post("/v2/Shelves", Label=label).status == 201
        assert local.post(f"/v2/Shelves/{escaped(label)}/Books", Title=f"of {label}").status == 201
    return local


def escaped(label: str) -> str:
    return label.replace(" ", "%20").replace("&", "%26")


def books(library: Local, label: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = library.get(f"/v2/Shelves/{escaped(label)}/Books").json["books"]
    return found


# ADDRESS


def test_what_has_an_address_is_found_by_it_and_not_by_its_key(library: Local) -> None:
    """Our contract: entities, for one, are addressed by their identity."""
    shelf = library.get("/v2/Shelves/Maps").json
    assert shelf["url"] == "http://emulator.test/v2/Shelves/Maps"
    assert shelf["links"] == {"books": "http://emulator.test/v2/Shelves/Maps/Books"}
    for key in (shelf["sid"], "maps", "Map", "", "Books"):
        assert library.get(f"/v2/Shelves/{key}").refusal[0] == 404


def test_an_address_may_look_like_a_sid(library: Local) -> None:
    """Our contract: an address is any text, so no SID is of a wrong type there."""
    assert library.get("/v2/Shelves/AC" + "0" * 32).refusal[:2] == (404, 20404)
    library.post("/v2/Shelves", Label=SID_OF_A_SHELF)
    assert library.get(f"/v2/Shelves/{SID_OF_A_SHELF}").json["label"] == SID_OF_A_SHELF


def test_an_address_is_escaped_in_urls_and_leads_back(library: Local) -> None:
    """Runs of the SDKs: paths are percent-encoded."""
    listed = [shelf["url"] for shelf in library.get("/v2/Shelves").json["shelves"]]
    assert listed[0] == "http://emulator.test/v2/Shelves/novels%20%26%20tales"
    book = books(library, "novels & tales")[0]
    assert book["url"] == f"{listed[0]}/Books/{book['sid']}"
    assert library.get(book["url"].removeprefix("http://emulator.test")).json == book


def test_what_is_below_an_address_is_kept_by_the_key(library: Local) -> None:
    """Our contract: two shelves of one label do not share books, and the newest has the address."""
    old = books(library, "Maps")[0]
    library.post("/v2/Shelves", Label="Maps")
    assert books(library, "Maps") == []
    assert library.send("DELETE", "/v2/Shelves/Maps").status == 204
    assert books(library, "Maps") == [old]
    assert library.send("DELETE", "/v2/Shelves/Maps").status == 204
    assert library.get("/v2/Shelves/Maps/Books").status == 404


def test_a_key_below_an_address_may_still_be_of_a_wrong_type(library: Local) -> None:
    """twilio.com/docs/api/errors/60200."""
    answer = library.get(f"/v2/Shelves/Maps/Books/{SID_OF_A_SHELF}")
    assert answer.refusal == (400, INVALID_SID_TYPE.code, INVALID_SID_TYPE.message)


# sums_up and answers


def test_what_sums_up_is_fetched_without_a_key_and_with_parameters(library: Local) -> None:
    """Our contract: the summary of attempts, for one; its name goes before a variable part."""
    answer = library.get("/v2/Shelves/Inventory?Wanted=maps&Unknown=1")
    assert (answer.status, answer.json) == (200, {"shelves": 2, "wanted": "maps"})
    assert library.get("/v2/Shelves/Inventory").json == {"shelves": 2, "wanted": None}
    assert library.get("/v2/Shelves/Inventory/x").status == 404
    assert library.post("/v2/Shelves/Inventory").refusal[:2] == (405, 20004)
    assert (INVENTORY.has_items, INVENTORY.operation_id(INVENTORY.operations[0])) == (False, "FetchInventory")


def test_what_answers_updates_the_item_that_the_parameters_name(library: Local) -> None:
    """Our contract: the passkeys' verify and approve, for two; 200, though it is a POST on a collection."""
    book = books(library, "Maps")[0]
    answer = library.post("/v2/Shelves/Maps/Lendings", Sid=book["sid"], Title="Atlas")
    assert (answer.status, answer.json["title"]) == (200, "Atlas")
    assert "url" not in answer.json
    assert books(library, "Maps")[0]["title"] == "Atlas"
    assert library.post("/v2/Shelves/Maps/Lendings").refusal[1] == 20001
    assert library.get("/v2/Shelves/Maps/Lendings").refusal[:2] == (405, 20004)
    assert LENDINGS.operation_id(LENDINGS.operations[0]) == "UpdateBook"


# path and headers


def test_a_call_knows_the_values_of_its_path_and_sets_headers(library: Local) -> None:
    """Our contract: decoded, outermost first; no value can start another header."""
    book = books(library, "novels & tales")[0]
    answer = library.get(f"/v2/Shelves/novels%20%26%20tales/Books/{book['sid']}")
    assert answer.headers["path-values"] == f"novels & tales|{book['sid']}"
    assert answer.headers["odd-value"] == "a??Injected: ??"
    assert "injected" not in answer.headers
    assert "path-values" not in library.get("/v2/Shelves").headers


def test_a_refusal_has_headers_of_its_own_and_not_those_of_the_call(library: Local) -> None:
    """twilio-oai: Retry-After goes with 20429. A refused call changes nothing."""
    book = books(library, "Maps")[0]
    answer = library.post(f"/v2/Shelves/Maps/Books/{book['sid']}")
    assert answer.refusal == (429, 20429, "Too many requests")
    assert (answer.headers["retry-after"], answer.headers["odd"]) == ("7", "x?y")
    assert "lost" not in answer.headers
    assert books(library, "Maps") == [book]
