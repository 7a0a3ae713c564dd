"""A wrong address is an answer, not an accident: where the library `rich` is installed, Datasette
draws every local variable of a 404 into its log, which takes a second of work for each. A fault of
ours (500) is still logged with its traceback.
"""

from datasette import handle_exception, hookimpl


@hookimpl
def startup() -> None:
    handle_exception.rich = None
