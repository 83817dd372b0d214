"""A mail server in a process of its own, for tests: keeps what it is sent, or fails as the recipient's name says.

``python -m tests.mail_server FOLDER`` prints its port, writes each message that it takes as a file into the folder,
and answers until it is ended. ``gone@`` is refused for good (550), ``later@`` for now (451), ``full@`` only after the
whole message (552), ``before@`` cuts the connection when the message would begin, ``after@`` when it has the whole
message and before it answers; after ``last@`` it takes nothing more on that connection. A file ``well`` in the folder
makes it take everything.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

REFUSALS = {"gone": "550 5.1.1 No such user here", "later": "451 4.3.0 Come back later"}


class Taking:
    """What becomes of each recipient and message."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fault(self, address: str) -> str:
        return "" if (self.folder / "well").exists() else address.partition("@")[0]

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd names it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refusal = REFUSALS.get(self.fault(address))
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        if self.fault(address) == "full":
            return "552 5.2.2 Mailbox full"
        count = len(list(self.folder.glob("*.eml")))
        assert isinstance(envelope.content, bytes)
        (self.folder / f"{count}.eml").write_bytes(envelope.content)
        if self.fault(address) == "after":
            server.transport.abort()
        return "250 Taken"


class Server(SMTP):
    """Cuts the connection before a message to ``before@`` can begin, and after one to ``last@``."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if any(self.event_handler.fault(address) == "before" for address in self.envelope.rcpt_tos):
            self.transport.abort()
            return
        last = any(self.event_handler.fault(address) == "last" for address in self.envelope.rcpt_tos)
        await super().smtp_DATA(arg)
        if last:
            self.transport.close()


async def serve(folder: Path) -> None:
    def protocol() -> Any:
        return Server(Taking(folder), enable_SMTPUTF8=False)

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
