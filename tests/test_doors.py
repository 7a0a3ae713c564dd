"""The optional doors (pip install '.[doors]'): a real MCP client lists the tools and asks in SQL;
/llms.txt tells what there is.
"""

import asyncio
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import pytest

pytestmark = pytest.mark.slow

if not find_spec("datasette_mcp"):
    pytest.skip(
        "the extra `doors` is not installed: MCP and llms.txt were not tried",
        allow_module_level=True,
    )


def test_a_client_lists_the_tools_and_asks_in_sql(address, db):
    from mcp import Client

    async def ask():
        async with Client(f"{address}/-/mcp") as client:
            tools = await client.list_tools()
            answer = await client.call_tool(
                "execute_sql", {"database": "tip", "sql": "select count(*) as n from item"}
            )
            refused = await client.call_tool(
                "execute_sql", {"database": "tip", "sql": "delete from item"}
            )
            return {tool.name for tool in tools.tools}, answer.structured_content, refused.is_error

    tools, answer, refused = (
        ThreadPoolExecutor().submit(asyncio.run, ask()).result()
    )  # another test's browser may hold a loop in this thread
    assert {"list_databases", "get_database_schema", "execute_sql"} <= tools
    assert answer["rows"] == [{"n": db.execute("select count(*) from item").fetchone()[0]}]
    assert refused


def test_llms_txt_tells_what_there_is(address):
    text = urllib.request.urlopen(f"{address}/llms.txt", timeout=20).read().decode()
    assert "tip" in text
