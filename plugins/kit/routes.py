"""What is known of a path beside its view: examples of it, and how /openapi.json describes it."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import call_with_supported_arguments

PLUGINS = Path(__file__).resolve().parents[1]

View = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    """A path and the view that answers it; Datasette takes it apart like the pair (pattern, view).

    `load` gives the data of a page. `examples` are addresses of this path that show it at work:
    tests, benchmarks and /openapi.json ask for them. `described` stands in /openapi.json in place
    of what is found out from answers: `parameters` and `responses` of an OpenAPI operation.
    `refuses`: every answer is an error that helps; it is no address and does not stand there.
    """

    pattern: str
    view: View
    load: Callable[..., Awaitable[dict[str, Any]]] | None = None
    examples: tuple[str, ...] = ()
    described: dict[str, Any] = field(default_factory=dict)
    refuses: bool = False

    def __iter__(self) -> Iterator[Any]:
        return iter((self.pattern, self.view))


def registered_routes(datasette: Any) -> Iterator[Route]:
    """Every route that a plugin of this folder registers."""
    for plugin in pm.get_plugins():
        file = Path(getattr(plugin, "__file__", None) or "/").resolve()
        if file.parent == PLUGINS and hasattr(plugin, "register_routes"):
            for one in call_with_supported_arguments(plugin.register_routes, datasette=datasette):
                yield one if isinstance(one, Route) else Route(*one)


def page_routes() -> list[Route]:
    """The routes of pages, without a database: those that answer in HTML and as a table."""
    site = Datasette([], plugins_dir=str(PLUGINS))
    pages = [route for route in registered_routes(site) if route.load]
    site.close()
    return sorted(pages, key=lambda route: route.pattern)


def sample_pages() -> list[str]:
    """The examples of every page, in the order of the plugins."""
    return list(dict.fromkeys(path for route in page_routes() for path in route.examples))
