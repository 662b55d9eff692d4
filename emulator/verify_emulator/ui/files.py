"""Scripts, style sheets and pictures: read once, and cached by browsers for as long as they stay the same."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
PATH = "/ui/files"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@cache
def static_files() -> "Files":
    """Those of all emulators in this process."""
    return Files()


class Files:
    """All of them, below a folder that is named for what they contain: modules import each other by relative paths."""

    def __init__(self) -> None:
        self._contents = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
        digest = sha256(b"".join(name.encode() + body for name, body in self._contents.items()))
        self._version = digest.hexdigest()[:16]
        self._etag = f'"{self._version}"'

    def url(self, name: str) -> str:
        """Where browsers find the file. Raises KeyError for one that does not exist, so that no page names it."""
        self._contents[name]
        return f"{PATH}/{self._version}/{name}"

    @property
    def modules(self) -> list[str]:
        """What scripts may import of each other, for browsers to fetch ahead."""
        return [name for name in self._contents if name.endswith(".js")]

    async def serve(self, request: Request) -> Response:
        """A page that was loaded before an update asks for the old folder; it gets what there is, for once."""
        name = request.path_params["name"]
        if name not in self._contents:
            return Response("There is no such file.", 404, media_type="text/plain")
        is_current = request.path_params["version"] == self._version
        headers = {"ETag": self._etag, "Cache-Control": FOR_EVER if is_current else ASK_AGAIN}
        if self._etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(
            self._contents[name], headers=headers | {"Content-Type": MEDIA_TYPES[Path(name).suffix]}
        )

    async def serve_icon(self, request: Request) -> Response:
        """Browsers ask for it unasked, for instance when somebody looks at JSON."""
        headers = {"ETag": self._etag, "Cache-Control": ASK_AGAIN, "Content-Type": MEDIA_TYPES[".svg"]}
        return Response(self._contents["mark.svg"], headers=headers)
