#!/usr/bin/python3
"""A mail server of the demo: keeps each message as DIRECTORY/alert-NNN.eml.

usage: mailbox.py PORT_FILE DIRECTORY

Listens on a free port of 127.0.0.1, writes the port to PORT_FILE and ends with 0 on SIGTERM.
"""
import asyncio
import os
import pathlib
import signal
import sys

from aiosmtpd.smtp import SMTP


class Mailbox:
    """Stores what arrives, numbered from 1."""

    def __init__(self, directory):
        self.directory = directory
        self.count = 0

    async def handle_DATA(self, server, session, envelope):  # the name that aiosmtpd calls
        self.count += 1
        path = self.directory / f"alert-{self.count:03}.eml"
        path.write_bytes(envelope.content)
        return "250 OK"


def write_port(path, port):
    """At once, so that the waiting demo never reads half a number."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(f"{port}\n")
    os.replace(temporary, path)


async def serve(port_file, directory):
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    mailbox = Mailbox(directory)
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="localhost", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    write_port(port_file, server.sockets[0].getsockname()[1])
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    asyncio.run(serve(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
