"""A mail server for tests."""

import email
import email.policy

from aiosmtpd.controller import Controller


class AnyPort(Controller):
    """With port 0 the system chooses; the check that the server answers needs to know which it was."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Mailbox:
    """Keeps every message, or refuses them."""

    def __init__(self):
        self.messages = []   # (recipients, message)
        self.refuse = None   # the answer to DATA, such as "451 later"
        self.refused_recipients = set()
        self.controller = AnyPort(self, hostname="127.0.0.1", port=0)
        self.controller.start()

    @property
    def url(self):
        return "smtp://127.0.0.1:%d" % self.controller.port

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused_recipients:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return self.refuse
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append((list(envelope.rcpt_tos), message))
        return "250 OK"

    def stop(self):
        self.controller.stop()
